using System.Text.Json;

namespace FinancingPlatform.BankApi.Http;

/// <summary>
/// What the serializer lets pass and nothing behind it can hold (请求体复查): null inside an array, half a surrogate pair, and NUL, which PostgreSQL stores in no text.
/// </summary>
internal static class BodyScan
{
    /// <summary>True when well-formed JSON holds none of these.</summary>
    public static bool IsClean(ReadOnlySpan<byte> json)
    {
        // Almost no body holds the word or an escape at all.
        if (json.IndexOf("null"u8) < 0 && json.IndexOf("\\u"u8) < 0)
        {
            return true;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            var previous = JsonTokenType.None;
            while (reader.Read())
            {
                if (IsNullItem(reader.TokenType, previous, reader.CurrentDepth) || (reader.ValueIsEscaped && HoldsNul(reader.GetString())))
                {
                    return false;
                }

                previous = reader.TokenType;
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for half a surrogate pair.
            return false;
        }
    }

    /// <summary>A member's null follows its name; any other is an item, or the whole body.</summary>
    private static bool IsNullItem(JsonTokenType type, JsonTokenType previous, int depth) =>
        type == JsonTokenType.Null && previous != JsonTokenType.PropertyName && depth > 0;

    private static bool HoldsNul(string? text) => text!.Contains('\0', StringComparison.Ordinal);
}
