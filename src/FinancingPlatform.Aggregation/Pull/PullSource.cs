namespace FinancingPlatform.Aggregation.Pull;

/// <summary>A table of a department's exchange database that is pulled (前置库抽取源), as the operator configures it.</summary>
/// <param name="Name">Stable name: the position is kept under it.</param>
/// <param name="Item">The credit data item that its rows are.</param>
/// <param name="Department">Who supplies it; stands in the book of imports.</param>
/// <param name="ConnectionString">To the department's PostgreSQL, as a role that may only read the table.</param>
/// <param name="Table">Its table or view, with schema.</param>
/// <param name="ChangeColumn">Column of type xid8 with the transaction that wrote the row last.</param>
/// <param name="KeyColumns">Columns that name a row of the table; with the change column they are its index.</param>
public sealed record PullSource(
    string Name, string Item, string Department, string ConnectionString, string Table, string ChangeColumn, IReadOnlyList<string> KeyColumns)
{
    /// <summary>Column → header of the item's layout; null takes every column under its own name.</summary>
    public IReadOnlyDictionary<string, string>? Columns { get; init; }

    /// <summary>How often the worker pulls it.</summary>
    public TimeSpan Every { get; init; } = PullLimits.DefaultEvery;

    /// <summary>Rows of a batch.</summary>
    public int BatchRows { get; init; } = PullLimits.BatchRows;
}

/// <summary>What one pull of a source brought (抽取结果); the names are a contract of the command line.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Item">The item.</param>
/// <param name="Batches">Batches imported.</param>
/// <param name="Received">Rows, as accepted new + version + duplicate + withheld + rejected (rule B2).</param>
/// <param name="AcceptedNew">About something not known before.</param>
/// <param name="AcceptedVersion">That change what was known.</param>
/// <param name="Duplicate">That say what is known.</param>
/// <param name="Withheld">That the law keeps out.</param>
/// <param name="Rejected">That break a rule; the operator's page shows them.</param>
/// <param name="More">True when the limit of batches ended it.</param>
/// <param name="HeldBack">True when committed rows wait for an open transaction at the source that began before them.</param>
public sealed record PullOutcome(
    string Source, string Item, int Batches, long Received, long AcceptedNew, long AcceptedVersion, long Duplicate, long Withheld, long Rejected, bool More, bool HeldBack);
