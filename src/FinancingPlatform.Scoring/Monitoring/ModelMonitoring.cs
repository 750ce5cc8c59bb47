using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Scores;
using Npgsql;

namespace FinancingPlatform.Scoring.Monitoring;

/// <summary>
/// Watches packs in use (模型监测): once a day, how far scores and features have moved from the first day that the pack scored this city, and, as
/// loans end well or badly, whether it ranks and means what it says. Figures only, no enterprise.
/// </summary>
/// <param name="source">As database role worker.</param>
/// <param name="shelf">Packs at hand.</param>
/// <param name="outcomes">
/// A query handed in by the part that knows loans: <c>enterprise_id bigint, bank_uscc text, disbursed_on date, is_bad boolean</c>, judged by rule C2.
/// </param>
/// <param name="clock">Now.</param>
public sealed class ModelMonitoring(NpgsqlDataSource source, PackShelf shelf, string outcomes, TimeProvider clock)
{
    /// <summary>Rows from which a baseline's deciles are taken.</summary>
    public const int BaselineRows = 20_000;

    private const string PointsMeasure = "points";
    private static readonly string s_packs = SqlResource.Read(typeof(ModelMonitoring).Assembly, "Sql/Monitoring/packs.sql");
    private static readonly string s_rows = SqlResource.Read(typeof(ModelMonitoring).Assembly, "Sql/Monitoring/rows.sql");
    private static readonly string s_sample = SqlResource.Read(typeof(ModelMonitoring).Assembly, "Sql/Monitoring/sample.sql");
    private static readonly string s_figure = SqlResource.Read(typeof(ModelMonitoring).Assembly, "Sql/Monitoring/figure.sql");
    private static readonly string s_baseline = SqlResource.Read(typeof(ModelMonitoring).Assembly, "Sql/Monitoring/baseline.sql");

    /// <summary>Figures of every pack that has scores and none of today yet; answers how many figures.</summary>
    public async Task<int> RunOnceAsync(CancellationToken ct = default)
    {
        var (today, figures) = (China.Today(clock), 0);
        foreach (var sha256 in await PacksAsync(today, ct))
        {
            if (shelf.Find(sha256) is { } pack)
            {
                figures += await StabilityAsync(pack, today, ct);
                figures += await OutcomesAsync(pack, today, ct);
            }
        }

        return figures;
    }

    private async Task<List<string>> PacksAsync(DateOnly today, CancellationToken ct)
    {
        await using var command = source.CreateCommand(s_packs);
        command.Parameters.AddWithValue("today", today);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var packs = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            packs.Add(reader.GetString(0));
        }

