using System.Security.Claims;
using FinancingPlatform.Identity.Sessions;
using FinancingPlatform.Portal.Access;
using Npgsql;

namespace FinancingPlatform.Portal.Sessions;

/// <summary>
/// Connections on which the database itself knows who is signed in (会话连接): the session's secret is set for one transaction, and row-level
/// security or the gate functions turn it into the enterprise or the bank (rule A1). This process cannot choose either.
/// </summary>
internal sealed class SessionDatabase(
    NpgsqlDataSource portal,
    [FromKeyedServices(PortalRoles.Bank)] NpgsqlDataSource bankDesk,
    IHttpContextAccessor accessor)
{
    /// <summary>A transaction as the signed-in enterprise or operator, role <c>portal</c>.</summary>
    public Task<SessionTransaction> OpenAsync(CancellationToken ct) => BeginAsync(portal, ct);

    /// <summary>A transaction as the signed-in bank, role <c>bank_desk</c>, which may execute functions and read no table.</summary>
    public Task<SessionTransaction> OpenBankDeskAsync(CancellationToken ct) => BeginAsync(bankDesk, ct);

    private async Task<SessionTransaction> BeginAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var token = accessor.HttpContext?.User.FindFirstValue(SessionUser.TokenClaim)
            ?? throw new InvalidOperationException("A page that reads rows was reached without a session: its folder lacks a policy.");
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await using var command = new NpgsqlCommand("select set_config('platform.session', $1, true)", connection, transaction)
            {
                Parameters = { new() { Value = token } },
            };
            await command.ExecuteNonQueryAsync(ct);
            return new SessionTransaction(connection, transaction);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}

/// <summary>An open transaction with its connection (会话事务); rolled back unless committed.</summary>
internal sealed class SessionTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    public NpgsqlConnection Connection { get; } = connection;

    public NpgsqlTransaction Transaction { get; } = transaction;

    /// <summary>A command in this transaction; parameters are $1, $2, …; null is SQL's null.</summary>
    public NpgsqlCommand Command(string sql, params ReadOnlySpan<object?> parameters)
    {
        var command = new NpgsqlCommand(sql, Connection, Transaction);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }

    /// <summary>A command of several statements, which take named parameters only.</summary>
    public NpgsqlCommand Script(string sql, string parameter, object value)
    {
        var command = new NpgsqlCommand(sql, Connection, Transaction);
        command.Parameters.AddWithValue(parameter, value);
        return command;
    }

    /// <summary>The rows of a query.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ListAsync(read, ct);
    }

    public Task CommitAsync(CancellationToken ct) => Transaction.CommitAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
