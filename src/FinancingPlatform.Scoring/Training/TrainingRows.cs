using System.Globalization;
using System.Security.Cryptography;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using Npgsql;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A set of training rows that was written (训练数据).</summary>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Bad">Those that turned out bad.</param>
/// <param name="Unknown">Outcomes of enterprises that the city does not score; left out.</param>
/// <param name="Features">Columns that a model may look at.</param>
/// <param name="Sha256">Digest of the file; a pack trained on it is registered by it.</param>
public sealed record TrainingRowsResult(long Rows, long Bad, long Unknown, int Features, string Sha256);

/// <summary>
/// Makes training rows of the city's own records (训练数据生成; rule B1): for each outcome the features as they were known on its day, of what is not
/// removed now. The outcome stays whatever was removed. Public items only: a table on disk could not follow the revocation of an authorisation.
/// </summary>
public static class TrainingRows
{
    /// <summary>Subject's column; one subject is never in two folds (rule C2).</summary>
    public const string Group = "uscc";

    /// <summary>Column of the day of observation.</summary>
    public const string Time = "observed_on";

    /// <summary>Column of the outcome.</summary>
    public const string Label = "bad";

    /// <summary>Writes the table and enters its digest in the register.</summary>
    /// <param name="worker">Role worker.</param>
    /// <param name="outcomes">Whose rows, of which days.</param>
    /// <param name="path">The file; replaced.</param>
    /// <param name="progress">Share of the days done.</param>
    /// <param name="ct">Cancels; the register then has no entry.</param>
    public static async Task<Result<TrainingRowsResult>> WriteAsync(
        NpgsqlDataSource worker, IReadOnlyList<Outcome> outcomes, string path, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(outcomes);
        await using var connection = await worker.OpenConnectionAsync(ct);
        // One view of the city for all days: a removal in between is in every row or in none.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var enterprises = await EnterprisesAsync(connection, outcomes, ct);
        var (rows, bad) = (0L, 0L);
        var days = outcomes.Where(o => enterprises.ContainsKey(o.Uscc)).GroupBy(o => o.ObservedOn).OrderBy(day => day.Key).ToList();
        await using (var writer = new StreamWriter(path) { NewLine = "\n" })
        {
            await writer.WriteLineAsync(string.Join(',', Schema().Columns.Select(c => c.Name)).AsMemory(), ct);
            for (var i = 0; i < days.Count; i++)
            {
                var labels = days[i].ToDictionary(o => enterprises[o.Uscc]);
                await foreach (var (enterprise, row) in DayAsync(connection, days[i].Key, [.. labels.Keys.Order()], ct))
                {
                    await writer.WriteLineAsync(Line(labels[enterprise], row).AsMemory(), ct);
                    rows++;
                    bad += labels[enterprise].IsBad ? 1 : 0;
                }

                progress?.Report((i + 1d) / days.Count);
            }
        }

        if (rows == 0)
        {
            File.Delete(path);
            return ScoringError.Table("uscc", "没有一家企业在本市评分范围内", "none of the enterprises is scored by this city");
        }

        var sha256 = await DigestAsync(path, ct);
        await RegisterAsync(connection, transaction, sha256, rows, FeatureCatalogue.Public, ct);
        await transaction.CommitAsync(ct);
        return new TrainingRowsResult(rows, bad, outcomes.Count - rows, FeatureCatalogue.Public.Count, Convert.ToHexStringLower(sha256));
    }

    /// <summary>The schema file of such a table.</summary>
    public static ModelSchema Schema() => new(
        [
            new SchemaColumn(Group, ColumnRole.Group, ColumnType.Category),
            new SchemaColumn(Time, ColumnRole.Time, ColumnType.Date),
            .. FeatureCatalogue.Public.Select(f => new SchemaColumn(f.Name, ColumnRole.Feature, ColumnType.Number, f.Direction)),
            new SchemaColumn(Label, ColumnRole.Label),
        ],
        new SchemaLabel(Label, ["1"]));

    /// <summary>SHA-256 of a table's file.</summary>
    public static async Task<byte[]> DigestAsync(string path, CancellationToken ct = default)
    {
        await using var file = File.OpenRead(path);
        return await SHA256.HashDataAsync(file, ct);
    }

    internal static async Task<Dictionary<string, long>> EnterprisesAsync(NpgsqlConnection connection, IReadOnlyList<Outcome> outcomes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select e.uscc, e.id from registry.enterprise e where e.in_city and e.uscc = any ($1)", connection)
        {
            Parameters = { new() { Value = outcomes.Select(o => o.Uscc).Distinct(StringComparer.Ordinal).ToArray() } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetString(0)] = reader.GetInt64(1);
        }

        return found;
    }

    private static async IAsyncEnumerable<(long Enterprise, float[] Row)> DayAsync(
        NpgsqlConnection connection, DateOnly day, long[] enterprises, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var scope = new FeatureScope(day, China.StartOf(day.AddDays(1)), enterprises);
        var rows = new List<(long, float[])>(enterprises.Length);
        await using var command = FeatureRows.Command(connection, FeatureSql.Compile(PackKind.Public, FeatureCatalogue.Public), scope);
        await FeatureRows.ReadAsync(command, FeatureCatalogue.Public.Count, (subject, row, _) =>
        {
            rows.Add((subject.EnterpriseId, [.. row]));
            return ValueTask.CompletedTask;
        }, ct);
        // In an order of its own, so that the same city gives the same bytes.
        foreach (var row in rows.OrderBy(r => r.Item1))
        {
            yield return row;
        }
    }

    private static string Line(Outcome outcome, float[] row) => string.Join(
        ',',
        [
            outcome.Uscc,
            outcome.ObservedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            .. row.Select(v => float.IsNaN(v) ? string.Empty : v.ToString(CultureInfo.InvariantCulture)),
            outcome.IsBad ? "1" : "0",
        ]);

    internal static async Task RegisterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] sha256, long rows, IReadOnlyList<Feature> features, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "insert into scoring.training_rows (sha256, built_at, rows, items) values ($1, now(), $2, $3) on conflict (sha256) do nothing", connection, transaction)
        {
            Parameters =
            {
                new() { Value = sha256 },
                new() { Value = rows },
                new() { Value = features.Select(f => f.Item).Where(i => i.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray() },
            },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
