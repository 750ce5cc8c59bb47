namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>Limits on one-time codes (验证码限值); a deployment may tighten them in the section <c>OneTimeCodes</c>.</summary>
public sealed class CodePolicy
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>How long a code lives.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>Wrong entries after which a code is dead.</summary>
    public const int MaxTries = 5;

    /// <summary>The span over which sending and abuse are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Codes killed by wrong entries within the window that lock the number for the rest of it.</summary>
    public const int MaxKilledCodes = 2;

    /// <summary>Least time between two codes to one number.</summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Codes to one number within the window.</summary>
    public int MaxPerPhone { get; set; } = 10;

    /// <summary>Codes asked for from one address within the window; a service hall sits behind one address.</summary>
    public int MaxPerAddress { get; set; } = 100;
}
