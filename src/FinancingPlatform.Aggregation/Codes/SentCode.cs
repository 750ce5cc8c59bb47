using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Codes;

/// <summary>One code as its department sent it (赋码), with whose it is.</summary>
/// <param name="Code">As sent, cut; an identity number in its place is masked.</param>
/// <param name="Subject">SHA-256 of the name.</param>
/// <param name="Name">The subject's name, cut.</param>
/// <param name="Fault">Of the code as sent.</param>
/// <param name="FoldedFault">Of the code with its letters made capital.</param>
internal sealed record SentCode(string Code, byte[] Subject, string Name, AssignedCodeFault Fault, AssignedCodeFault FoldedFault)
{
    /// <summary>A longer cell is no code, however it goes on.</summary>
    public const int MaxCode = 64;

    private const int MaxName = 200;
    private const int DivisionLength = 6;
    private const char FullWidthFirst = '\uFF01';
    private const char FullWidthLast = '\uFF5E';
    private const int FullWidthOffset = 0xFEE0;
    private const string Masked = "************";
    private const string Unnamed = "\n";

    public static SentCode Of(string? sent, string? name)
    {
        var code = Cut(sent, MaxCode);
        var (fault, folded) = (AssignedCode.Judge(code, foldCase: false), AssignedCode.Judge(code, foldCase: true));
        var shown = folded != AssignedCodeFault.None && ResidentId.IsValid(code) ? code.Trim()[..DivisionLength] + Masked : code;
        var text = Cut(name, MaxName);
        return new SentCode(shown, SubjectOf(shown, text), text, fault, folded);
    }

    /// <summary>Full-width brackets and blanks do not make another subject. Whoever has no name is told apart by the code alone.</summary>
    public static byte[] SubjectOf(string code, string name)
    {
        // By hand: in invariant globalisation string.Normalize leaves full-width characters as they are.
        var narrow = string.Concat(name.Where(character => !char.IsWhiteSpace(character))
            .Select(character => character is >= FullWidthFirst and <= FullWidthLast ? (char)(character - FullWidthOffset) : character));
        return SHA256.HashData(Encoding.UTF8.GetBytes(narrow.Length > 0 ? narrow : Unnamed + code));
    }

    // PostgreSQL has no text with U+0000, and a cut through a surrogate pair has no UTF-8.
    private static string Cut(string? text, int length)
    {
        var kept = (text ?? string.Empty).Replace('\0', '\uFFFD');
        return kept.Length <= length ? kept : kept[..(char.IsHighSurrogate(kept[length - 1]) ? length - 1 : length)];
    }
}
