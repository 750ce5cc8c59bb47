namespace FinancingPlatform.Scoring.Trees;

/// <summary>
/// XGBoost writes a bare NaN (非数) as the threshold of a node that splits by categories, which is no JSON (RFC 8259, section 6).
/// Outside of texts it is read as an empty text of the same length, so that an error still names the right line.
/// </summary>
internal static class JsonNotANumber
{
    /// <summary>What a NaN becomes.</summary>
    public const string StandIn = "";

    /// <summary>The same bytes where there is no NaN, else a copy with each replaced.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> json)
    {
        var bytes = json.Span;
        if (bytes.IndexOf("NaN"u8) < 0)
        {
            return json;
        }

        var copy = bytes.ToArray();
        var (inText, at) = (false, 0);
        while (at < copy.Length)
        {
            if (copy[at] == '"')
            {
                inText = !inText;
            }
            else if (inText && copy[at] == '\\')
            {
                at++;
            }
            else if (!inText && copy.AsSpan(at).StartsWith("NaN"u8))
            {
                "\"\" "u8.CopyTo(copy.AsSpan(at));
                at += 2;
            }

            at++;
        }

        return copy;
    }
}
