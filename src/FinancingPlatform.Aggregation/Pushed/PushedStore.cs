using System.Data;
using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Pushed;

/// <summary>A delivery that one worker holds (领取的报送).</summary>
/// <param name="Id">The department's name of it.</param>
/// <param name="Item">What it is about.</param>
/// <param name="Source">The department.</param>
/// <param name="Attempts">Counts the claims: whoever holds an earlier one has lost the lease.</param>
/// <param name="Rows">Declared, and received.</param>
/// <param name="Sha256">Declared digest; null when none was.</param>
internal sealed record ClaimedDelivery(Guid Id, string Item, string Source, int Attempts, long Rows, byte[]? Sha256);

/// <summary>The deliveries in the database, as role loader (报送存储): each step is one statement that names the claim it belongs to.</summary>
internal sealed class PushedStore(NpgsqlDataSource loader)
{
    public async Task<ClaimedDelivery?> ClaimAsync(TimeSpan lease, CancellationToken ct)
    {
        await using var command = Command("claim");
        command.Parameters.AddWithValue("lease", lease);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new ClaimedDelivery(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt64(4), row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5))
            : null;
    }

    /// <summary>Writes the chunks in order; returns the digest of all their bytes. One chunk is in memory at a time.</summary>
    public async Task<byte[]> WriteBodiesAsync(Guid id, Stream to, CancellationToken ct)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var command = Command("bodies");
        command.Parameters.AddWithValue("id", id);
        await using var rows = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        while (await rows.ReadAsync(ct))
        {
            var body = await rows.GetFieldValueAsync<byte[]>(0, ct);
            digest.AppendData(body);
            await to.WriteAsync(body, ct);
        }

        return digest.GetHashAndReset();
    }

    /// <summary>False when the lease was lost.</summary>
    public async Task<bool> RenewAsync(ClaimedDelivery claimed, TimeSpan lease, CancellationToken ct)
    {
        await using var command = Command("renew", claimed);
        command.Parameters.AddWithValue("lease", lease);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Says, in the transaction of the rows, that they are in. False when the lease was lost: nothing may be committed then.</summary>
    public static async Task<bool> TakenAsync(NpgsqlTransaction transaction, ClaimedDelivery claimed, long batch, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql("taken"), transaction.Connection, transaction);
        Add(command, claimed);
        command.Parameters.AddWithValue("batch", batch);
        return await command.ExecuteScalarAsync(ct) is 1L;
    }

    public async Task FailedAsync(ClaimedDelivery claimed, Error error, CancellationToken ct)
    {
        await using var command = Command("failed", claimed);
        Add(command, error);
        await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Keeps the delivery for a later try; zero gives it back at once.</summary>
    public async Task PutOffAsync(ClaimedDelivery claimed, TimeSpan pause, Error? error, CancellationToken ct)
    {
        await using var command = Command("put_off", claimed);
        command.Parameters.AddWithValue("pause", pause);
        Add(command, error);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How many expired.</summary>
    public async Task<int> ExpireAsync(TimeSpan after, int most, CancellationToken ct)
    {
        await using var command = Command("expire");
        command.Parameters.AddWithValue("after", after);
        command.Parameters.AddWithValue("most", most);
        Add(command, PushedErrors.Expired);
        return (int)(long)(await command.ExecuteScalarAsync(ct))!;
    }

    private NpgsqlCommand Command(string name, ClaimedDelivery? claimed = null)
    {
        var command = loader.CreateCommand(Sql(name));
        if (claimed is not null)
        {
            Add(command, claimed);
        }

        return command;
    }

    private static string Sql(string name) => SqlResource.Read(typeof(PushedStore).Assembly, $"Sql/Pushed/{name}.sql");

    private static void Add(NpgsqlCommand command, ClaimedDelivery claimed)
    {
        command.Parameters.AddWithValue("id", claimed.Id);
        command.Parameters.AddWithValue("attempts", claimed.Attempts);
    }

    private static void Add(NpgsqlCommand command, Error? error)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("code", error?.Code), ("zh", error?.MessageZh), ("en", error?.MessageEn)])
        {
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = (object?)value ?? DBNull.Value });
        }
    }
}
