namespace FinancingPlatform.Cli;

/// <summary>What <c>fp</c> answers to the shell.</summary>
internal static class ExitCodes
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>It was tried and did not work.</summary>
    public const int Failure = 1;

    /// <summary>The arguments make no sense; nothing was tried.</summary>
    public const int BadUsage = 2;
}
