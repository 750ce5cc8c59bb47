using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>Cells about persons (个人信息): checked in form, masked wherever they are shown, and never kept where the layout says so.</summary>
internal static class PersonalCells
{
    private const int ShownOfNumber = 3;
    private const int MaxDocument = 30;
    private const int MinPhone = 7;
    private const int MaxPhone = 20;

    /// <summary>An identity number, the same masked by its source (<c>330203************</c>), or another document's number.</summary>
    public static bool IsIdForm(string cell) =>
        cell.Contains('*', StringComparison.Ordinal) ? cell.Length is > ShownOfNumber and <= MaxDocument && cell.All(c => char.IsAsciiLetterOrDigit(c) || c == '*')
        : cell.Length == ResidentId.Length ? ResidentId.IsValid(cell)
        : cell.Length is > ShownOfNumber and <= MaxDocument && cell.All(c => char.IsAsciiLetterOrDigit(c) || c is '(' or ')' or '-');

    /// <summary>Digits with the usual separators, or masked.</summary>
    public static bool IsPhoneForm(string cell) =>
        cell.Length is >= MinPhone and <= MaxPhone && cell.All(c => char.IsAsciiDigit(c) || c is '+' or '-' or ' ' or '(' or ')' or '*');

    /// <summary>The first character of a name or three of a number, then as many stars.</summary>
    public static string Mask(string cell)
    {
        var shown = Math.Min(cell.Length, char.IsAsciiLetterOrDigit(cell.Length > 0 ? cell[0] : ' ') ? ShownOfNumber : 1);
        return string.Concat(cell.AsSpan(0, shown), new string('*', cell.Length - shown));
    }
}
