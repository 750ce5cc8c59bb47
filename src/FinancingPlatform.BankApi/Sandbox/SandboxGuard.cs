using FinancingPlatform.BankApi.Http;
using Npgsql;

namespace FinancingPlatform.BankApi.Sandbox;

/// <summary>
/// Keeps the sandbox to invented data (沙箱守卫): the host does not start, and later answers no case, when the database behind it knows one enterprise that is not
/// invented. The database says so itself, whatever the configuration claims.
/// </summary>
internal sealed class SandboxGuard(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>How long an answer of the database holds.</summary>
    public static readonly TimeSpan AskAgainAfter = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    private bool _invented;

    /// <summary>True while everything in the database is invented.</summary>
    public async Task<bool> IsInventedAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (clock.GetUtcNow() - _askedAt >= AskAgainAfter)
            {
                await using var command = database.CreateCommand("select lending.only_invented()");
                command.CommandTimeout = BankApiLimits.StatementSeconds;
                _invented = await command.ExecuteScalarAsync(cancellationToken) is true;
                _askedAt = clock.GetUtcNow();
            }

            return _invented;
        }
        finally
        {
            _one.Release();
        }
    }
}
