using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Scoring.Register;

/// <summary>
/// Computes a pack beside the champion (并行评分): the same statement, the same day, the same enterprises and authorisations, into a table of its own.
/// Runs as database role worker, through the same views (rule A2).
/// </summary>
public sealed class ParallelRun(NpgsqlDataSource source, PackShelf shelf, TimeProvider clock)
{
    private static readonly JsonSerializerOptions s_reasonJson = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string s_stage = SqlResource.Read(typeof(ParallelRun).Assembly, "Sql/Register/stage.sql");
    private static readonly string s_take = SqlResource.Read(typeof(ParallelRun).Assembly, "Sql/Register/take.sql");
    private static readonly string s_sweep = SqlResource.Read(typeof(ParallelRun).Assembly, "Sql/Register/sweep.sql");

    /// <summary>Scores all enterprises, or the named ones; answers how many scores.</summary>
    /// <param name="sha256">Digest of a registered pack.</param>
    /// <param name="enterprises">Null for all.</param>
    /// <param name="ct">Cancels; nothing of a broken run is seen.</param>
    public async Task<Result<long>> RunAsync(string sha256, IReadOnlyList<long>? enterprises = null, CancellationToken ct = default)
    {
        if (shelf.Find(sha256) is not { } found)
        {
            return new Error(ErrorKind.NotFound, "pack-not-at-hand", $"评分包 {sha256} 不在本机的模型目录中。", $"Pack {sha256} does not lie in this machine's models folder.");
        }

        var pack = PlatformPack.Of(found, found.Manifest.Kind);
        return pack.IsOk ? await ScoreAsync(pack.Value, enterprises, ct) : pack.Error;
    }

    /// <summary>Erases parallel scores that nothing asks for any more: of an authorisation that ended, or of a pack that neither runs nor is kept to.</summary>
    public async Task<int> SweepAsync(CancellationToken ct = default)
    {
        await using var sweep = source.CreateCommand(s_sweep);
        return await sweep.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> ScoreAsync(PlatformPack pack, IReadOnlyList<long>? enterprises, CancellationToken ct)
    {
        var (run, now) = (Guid.NewGuid(), clock.GetUtcNow());
        var scope = new FeatureScope(China.Today(clock), now, enterprises is null ? null : [.. enterprises]);
        await using var reading = await source.OpenConnectionAsync(ct);
        await using var writing = await source.OpenConnectionAsync(ct);
        await using var transaction = await writing.BeginTransactionAsync(ct);
        await using (var copy = await writing.BeginBinaryImportAsync(s_stage, ct))
        {
            var reasons = new ReasonFinder(pack.Pack);
            await using var features = FeatureRows.Command(reading, pack.Sql, scope);
            await FeatureRows.ReadAsync(features, pack.Features.Count, (subject, row, token) => StageAsync(copy, run, pack.Pack, reasons, subject, row, token), ct);
            await copy.CompleteAsync(ct);
        }

        var manifest = pack.Pack.Manifest;
        await using var take = new NpgsqlCommand(s_take, writing, transaction) { CommandTimeout = FeatureRows.TimeoutSeconds };
        take.Parameters.AddWithValue("run", run);
        take.Parameters.AddWithValue("kind", PackRegister.KindOf(pack.Pack));
        take.Parameters.AddWithValue("pack", manifest.Name);
        take.Parameters.AddWithValue("pack_version", manifest.Version);
        take.Parameters.AddWithValue("pack_sha256", pack.Pack.Sha256);
        take.Parameters.AddWithValue("pack_items", pack.Items);
        take.Parameters.AddWithValue("demonstration", manifest.Demonstration);
        take.Parameters.AddWithValue("as_of", scope.AsOf);
        take.Parameters.AddWithValue("now", now);
        var taken = (long)(await take.ExecuteScalarAsync(ct))!;
        await transaction.CommitAsync(ct);
        return taken;
    }

    private static async ValueTask StageAsync(NpgsqlBinaryImporter copy, Guid run, ScoringPack pack, ReasonFinder reasons, FeatureSubject subject, float[] row, CancellationToken ct)
    {
        var score = pack.Score(row);
        var inputs = ScoreInputs.Write(pack, row);
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(run, NpgsqlDbType.Uuid, ct);
        await copy.WriteAsync(subject.EnterpriseId, NpgsqlDbType.Bigint, ct);
        if (subject.AuthorisationId is { } authorisation)
        {
            await copy.WriteAsync(authorisation, NpgsqlDbType.Uuid, ct);
        }
        else
        {
            await copy.WriteNullAsync(ct);
        }

        await copy.WriteAsync((double)score.Margin, NpgsqlDbType.Double, ct);
        await copy.WriteAsync(score.Points, NpgsqlDbType.Integer, ct);
        await copy.WriteAsync(score.Grade, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(ScoreInputs.Digest(pack, inputs), NpgsqlDbType.Bytea, ct);
        await copy.WriteAsync(inputs, NpgsqlDbType.Jsonb, ct);
        await copy.WriteAsync(JsonSerializer.Serialize(reasons.Find(row), s_reasonJson), NpgsqlDbType.Jsonb, ct);
    }
}
