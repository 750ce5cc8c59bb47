using System.Diagnostics;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using Npgsql;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>What a run is to do (评分批次).</summary>
/// <param name="Changed">Only enterprises with news since their last score.</param>
/// <param name="AsOf">Windows end here, and only what was known by the end of that day counts; null for now.</param>
public sealed record ScoreRunOptions(bool Changed = false, DateOnly? AsOf = null);

/// <summary>What a run did.</summary>
/// <param name="Scored">Scores computed, public and full.</param>
/// <param name="Changed">Those whose inputs or pack differ from before.</param>
/// <param name="AsOf">Windows ended here.</param>
/// <param name="Seconds">Wall clock.</param>
/// <param name="PeakMb">Peak memory of this process in 2^20 bytes.</param>
public sealed record ScoreRunResult(long Scored, long Changed, DateOnly AsOf, double Seconds, double PeakMb);

/// <summary>
/// Computes scores set-based (批量评分): features stream out of one statement for each slice of the city, are evaluated and explained in blocks of
/// rows, and each block goes back in one statement. Runs as database role worker.
/// </summary>
public sealed class ScoreRun(NpgsqlDataSource source, PlatformPacks packs, TimeProvider clock)
{
    /// <summary>Enterprises in one statement: an array parameter, not a table. A slice of a city of 600,000 is below it.</summary>
    public const int MaxEnterprisesPerStatement = 50_000;

    /// <summary>A smaller city is worked through in fewer statements than there are slices.</summary>
    private const int EnterprisesWorthAStatement = 10_000;

    /// <summary>So many are looked up in every slice at once.</summary>
    private const int FewEnterprises = 1_000;

    /// <summary>One more than the cores keeps the database busy while this program evaluates; further ones would only multiply memory.</summary>
    private const int MaxPartsAtOnce = 4;

    private static readonly string s_put = SqlResource.Read(typeof(ScoreRun).Assembly, "Sql/Scores/put.sql");

    /// <summary>Scores every enterprise of the city, or those with news.</summary>
    public async Task<ScoreRunResult> RunAsync(ScoreRunOptions options, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var started = clock.GetTimestamp();
        var scope = Scope(options.AsOf);
        var parts = await PartsAsync(options, scope, ct);
        var (scored, changed, done) = (0L, 0L, 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(MaxPartsAtOnce, Environment.ProcessorCount + 1), CancellationToken = ct };
        await Parallel.ForEachAsync(parts, parallel, async (part, token) =>
        {
            var own = await ScoreSliceAsync(part, scope, token);
            Interlocked.Add(ref scored, own.Scored);
            Interlocked.Add(ref changed, own.Changed);
            progress?.Report((double)Interlocked.Increment(ref done) / parts.Count);
        });
        progress?.Report(1);
        using var process = Process.GetCurrentProcess();
        return new ScoreRunResult(scored, changed, scope.AsOf, Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3), Math.Round(process.PeakWorkingSet64 / 1048576d, 1));
    }

    /// <summary>Scores one enterprise now: its public score, and a full one for each live authorisation that covers the pack's items.</summary>
    public Task<ScoreRunResult> ForEnterpriseAsync(long enterpriseId, CancellationToken ct = default) => ForEnterprisesAsync([enterpriseId], ct);

    /// <summary>The same for several enterprises at once.</summary>
    public async Task<ScoreRunResult> ForEnterprisesAsync(IReadOnlyList<long> enterpriseIds, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(enterpriseIds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(enterpriseIds.Count, MaxEnterprisesPerStatement);
        var started = clock.GetTimestamp();
        var scope = Scope(null) with { Enterprises = [.. enterpriseIds] };
        var total = Add(await ScoreAsync(packs.Public, scope, ct), await ScoreAsync(packs.Full, scope, ct));
        return new ScoreRunResult(total.Scored, total.Changed, scope.AsOf, clock.GetElapsedTime(started).TotalSeconds, 0);
    }

    private FeatureScope Scope(DateOnly? asOf)
    {
        var now = clock.GetUtcNow();
        var today = China.Today(clock);
        return asOf is { } day && day < today
            ? new FeatureScope(day, new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, ChinaOffset).ToUniversalTime(), null)
            : new FeatureScope(asOf ?? today, now, null);
    }

    /// <summary>Enterprises by the slice of the records that holds them, so that memory is bounded and no slice is read twice; a few news are one part.</summary>
    private async Task<IReadOnlyList<EnterpriseSlice>> PartsAsync(ScoreRunOptions options, FeatureScope scope, CancellationToken ct)
    {
        var some = options.Changed ? await ChangedEnterprises.FindAsync(source, packs, scope, ct) : null;
        return some is { Length: <= FewEnterprises }
            ? some.Length == 0 ? [] : [new EnterpriseSlice(some, some)]
            : await EnterpriseSlices.ReadAsync(source, some, MaxEnterprisesPerStatement, EnterprisesWorthAStatement, ct);
    }

    private async Task<(long Scored, long Changed)> ScoreSliceAsync(EnterpriseSlice slice, FeatureScope scope, CancellationToken ct)
    {
        var all = await ScoreAsync(packs.Public, scope with { Enterprises = slice.Enterprises }, ct);
        return slice.Authorised.Length == 0 ? all : Add(all, await ScoreAsync(packs.Full, scope with { Enterprises = slice.Authorised }, ct));
    }

    private async Task<(long Scored, long Changed)> ScoreAsync(PlatformPack pack, FeatureScope scope, CancellationToken ct)
    {
        await using var reading = await source.OpenConnectionAsync(ct);
        await using var snapshot = await FeatureRows.BeginAsync(reading, scope, ct);
        await using var writing = await source.OpenConnectionAsync(ct);
        await using var block = new ScoreBlock(pack.Pack, Put(writing, pack, scope));
        await using var features = FeatureRows.Command(reading, pack.Sql, scope);
        await FeatureRows.ReadAsync(features, pack.Features.Count, block.AddAsync, ct);
        await block.FlushAsync(ct);
        return (block.Scored, block.Changed);
    }

    private NpgsqlCommand Put(NpgsqlConnection connection, PlatformPack pack, FeatureScope scope)
    {
        var manifest = pack.Pack.Manifest;
        return new NpgsqlCommand(s_put, connection)
        {
            CommandTimeout = FeatureRows.TimeoutSeconds,
            Parameters =
            {
                new("kind", manifest.Kind == PackKind.Full ? "full" : "public"),
                new("pack", manifest.Name),
                new("pack_version", manifest.Version),
                new("pack_sha256", pack.Pack.Sha256),
                new("pack_items", pack.Items),
                new("demonstration", manifest.Demonstration),
                new("as_of", scope.AsOf),
                new("known", scope.Known),
                new("now", clock.GetUtcNow()),
            },
        };
    }

    private static readonly TimeSpan ChinaOffset = TimeSpan.FromHours(8);

    private static (long Scored, long Changed) Add((long Scored, long Changed) a, (long Scored, long Changed) b) => (a.Scored + b.Scored, a.Changed + b.Changed);
}
