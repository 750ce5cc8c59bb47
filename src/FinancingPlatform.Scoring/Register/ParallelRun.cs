using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using Npgsql;

namespace FinancingPlatform.Scoring.Register;

/// <summary>
/// Computes a pack beside the champion (并行评分): the same statement, the same day, the same enterprises and authorisations, into a table of its own.
/// Runs as database role worker, through the same views (rule A2).
/// </summary>
public sealed class ParallelRun(NpgsqlDataSource source, PackShelf shelf, TimeProvider clock)
{
    private static readonly string s_put = SqlResource.Read(typeof(ParallelRun).Assembly, "Sql/Register/put.sql");
    private static readonly string s_sweep = SqlResource.Read(typeof(ParallelRun).Assembly, "Sql/Register/sweep.sql");

    /// <summary>Scores all enterprises, or the named ones; answers how many scores.</summary>
    /// <param name="sha256">Digest of a registered pack.</param>
    /// <param name="enterprises">Null for all.</param>
    /// <param name="ct">Cancels; the blocks that were written stay, and the next run takes them over.</param>
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
        var scope = new FeatureScope(China.Today(clock), clock.GetUtcNow(), enterprises is null ? null : [.. enterprises]);
        await using var reading = await source.OpenConnectionAsync(ct);
        await using var snapshot = await FeatureRows.BeginAsync(reading, scope, ct);
        await using var writing = await source.OpenConnectionAsync(ct);
        await using var block = new ScoreBlock(pack.Pack, Put(writing, pack, scope));
        await using var features = FeatureRows.Command(reading, pack.Sql, scope);
        await FeatureRows.ReadAsync(features, pack.Features.Count, block.AddAsync, ct);
        await block.FlushAsync(ct);
        return block.Scored;
    }

    private static NpgsqlCommand Put(NpgsqlConnection connection, PlatformPack pack, FeatureScope scope)
    {
        var manifest = pack.Pack.Manifest;
        return new NpgsqlCommand(s_put, connection)
        {
            CommandTimeout = FeatureRows.TimeoutSeconds,
            Parameters =
            {
                new("kind", PackRegister.KindOf(pack.Pack)),
                new("pack", manifest.Name),
                new("pack_version", manifest.Version),
                new("pack_sha256", pack.Pack.Sha256),
                new("pack_items", pack.Items),
                new("demonstration", manifest.Demonstration),
                new("as_of", scope.AsOf),
                new("now", scope.Known),
            },
        };
    }
}
