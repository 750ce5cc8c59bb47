using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Pushed;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Aggregation.Pushed;

/// <summary>A department that pushes through the gate functions, as the bank API's role does for it; and what became of its deliveries.</summary>
internal sealed class PushedDepartment(TestDatabase database, string client)
{
    public static async Task<PushedDepartment> CreateAsync(TestDatabase database, params string[] items)
    {
        var client = "department-" + Guid.NewGuid().ToString("N");
        await database.ExecuteAsync(
            """
            insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
            values ($1, '11370900MB0000000G', '虚构市场监管局', '{}', clock_timestamp(), 'department', $2)
            """, client, items);
        return new PushedDepartment(database, client);
    }

    /// <summary>Sends lines in chunks and completes the delivery.</summary>
    public async Task<Guid> PushAsync(string item, IReadOnlyList<string> lines, int linesOfChunk = 5000, byte[]? sha256 = null)
    {
        var id = Guid.NewGuid();
        (await OpenAsync(id, item, lines.Count, sha256)).ShouldBe("opened");
        var n = 0;
        foreach (var chunk in lines.Chunk(linesOfChunk))
        {
            (await AddAsync(id, ++n, chunk)).ShouldBe("added");
        }

        (await GateAsync("select credit.complete_delivery($1, $2)", client, id)).ShouldBe("completed");
        return id;
    }

    public Task<string> OpenAsync(Guid id, string item, long rows, byte[]? sha256 = null) =>
        GateAsync("select credit.open_delivery($1, $2, $3, $4, $5)", client, id, item, rows, new NpgsqlParameter<byte[]?> { TypedValue = sha256, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bytea });

    public Task<string> AddAsync(Guid id, int n, string[] lines)
    {
        var body = Bytes(lines);
        return GateAsync("select credit.add_delivery_chunk($1, $2, $3, $4, $5, $6)", client, id, n, lines.Length, SHA256.HashData(body), body);
    }

    public static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    public async Task<string> StateAsync(Guid id) => (await database.ScalarAsync<string>("select state from credit.delivery where id = $1", id))!;

    public Task<string?> ErrorAsync(Guid id) => database.ScalarAsync<string>("select error_code from credit.delivery where id = $1", id);

    public Task<long> BodiesAsync(Guid id) => database.ScalarAsync<long>("select count(*) from credit.delivery_chunk where delivery_id = $1 and body is not null", id);

    /// <summary>Rows of tax payments: valid ones of the enterprise, each its own fact.</summary>
    public static IReadOnlyList<string> TaxRows(string uscc, int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(i => $$"""{"uscc":"{{uscc}}","key":"K{{i}}","occurred_on":"2026-02-15","amount_yuan":"{{i}}.50","code":"paid"}""")];

    public static PushedImport Import(TestDatabase database, string folder) => new(
        database.Source(DatabaseRoles.Loader), new ImportOptions(database.As(DatabaseRoles.Loader), "3709"), folder);

    private async Task<string> GateAsync(string sql, params object[] parameters)
    {
        await using var command = database.Source(DatabaseRoles.BankApi).CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        return (string)(await command.ExecuteScalarAsync())!;
    }
}
