namespace FinancingPlatform.Core.Identifiers;

/// <summary>Which check of GB 32100-2015 a code failed (错码原因), in the order in which they are made.</summary>
public enum UsccFault
{
    /// <summary>None: the code is valid.</summary>
    None,

    /// <summary>Not 18 characters after normalising.</summary>
    Length,

    /// <summary>A character outside the standard's 31 (no I, O, S, V, Z).</summary>
    Alphabet,

    /// <summary>Registering authority and organisation class are not a pair of the standard's table 1.</summary>
    Prefix,

    /// <summary>The 18th character is not the one that the first 17 give.</summary>
    CheckCharacter,
}

/// <summary>What is odd about a valid code (提示); never a reason to refuse it, because published codes hold both.</summary>
public enum UsccWarning
{
    /// <summary>Characters 3–8 are no division of GB/T 2260, in force or withdrawn.</summary>
    UnknownDivision,

    /// <summary>Characters 9–17 fail their own check digit (GB 11714).</summary>
    InnerCheck,
}

/// <summary>The outcome of checking one code (校验结果).</summary>
/// <param name="Raw">As received.</param>
/// <param name="Normalised">Case folded, full-width letters and digits narrowed, blanks and hyphens removed.</param>
/// <param name="IsValid">True when no check failed.</param>
/// <param name="Fault">The first check that failed.</param>
/// <param name="Warnings">What is odd; empty for an invalid code.</param>
public sealed record UsccCheck(string Raw, string Normalised, bool IsValid, UsccFault Fault, IReadOnlyList<UsccWarning> Warnings);
