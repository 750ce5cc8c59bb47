namespace FinancingPlatform.Indicators.Sources;

/// <summary>
/// What is known of one item from one department (数据来源). Counts are rows of the deliveries finished within the asked window; what is called "last" is of any
/// time. <see cref="Source"/> is empty for an item that nobody has delivered and nobody is registered to deliver.
/// </summary>
public sealed record SourceFacts
{
    /// <summary>The item's code.</summary>
    public required string Item { get; init; }

    /// <summary>The item's name.</summary>
    public required string NameZh { get; init; }

    /// <summary>The item's name in English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Who supplies the item by the list.</summary>
    public required string Supplier { get; init; }

    /// <summary>daily, monthly, quarterly or yearly; empty when no list names the item.</summary>
    public required string UpdateFrequency { get; init; }

    /// <summary>Working days within which a fact must be delivered; null when the item has no such clock.</summary>
    public int? TimelyDays { get; init; }

    /// <summary>The department as its deliveries name it; empty for nobody.</summary>
    public required string Source { get; init; }

    /// <summary>True for a department whose client may push the item.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>The newest delivery that was taken; null for none.</summary>
    public TakenDelivery? Last { get; init; }

    /// <summary>Calls that failed since then.</summary>
    public long Failures { get; init; }

    /// <summary>When the last of them failed.</summary>
    public DateTimeOffset? LastFailedAt { get; init; }

    /// <summary>Stable name of its error.</summary>
    public string? LastError { get; init; }

    /// <summary>Deliveries by interface that the department calls.</summary>
    public long Pushes { get; init; }

    /// <summary>Deliveries fetched from the department's exchange database.</summary>
    public long Pulls { get; init; }

    /// <summary>Deliveries by file.</summary>
    public long Files { get; init; }

    /// <summary>Rows mended in the page: neither interface nor file.</summary>
    public long Others { get; init; }

    /// <summary>Calls that failed within the window.</summary>
    public long FailedCalls { get; init; }

    /// <summary>Rows received.</summary>
    public long Received { get; init; }

    /// <summary>Rows about something new.</summary>
    public long AcceptedNew { get; init; }

    /// <summary>Rows that changed what was known.</summary>
    public long AcceptedVersion { get; init; }

    /// <summary>Rows that were known already.</summary>
    public long Duplicate { get; init; }

    /// <summary>Rows that the law keeps out.</summary>
    public long Withheld { get; init; }

    /// <summary>Rows that break a rule.</summary>
    public long Rejected { get; init; }

    /// <summary>Accepted rows that came after the item's clock.</summary>
    public long Late { get; init; }

    /// <summary>Rows that now stand in the records.</summary>
    public long Accepted => AcceptedNew + AcceptedVersion;

    /// <summary>Share of deliveries that came by interface, 0 to 1; null without a delivery.</summary>
    public decimal? InterfaceShare => Ratio(Pushes + Pulls, Pushes + Pulls + Files);

    /// <summary>Calls that were taken ÷ calls; null without a call.</summary>
    public decimal? CallSuccess => Ratio(Pushes + Pulls + Files, Pushes + Pulls + Files + FailedCalls);

    /// <summary>Well-formed rows ÷ rows, without those that the law keeps out (rule B2); null without a row.</summary>
    public decimal? Qualified => Ratio(Accepted + Duplicate, Received - Withheld);

    /// <summary>Accepted rows within the item's clock ÷ accepted rows; null without a clock or a row.</summary>
    public decimal? Timely => TimelyDays is null ? null : Ratio(Accepted - Late, Accepted);

    private static decimal? Ratio(long part, long whole) => whole == 0 ? null : (decimal)part / whole;
}

/// <summary>A delivery that was taken (已收报送).</summary>
/// <param name="Batch">Its number.</param>
/// <param name="At">When its rows stood.</param>
/// <param name="Channel">file, push, pull or mend.</param>
/// <param name="Received">Rows.</param>
/// <param name="Rejected">Of these rejected.</param>
/// <param name="Late">Accepted after the item's clock.</param>
public sealed record TakenDelivery(long Batch, DateTimeOffset At, string Channel, long Received, long Rejected, long Late);
