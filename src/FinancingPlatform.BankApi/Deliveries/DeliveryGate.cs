using FinancingPlatform.BankApi.Http;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>The gate functions for deliveries (报送闸口): all that the role bank_api may do with them.</summary>
internal sealed class DeliveryGate(NpgsqlDataSource database)
{
    public Task<string> OpenAsync(string client, Guid id, string item, long rows, byte[]? sha256, CancellationToken ct) => CallAsync(
        "select credit.open_delivery($1, $2, $3, $4, $5)", ct, Text(client), Id(id), Text(item), new NpgsqlParameter<long> { TypedValue = rows }, Bytes(sha256));

    public Task<string> AddAsync(string client, Guid id, int n, int rows, byte[] sha256, byte[] body, CancellationToken ct) => CallAsync(
        "select credit.add_delivery_chunk($1, $2, $3, $4, $5, $6)", ct, Text(client), Id(id), Number(n), Number(rows), Bytes(sha256), Bytes(body));

    public Task<string> CompleteAsync(string client, Guid id, CancellationToken ct) =>
        CallAsync("select credit.complete_delivery($1, $2)", ct, Text(client), Id(id));

    public async Task<DeliveryAnswer?> StateAsync(string client, Guid id, CancellationToken ct)
    {
        var rejections = await RejectionsAsync(client, id, after: 0, DeliveryLimits.Rejections, ct);
        await using var state = Command(
            """
            select item, state, declared_rows, rows_received, next_chunk, error_code, error_zh, error_en,
                received, accepted_new, accepted_version, duplicate, withheld, rejected
            from credit.delivery_state($1, $2)
            """,
            Text(client), Id(id));
        await using var row = await state.ExecuteReaderAsync(ct);
        return !await row.ReadAsync(ct) ? null : new DeliveryAnswer(
            id, row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt32(4),
            row.IsDBNull(5) ? null : new DeliveryFault(row.GetString(5), row.GetString(6), row.GetString(7)),
            row.IsDBNull(8) ? null : new DeliveryBalance(row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13)),
            rejections);
    }

    /// <summary>Rejected rows after a line; none for a delivery that the client does not have.</summary>
    public async Task<IReadOnlyList<DeliveryRejection>> RejectionsAsync(string client, Guid id, long after, int most, CancellationToken ct)
    {
        var rejections = new List<DeliveryRejection>();
        await using var command = Command(
            "select line, field, rule, value, how_to_mend from credit.delivery_rejections($1, $2, $3, $4)",
            Text(client), Id(id), new NpgsqlParameter<long> { TypedValue = after }, Number(most));
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            rejections.Add(new DeliveryRejection(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)));
        }

        return rejections;
    }

    private async Task<string> CallAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        return (string)(await command.ExecuteScalarAsync(ct))!;
    }

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = database.CreateCommand(sql);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.AddRange(parameters);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<Guid> Id(Guid value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<byte[]?> Bytes(byte[]? value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };
}