        return packs;
    }

    private async Task<int> StabilityAsync(ScoringPack pack, DateOnly today, CancellationToken ct)
    {
        string[] measures = [PointsMeasure, .. pack.Features.Select(f => f.Name)];
        var baseline = await BaselineAsync(pack, measures, today, ct);
        var counts = measures.ToDictionary(m => m, m => new long[baseline[m].Shares.Length], StringComparer.Ordinal);
        var rows = 0L;
        await foreach (var row in RowsAsync(pack, s_rows, ct))
        {
            rows++;
            for (var i = 0; i < measures.Length; i++)
            {
                counts[measures[i]][PopulationStability.Bin(baseline[measures[i]].Edges, row[i])]++;
            }
        }

        foreach (var measure in measures)
        {
            var index = PopulationStability.Index(baseline[measure].Shares, PopulationStability.Shares(counts[measure]));
            await WriteAsync(new MonitorFigure(pack.Sha256, today, measure, "psi", index, rows, null, PopulationStability.Level(index, rows)), ct);
        }

        return measures.Length;
    }

    /// <summary>The stored baseline; on a pack's first day this day becomes it.</summary>
    private async Task<Dictionary<string, Distribution>> BaselineAsync(ScoringPack pack, string[] measures, DateOnly today, CancellationToken ct)
    {
        var known = await ReadBaselineAsync(pack, ct);
        if (known.Count == measures.Length)
        {
            return known;
        }

        var sample = new List<double[]>();
        await foreach (var row in RowsAsync(pack, s_sample, ct))
        {
            sample.Add(row);
        }

        for (var i = 0; i < measures.Length; i++)
        {
            var column = i;
            var edges = PopulationStability.Edges(sample.Select(r => r[column]));
            var counts = new long[edges.Length + 2];
            sample.ForEach(r => counts[PopulationStability.Bin(edges, r[column])]++);
            known[measures[i]] = new Distribution(edges, PopulationStability.Shares(counts));
            await using var write = source.CreateCommand(s_baseline);
            write.Parameters.AddWithValue("pack", pack.Sha256);
            write.Parameters.AddWithValue("measure", measures[i]);
            write.Parameters.AddWithValue("as_of", today);
            write.Parameters.AddWithValue("edges", edges);
            write.Parameters.AddWithValue("shares", known[measures[i]].Shares);
            write.Parameters.AddWithValue("rows", (long)sample.Count);
            await write.ExecuteNonQueryAsync(ct);
        }

        return known;
    }

    private async Task<Dictionary<string, Distribution>> ReadBaselineAsync(ScoringPack pack, CancellationToken ct)
    {
        await using var command = source.CreateCommand("select b.measure, b.edges, b.shares from scoring.monitor_baseline b where b.pack_sha256 = @pack");
        command.Parameters.AddWithValue("pack", pack.Sha256);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var known = new Dictionary<string, Distribution>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            known[reader.GetString(0)] = new Distribution(reader.GetFieldValue<double[]>(1), reader.GetFieldValue<double[]>(2));
        }

        return known;
    }

    /// <summary>Points, then features, of each score of the pack.</summary>
    private async IAsyncEnumerable<double[]> RowsAsync(ScoringPack pack, string sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = Features.FeatureRows.TimeoutSeconds;
        command.Parameters.AddWithValue("pack", pack.Sha256);
        command.Parameters.AddWithValue("most", BaselineRows);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (ScoreInputs.Read(pack, reader.GetString(1)) is { } features)
            {
                yield return [reader.GetInt32(0), .. features.Select(f => (double)f)];
            }
        }
    }

    private async Task<int> OutcomesAsync(ScoringPack pack, DateOnly today, CancellationToken ct)
    {
        var seen = await ScoredOutcomes.ReadAsync(source, outcomes, pack, null, ct);
        var test = BackTest.Of(seen);
        await WriteAsync(new MonitorFigure(pack.Sha256, today, PointsMeasure, "auc", test.Auc, test.Rows, test.Bad, test.AucLevel), ct);
        await WriteAsync(new MonitorFigure(pack.Sha256, today, PointsMeasure, "calibration", test.CalibrationError, test.Rows, test.Bad, test.CalibrationLevel), ct);
        return 2;
    }

    private async Task WriteAsync(MonitorFigure figure, CancellationToken ct)
    {
        await using var write = source.CreateCommand(s_figure);
        write.Parameters.AddWithValue("pack", figure.PackSha256);
        write.Parameters.AddWithValue("as_of", figure.AsOf);
        write.Parameters.AddWithValue("measure", figure.Measure);
        write.Parameters.AddWithValue("figure", figure.Figure);
        write.Parameters.Add(new NpgsqlParameter<double?>("value", figure.Value));
        write.Parameters.AddWithValue("rows", figure.Rows);
        write.Parameters.Add(new NpgsqlParameter<long?>("bad", figure.Bad));
        write.Parameters.AddWithValue("level", figure.Level);
        await write.ExecuteNonQueryAsync(ct);
    }

    private sealed record MonitorFigure(string PackSha256, DateOnly AsOf, string Measure, string Figure, double? Value, long Rows, long? Bad, string Level);
}
