namespace FinancingPlatform.Core.Identifiers;

/// <summary>What is wrong with one code as its department sent it (重错码成因); the words of the database stand beside each.</summary>
public enum AssignedCodeFault
{
    /// <summary><c>none</c>: well formed.</summary>
    None,

    /// <summary><c>missing</c>: the subject has no code in the file. No code, so in neither figure.</summary>
    Missing,

    /// <summary><c>old-number</c>: fifteen digits of an old licence (工商注册号) stand in the place of the code. Counted apart.</summary>
    OldNumber,

    /// <summary><c>length</c>: not 18 characters.</summary>
    Length,

    /// <summary><c>alphabet</c>: a character outside the standard's 31; in the raw figure every small letter is one.</summary>
    Alphabet,

    /// <summary><c>check-character</c>: the 18th character is not the one that the first 17 give.</summary>
    CheckCharacter,
}

/// <summary>
/// Judges a code for the duplicate and wrong ratio (重错码率, F8): length, alphabet and check 18 of the code as sent. Division, inner check and
/// prefix never count: on 1.1 million real codes they alone decide whether a city meets 0.01 %.
/// </summary>
public static class AssignedCode
{
    /// <summary>The fault of <paramref name="sent"/>, as sent or with its letters made capital and nothing else.</summary>
    public static AssignedCodeFault Judge(string? sent, bool foldCase)
    {
        var code = sent ?? string.Empty;
        if (string.IsNullOrWhiteSpace(code))
        {
            return AssignedCodeFault.Missing;
        }

        if (code.Length == RegistrationNumber.Length && code.All(char.IsAsciiDigit))
        {
            return AssignedCodeFault.OldNumber;
        }

        if (code.Length != Uscc.Length)
        {
            return AssignedCodeFault.Length;
        }

        var judged = foldCase ? Fold(code) : code;
        if (!judged.All(character => Uscc.Alphabet.Contains(character, StringComparison.Ordinal)))
        {
            return AssignedCodeFault.Alphabet;
        }

        return Uscc.CheckCharacter(judged.AsSpan(0, Uscc.Length - 1)) == judged[^1] ? AssignedCodeFault.None : AssignedCodeFault.CheckCharacter;
    }

    /// <summary>True for a fault that makes a code wrong (错码); a missing code and an old number are none.</summary>
    public static bool IsWrong(AssignedCodeFault fault) => fault is AssignedCodeFault.Length or AssignedCodeFault.Alphabet or AssignedCodeFault.CheckCharacter;

    /// <summary>Latin letters made capital; full-width ones stay wrong, because they are other characters and not another case.</summary>
    public static string Fold(string sent) => string.Create(sent.Length, sent, static (folded, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            folded[i] = char.IsAsciiLetterLower(text[i]) ? (char)(text[i] - 'a' + 'A') : text[i];
        }
    });

    /// <summary>The word of the database.</summary>
    public static string ToDatabase(this AssignedCodeFault fault) => fault switch
    {
        AssignedCodeFault.None => "none",
        AssignedCodeFault.Missing => "missing",
        AssignedCodeFault.OldNumber => "old-number",
        AssignedCodeFault.Length => "length",
        AssignedCodeFault.Alphabet => "alphabet",
        AssignedCodeFault.CheckCharacter => "check-character",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };
}
