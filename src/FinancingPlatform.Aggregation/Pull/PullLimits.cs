namespace FinancingPlatform.Aggregation.Pull;

/// <summary>What a pull asks of a department's database and of this one (前置库抽取限额).</summary>
public static class PullLimits
{
    /// <summary>Rows of a batch: one import, one transaction, one short read at the source.</summary>
    public const int BatchRows = 50_000;

    /// <summary>Batches of one run of the worker; the next run follows at once when more is left.</summary>
    public const int BatchesPerRun = 20;

    /// <summary>Seconds that a statement may take at the source.</summary>
    public const int SourceStatementSeconds = 120;

    /// <summary>Seconds to reach the source.</summary>
    public const int SourceConnectSeconds = 15;

    /// <summary>Columns of a source's table.</summary>
    public const int Columns = 200;

    /// <summary>Bytes of the file that names the sources.</summary>
    public const int ConfigurationBytes = 256 * 1024;

    /// <summary>Sources of a city.</summary>
    public const int Sources = 200;

    /// <summary>A process that dies holds a source no longer than this; each batch renews it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>How often the worker looks which source is due.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How often a source is pulled unless its configuration says otherwise.</summary>
    public static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(60);
}
