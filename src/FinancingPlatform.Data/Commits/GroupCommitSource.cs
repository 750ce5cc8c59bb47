using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>
/// The connections of group commits (合并提交连接), apart from all others: few, so that each of them has its statements planned after a moment, however
/// many requests there are. Ended with the host.
/// </summary>
public sealed class GroupCommitSource(NpgsqlDataSource source) : IAsyncDisposable
{
    /// <summary>The data source.</summary>
    public NpgsqlDataSource Source { get; } = source;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
