using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Monitoring;
using FinancingPlatform.Scoring.Rings;
using FinancingPlatform.Scoring.Scores;
using Npgsql;

namespace FinancingPlatform.Scoring.Register;

/// <summary>The run that scores the city by the champions of the moment (在用评分): made anew when the register names others.</summary>
public sealed class ChampionRun(NpgsqlDataSource source, PackRegister register, TimeProvider clock)
{
    private (Champions Champions, ScoreRun Run)? _held;

    /// <summary>The run; the same object until a champion changes.</summary>
    public async Task<Result<ScoreRun>> CurrentAsync(CancellationToken ct = default)
    {
        var champions = await register.ChampionsAsync(ct);
        if (_held is { } held && held.Champions == champions)
        {
            return held.Run;
        }

        // One without the other may mean that another loop is between its two inserts: entering waits for each of them, and then both are there.
        if (champions.Public is null || champions.Full is null)
        {
            await register.EnterAsync(ct);
            champions = await register.ChampionsAsync(ct);
        }

        return register.PacksOf(champions).Map(packs =>
        {
            var run = new ScoreRun(source, packs, clock);
            _held = (champions, run);
            return run;
        });
    }
}

/// <summary>
/// Keeps the register at work (模型维护): enters new packs, scores the city again when a champion changes, computes challengers and kept versions
/// beside it once a day, erases what no authorisation covers any more, and measures drift. The worker runs it in a loop.
/// </summary>
public sealed class ModelUpkeep(
    NpgsqlDataSource source, PackRegister register, ChampionRun champions, ParallelRun parallel, JointInputs joint, RingSearch rings,
    ModelMonitoring monitoring, TimeProvider clock)
{
    private readonly Dictionary<string, DateOnly> _computed = new(StringComparer.Ordinal);
    private ScoreRun? _scored;
    private DateOnly _ringed;
    private (DateOnly Day, string Models) _joint;

    /// <summary>How often the worker calls; rule A2 allows a minute for what ended by time or use.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(20);

    /// <summary>One turn; answers what it did, or null when there was nothing to do.</summary>
    /// <exception cref="InvalidOperationException">A pack that the register names cannot be used; the message says which and why.</exception>
    public async Task<string?> RunOnceAsync(CancellationToken ct = default)
    {
        var entered = await register.EnterAsync(ct);
        var ringed = await RingsAsync(ct);
        var rescored = await RescoreAsync(ct);
        var beside = await BesideAsync(ct);
        beside += await JointAsync(ct);
        var swept = await parallel.SweepAsync(ct) + await joint.SweepAsync(ct);
        var figures = await monitoring.RunOnceAsync(ct);
        return entered + ringed + rescored + beside + swept + figures == 0
            ? null
            : $"{entered} packs entered, {ringed} enterprises in rings, {rescored} scores by a new champion, {beside} beside it, {swept} erased, {figures} figures";
    }

    private async Task<int> RingsAsync(CancellationToken ct)
    {
        var today = China.Today(clock);
        if (_ringed == today)
        {
            return 0;
        }

        var found = await rings.RunAsync(ct);
        _ringed = today;
        return found;
    }

    private async Task<long> RescoreAsync(CancellationToken ct)
    {
        var run = (await champions.CurrentAsync(ct)).Match(r => r, error => throw new InvalidOperationException(error.ToString()));
        if (ReferenceEquals(run, _scored))
        {
            return 0;
        }

        var scored = await IsOfOldChampionAsync(ct) ? (await run.RunAsync(new ScoreRunOptions(Changed: true), null, ct)).Scored : 0;
        _scored = run;
        return scored;
    }

    /// <summary>All joint models' features once a day, and those of a model that was activated meanwhile.</summary>
    private async Task<long> JointAsync(CancellationToken ct)
    {
        await using var read = source.CreateCommand("select coalesce(string_agg(m.id::text, ' ' order by m.id), '') from scoring.joint_model m where m.state = 'active'");
        var active = (China.Today(clock), (string)(await read.ExecuteScalarAsync(ct))!);
        if (_joint == active)
        {
            return 0;
        }

        var ready = await joint.RunAsync(null, ct);
        _joint = active;
        return ready;
    }

    private async Task<bool> IsOfOldChampionAsync(CancellationToken ct)
    {
        await using var read = source.CreateCommand(
            "select exists (select from scoring.pack_version p join scoring.score s on s.kind = p.kind and s.pack_sha256 <> p.sha256 where p.state = 'champion')");
        return (bool)(await read.ExecuteScalarAsync(ct))!;
    }

    private async Task<long> BesideAsync(CancellationToken ct)
    {
        var (today, scores) = (China.Today(clock), 0L);
        foreach (var sha256 in await register.ParallelAsync(ct))
        {
            // After a restart the day's run is made again: it takes over the same rows.
            if (_computed.GetValueOrDefault(sha256) != today)
            {
                scores += (await parallel.RunAsync(sha256, null, ct)).Match(n => n, error => throw new InvalidOperationException(error.ToString()));
                _computed[sha256] = today;
            }
        }

        return scores;
    }
}
