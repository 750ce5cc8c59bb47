namespace FinancingPlatform.Aggregation.Pull;

/// <summary>How far a source has been read (抽取位点).</summary>
/// <param name="Xid">Everything of transactions before this one is in; a number of xid8, as text.</param>
/// <param name="Key">Of that transaction itself, the key of the last row taken; null when none was.</param>
/// <param name="Cluster">The database that the numbers are of; null before the first read.</param>
internal sealed record PullPosition(string Xid, string[]? Key, string? Cluster);

/// <summary>What one read of a source brought.</summary>
/// <param name="Rows">Rows written to the file.</param>
/// <param name="Next">The position behind them.</param>
/// <param name="More">True when rows are left that may be read now.</param>
/// <param name="HeldBack">True when committed rows wait for an older transaction that is still open.</param>
internal sealed record PulledRows(int Rows, PullPosition Next, bool More, bool HeldBack);
