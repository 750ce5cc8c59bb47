using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Keys;
using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>Where seals go (封印去向).</summary>
/// <param name="Party">The sealer's name in the exchange.</param>
/// <param name="FileStore">Folder of seal files, apart from the database.</param>
/// <param name="Destination">Node that gets a copy of each; null at the top.</param>
public sealed record SealPlaces(string Party, string FileStore, string? Destination);

/// <summary>The message <c>audit-seal</c> (封印报文).</summary>
/// <param name="Party">Whose chain.</param>
/// <param name="SealNo">Number of the seal.</param>
/// <param name="Seal">Compact JWS.</param>
public sealed record AuditSealMessage(
    [property: JsonPropertyName("party")] string Party,
    [property: JsonPropertyName("seal_no")] long SealNo,
    [property: JsonPropertyName("seal")] string Seal)
{
    /// <summary>The kind of message.</summary>
    public const string Kind = "audit-seal";
}

/// <summary>
/// Seals the audit chain (审计封印): a Merkle root over every link since the last seal, signed, kept in a file and sent up, so that nobody who
/// owns the database can change or cut what was sealed.
/// </summary>
public sealed class AuditSealer(NpgsqlDataSource source, SigningKey key, SealPlaces places, TimeProvider clock)
{
    /// <summary>Seals what is new.</summary>
    /// <returns>The seal; null when nothing happened since the last.</returns>
    public async Task<AuditSeal?> SealAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        // One snapshot: tips and links belong together while writers go on.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var last = await LastAsync(connection, ct);
        var number = (last?.SealNo ?? 0) + 1;
        var seal = Unrecorded(number, last) ?? await MakeAsync(connection, number, last, ct);
        if (seal is null)
        {
            return null;
        }

        var statement = Statement(seal.Jws);
        await RecordAsync(connection, transaction, seal, statement, ct);
        if (places.Destination is { } destination)
        {
            var payload = JsonSerializer.SerializeToUtf8Bytes(new AuditSealMessage(places.Party, number, seal.Jws));
            await Outbox.EnqueueAsync(
                connection, transaction, new OutboxMessage(Guid.CreateVersion7(), destination, "audit-seal:" + places.Party, AuditSealMessage.Kind, payload), ct);
        }

        if (SealFiles.Read(places.FileStore, number) is null)
        {
            await SealFiles.WriteAsync(places.FileStore, seal, ct);
        }

        await transaction.CommitAsync(ct);
        return seal;
    }

    /// <summary>A seal whose file was written before the commit was lost: links never change, so it still says the truth.</summary>
    private AuditSeal? Unrecorded(long number, AuditSeal? last)
    {
        if (SealFiles.Read(places.FileStore, number) is not { } jws)
        {
            return null;
        }

        var statement = Statement(jws);
        return statement.SealNo == number && statement.Previous == (last is null ? null : SealStatement.DigestOf(last.Jws))
            ? new AuditSeal(number, jws)
            : throw new InvalidOperationException($"Seal file {number} in {places.FileStore} does not follow seal {number - 1} of the database: run fp audit verify.");
    }

    private async Task<AuditSeal?> MakeAsync(NpgsqlConnection connection, long number, AuditSeal? last, CancellationToken ct)
    {
        var ranges = await NewLinksAsync(connection, ct);
        if (ranges.Count == 0)
        {
            return null;
        }

        var root = new MerkleRoot();
        foreach (var range in ranges)
        {
            await AddLeavesAsync(connection, range, root, ct);
        }

        var now = clock.GetUtcNow();
        var statement = new SealStatement(
            number, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)), root.Count, Convert.ToHexStringLower(root.Root()),
            last is null ? null : SealStatement.DigestOf(last.Jws), ranges);
        return new AuditSeal(number, statement.Sign(key));
    }

    private SealStatement Statement(string jws) =>
        SealStatement.Verify(jws, [new VerificationKey(key.Kid, key.Use, key.Key)])
        ?? throw new InvalidOperationException($"A seal in {places.FileStore} is not signed by key {key.Kid}: run fp audit verify.");

    private static async Task<AuditSeal?> LastAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select seal_no, jws from audit.seal order by seal_no desc limit 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new AuditSeal(reader.GetInt64(0), reader.GetString(1)) : null;
    }

    private static async Task<List<SealedRange>> NewLinksAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(AuditSealer).Assembly, "Sql/Audit/new_links.sql"), connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ranges = new List<SealedRange>();
        while (await reader.ReadAsync(ct))
        {
            ranges.Add(new SealedRange(reader.GetInt16(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return ranges;
    }

    private static async Task AddLeavesAsync(NpgsqlConnection connection, SealedRange range, MerkleRoot root, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select row_hash from audit.event where chain = $1 and seq between $2 and $3 order by seq", connection)
        {
            Parameters = { new() { Value = (short)range.Chain }, new() { Value = range.From }, new() { Value = range.To } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            root.Add(await reader.GetFieldValueAsync<byte[]>(0, ct));
        }
    }

    private static async Task RecordAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AuditSeal seal, SealStatement statement, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select audit.record_seal($1, $2, $3, $4, $5, $6, $7)", connection, transaction)
        {
            Parameters =
            {
                new() { Value = seal.SealNo },
                new() { Value = statement.SealedAt.ToUniversalTime() },
                new() { Value = statement.Events },
                new() { Value = Convert.FromHexString(statement.Root) },
                new() { Value = seal.Jws },
                new() { Value = statement.Ranges.Select(range => (short)range.Chain).ToArray() },
                new() { Value = statement.Ranges.Select(range => range.To).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
