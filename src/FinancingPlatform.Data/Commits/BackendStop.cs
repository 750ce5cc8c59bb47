using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>
/// Insists on a stop (坚持取消). A driver's request to cancel travels beside the statement that it means: one that reaches the server just before the statement
/// is lost, and a statement that waits for a lock would then wait for ever. Once a stop was asked for, this asks the server again until it is disposed of.
/// </summary>
public sealed class BackendStop : IAsyncDisposable
{
    /// <summary>Between two requests; the driver's own comes first.</summary>
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(1);

    private readonly string _connectionString;
    private readonly int _backend;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenRegistration _asked;
    private Task _asking = Task.CompletedTask;

    /// <summary>Watches over what an open connection does until this is disposed of.</summary>
    /// <param name="connectionString">Of the same role, with its password: a role may cancel its own statements.</param>
    /// <param name="connection">The open connection.</param>
    /// <param name="stop">Asks for the stop.</param>
    public BackendStop(string connectionString, NpgsqlConnection connection, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connectionString = connectionString;
        _backend = connection.ProcessID;
        _asked = stop.Register(() => _asking = AskAsync());
    }

    /// <summary>Asks no more; what the connection does afterwards is left alone.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _asked.DisposeAsync();
        await _asking;
        _ended.Dispose();
    }

    private async Task AskAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_every, _ended.Token);
                await using var asking = new NpgsqlConnection(_connectionString);
                await asking.OpenAsync(_ended.Token);
                await using var cancel = new NpgsqlCommand("select pg_cancel_backend($1)", asking) { Parameters = { new NpgsqlParameter<int> { TypedValue = _backend } } };
                await cancel.ExecuteNonQueryAsync(_ended.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The statement came to its end.
        }
        catch (NpgsqlException)
        {
            // A server that cannot be asked has no statement that goes on: the watched connection breaks by itself.
        }
    }
}
