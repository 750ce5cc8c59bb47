using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>
/// Keeps full scores in step with authorisations (评分维护; rule A2): computes those that a new authorisation waits for, and erases
/// those whose authorisation ended by time or use. Revocation and pause erase in their own transaction. The worker runs it in a loop.
/// </summary>
/// <param name="source">As database role worker.</param>
/// <param name="run">Scores by the champions.</param>
/// <param name="clock">Now.</param>
/// <param name="beside">Scores the same enterprises by the packs that run beside the champions; null when there are none.</param>
public sealed class ScoreUpkeep(NpgsqlDataSource source, ScoreRun run, TimeProvider clock, Func<long[], CancellationToken, Task<long>>? beside = null)
{
    /// <summary>Enterprises scored in one turn.</summary>
    public const int BatchSize = 200;

    private long? _swept;

    /// <summary>How often the worker calls: an authorisation's score is there about this long after it is signed.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often all full scores are held against their authorisations; rule A2 allows a minute.</summary>
    public static TimeSpan SweepInterval { get; } = TimeSpan.FromSeconds(20);

    /// <summary>One turn; answers how many scores it computed or erased. Above zero there may be more to do at once.</summary>
    public async Task<long> RunOnceAsync(CancellationToken ct = default)
    {
        var done = await ScoreWaitingAsync(ct);
        if (_swept is not { } last || clock.GetElapsedTime(last) >= SweepInterval)
        {
            done += await SweepAsync(ct);
            _swept = clock.GetTimestamp();
        }

        return done;
    }

    /// <summary>Erases every full score whose authorisation is no longer live; answers how many.</summary>
    public async Task<long> SweepAsync(CancellationToken ct = default)
    {
        await using var sweep = source.CreateCommand(SqlResource.Read(typeof(ScoreUpkeep).Assembly, "Sql/Scores/sweep.sql"));
        return await sweep.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> ScoreWaitingAsync(CancellationToken ct)
    {
        var waiting = new List<(long Enterprise, DateTime Since)>();
        await using (var read = source.CreateCommand("select p.enterprise_id, p.since from scoring.pending p order by p.since limit @most"))
        {
            read.Parameters.Add(new("most", BatchSize));
            await using var reader = await read.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                waiting.Add((reader.GetInt64(0), reader.GetDateTime(1)));
            }
        }

        if (waiting.Count == 0)
        {
            return 0;
        }

        // Deleted only after the scores are there: a crash in between computes them again.
        long[] enterprises = [.. waiting.Select(w => w.Enterprise)];
        var result = await run.ForEnterprisesAsync(enterprises, ct);
        if (beside is not null)
        {
            await beside(enterprises, ct);
        }

        await using var delete = source.CreateCommand("delete from scoring.pending p using unnest(@enterprises, @since) as w (enterprise_id, since) where p.enterprise_id = w.enterprise_id and p.since = w.since");
        delete.Parameters.Add(new("enterprises", waiting.Select(w => w.Enterprise).ToArray()));
        delete.Parameters.Add(new("since", waiting.Select(w => w.Since).ToArray()));
        await delete.ExecuteNonQueryAsync(ct);
        return result.Scored;
    }
}
