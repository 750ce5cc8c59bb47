namespace FinancingPlatform.Core.Identifiers;

/// <summary>Brings identifiers as people and old systems write them (lower case, full-width, blanks, hyphens) to one form.</summary>
internal static class IdentifierText
{
    /// <summary>Longer input is no identifier; it is cut so that a megabyte in a code column costs nothing.</summary>
    public const int MaxLength = 64;

    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthOffset = 0xFEE0;

    public static string Normalise(ReadOnlySpan<char> raw)
    {
        Span<char> kept = stackalloc char[MaxLength];
        var length = 0;
        foreach (var character in raw)
        {
            var narrow = character is >= FullWidthFirst and <= FullWidthLast ? (char)(character - FullWidthOffset) : character;
            if (IsFiller(narrow))
            {
                continue;
            }

            if (length == MaxLength)
            {
                break;
            }

            kept[length++] = char.ToUpperInvariant(narrow);
        }

        return raw[..Math.Min(raw.Length, MaxLength)].SequenceEqual(kept[..length]) ? raw.ToString() : kept[..length].ToString();
    }

    // U+FEFF: spreadsheets paste a byte-order mark in front of a code; U+200B: web pages a zero-width space.
    private static bool IsFiller(char character) => char.IsWhiteSpace(character) || character is '-' or '\uFEFF' or '\u200B';
}
