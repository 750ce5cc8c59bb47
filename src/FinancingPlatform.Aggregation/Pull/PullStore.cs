using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Pull;

/// <summary>Positions of sources in the city's database, as role loader (位点存储): each step names the lease that it belongs to.</summary>
internal sealed class PullStore(NpgsqlDataSource loader, PullSource source, TimeSpan lease)
{
    private readonly Guid _token = Guid.NewGuid();

    /// <summary>Leases the source and finds where it stands.</summary>
    public async Task<Result<PullPosition>> ClaimAsync(CancellationToken ct)
    {
        await using var command = Command("claim");
        command.Parameters.AddWithValue("item", source.Item);
        command.Parameters.AddWithValue("table", source.Table);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return PullErrors.Held(source.Name);
        }

        var isSame = row.GetString(0) == source.Item && row.GetString(1) == source.Table;
        var position = new PullPosition(row.GetString(3), row.IsDBNull(4) ? null : row.GetFieldValue<string[]>(4), row.IsDBNull(2) ? null : row.GetString(2));
        await row.DisposeAsync();
        if (isSame)
        {
            return position;
        }

        await ReleaseAsync(PullErrors.Changed(source.Name));
        return PullErrors.Changed(source.Name);
    }

    /// <summary>Moves the position in the transaction of the rows. False when the lease was lost: nothing may be committed then.</summary>
    public async Task<bool> MoveAsync(NpgsqlTransaction transaction, PullPosition to, long rows, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql("moved"), transaction.Connection, transaction);
        return await MoveAsync(command, to, rows, ct);
    }

    /// <summary>Moves the position over transactions that changed nothing here.</summary>
    public async Task<bool> MoveAsync(PullPosition to, CancellationToken ct)
    {
        await using var command = loader.CreateCommand(Sql("moved"));
        return await MoveAsync(command, to, 0, ct);
    }

    /// <summary>Gives the source back, and keeps why it failed.</summary>
    public async Task ReleaseAsync(Error? error)
    {
        // Not cancelled with the pull: the next one may begin at once.
        await using var command = loader.CreateCommand(Sql("released"));
        command.Parameters.AddWithValue("name", source.Name);
        command.Parameters.AddWithValue("token", _token);
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("code", error?.Code), ("zh", error?.MessageZh), ("en", error?.MessageEn)])
        {
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Text) { Value = (object?)value ?? DBNull.Value });
        }

        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Forgets the position: the next pull reads all. False while another process holds the source.</summary>
    public async Task<bool> FromStartAsync(CancellationToken ct)
    {
        await using var command = loader.CreateCommand(Sql("from_start"));
        command.Parameters.AddWithValue("name", source.Name);
        command.Parameters.AddWithValue("item", source.Item);
        command.Parameters.AddWithValue("table", source.Table);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private async Task<bool> MoveAsync(NpgsqlCommand command, PullPosition to, long rows, CancellationToken ct)
    {
        Add(command);
        command.Parameters.AddWithValue("xid", to.Xid);
#pragma warning disable S3265 // Npgsql documents Array | element as the way to name an array type
        command.Parameters.Add(new NpgsqlParameter("key", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = (object?)to.Key ?? DBNull.Value });
#pragma warning restore S3265
        command.Parameters.AddWithValue("cluster", to.Cluster!);
        command.Parameters.AddWithValue("rows", rows);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    private NpgsqlCommand Command(string name)
    {
        var command = loader.CreateCommand(Sql(name));
        Add(command);
        return command;
    }

    private void Add(NpgsqlCommand command)
    {
        command.Parameters.AddWithValue("name", source.Name);
        command.Parameters.AddWithValue("token", _token);
        command.Parameters.AddWithValue("lease", lease);
    }

    private static string Sql(string name) => SqlResource.Read(typeof(PullStore).Assembly, $"Sql/Pull/{name}.sql");
}
