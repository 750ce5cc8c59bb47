namespace FinancingPlatform.Worker.Work;

/// <summary>How often each loop runs and how much one run does (后台任务限额).</summary>
internal static class WorkLimits
{
    /// <summary>A seal this often: what a database owner could rewrite unseen is never older.</summary>
    public static readonly TimeSpan Seal = TimeSpan.FromMinutes(1);

    /// <summary>Expired sessions, proofs and codes serve nobody any more; removing them is housekeeping.</summary>
    public static readonly TimeSpan Expiry = TimeSpan.FromMinutes(1);

    /// <summary>Rows of each table that one run of expiry removes: a short lock, then the next run.</summary>
    public const int ExpiryRows = 5000;

    /// <summary>Yesterday's figures are published once; looking for them again costs one statement.</summary>
    public static readonly TimeSpan Snapshots = TimeSpan.FromMinutes(10);

    /// <summary>Seconds for one statement over all watched authorisations: 10,000 take about 8 s on two busy cores.</summary>
    public const int StatementSeconds = 120;

    /// <summary>From import to event within a minute (rule C11), with room for the run itself and the delivery.</summary>
    public static readonly TimeSpan Alerts = TimeSpan.FromSeconds(20);

    /// <summary>What is judged is 90 days old: an hour more is nothing.</summary>
    public static readonly TimeSpan Browsing = TimeSpan.FromHours(1);

    /// <summary>An authorisation ends with its day; a minute after midnight is soon enough to tell it, the gate refuses at once.</summary>
    public static readonly TimeSpan AuthorisationExpiry = TimeSpan.FromMinutes(1);
}
