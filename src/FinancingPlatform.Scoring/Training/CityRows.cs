using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Scoring.Training;

/// <summary>Rows of the city's own records, in memory (本市训练样本).</summary>
/// <param name="Table">Features, labels, days, and one group per enterprise.</param>
/// <param name="Features">The columns as the platform declares them.</param>
/// <param name="LeftOut">Outcomes without a row: the enterprise is not the city's, or no live training authorisation covers every item.</param>
/// <param name="Authorisations">Authorisations that the rows stand on.</param>
/// <param name="Sha256">Digest of the rows; a pack trained on them is registered by it.</param>
public sealed record CityRowsResult(ModelTable Table, IReadOnlyList<Feature> Features, int LeftOut, int Authorisations, byte[] Sha256);

/// <summary>
/// Rows that a city's own pack learns from (rules A2, A5, B1, C4). Items that are not public are read through views that hold the training leg: an
/// enterprise that gave none, or whose leg was revoked, paused or ended, has no row. The rows never touch a disk, so that none outlives a revocation.
/// </summary>
public static class CityRows
{
    /// <summary>Builds the rows and enters their digest, and the authorisations they stand on, in the register.</summary>
    /// <param name="worker">Role worker.</param>
    /// <param name="outcomes">Whose rows, of which days.</param>
    /// <param name="items">Items that are not public; none for a public pack.</param>
    /// <param name="progress">Share of the days done.</param>
    /// <param name="ct">Cancels; the register then has no entry.</param>
    public static async Task<Result<CityRowsResult>> BuildAsync(
        NpgsqlDataSource worker, IReadOnlyList<Outcome> outcomes, IReadOnlyList<string> items, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentNullException.ThrowIfNull(items);
        if (CheckItems(items) is { IsOk: false } refused)
        {
            return refused.Error;
        }

        var features = FeaturesOf(items);
        await using var connection = await worker.OpenConnectionAsync(ct);
        // One view of the city for all days: a removal or a revocation in between is in every row or in none.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var enterprises = await TrainingRows.EnterprisesAsync(connection, outcomes, ct);
        var sql = StatementOf(items, features);
        var (rows, grants) = (new List<CityRow>(), new HashSet<Guid>());
        var days = outcomes.Where(o => enterprises.ContainsKey(o.Uscc)).GroupBy(o => o.ObservedOn).OrderBy(day => day.Key).ToList();
        for (var i = 0; i < days.Count; i++)
        {
            var labels = days[i].ToDictionary(o => enterprises[o.Uscc], o => o.IsBad);
            await foreach (var row in DayAsync(connection, sql, features.Count, days[i].Key, labels, ct))
            {
                rows.Add(row);
                if (row.Authorisation is { } grant)
                {
                    grants.Add(grant);
                }
            }

            progress?.Report((i + 1d) / days.Count);
        }

        if (rows.Count == 0)
        {
            return items.Count == 0
                ? ScoringError.Table("outcomes", "没有可用于训练的企业", "there is no enterprise to learn from")
                : ScoringError.Table("outcomes", "没有企业在有效期内就这些目录项给出训练授权；查询授权不是训练授权", "no enterprise's live training authorisation covers these items; a look is not a training authorisation");
        }

        var groups = await CityGroups.ReadAsync(connection, [.. rows.Select(r => r.Enterprise)], ct);
        var sha256 = Digest(rows);
        await RegisterAsync(connection, transaction, sha256, rows.Count, features, grants, ct);
        await transaction.CommitAsync(ct);
        return new CityRowsResult(TableOf(rows, features) with { Fairness = groups }, features, outcomes.Count - rows.Count, grants.Count, sha256);
    }

    /// <summary>The items that are not public and that features read, in the order of their names.</summary>
    public static IReadOnlyList<string> Items { get; } = [.. FeatureCatalogue.Authorised.Select(f => f.Item).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The same items, or the error that names one that is none of <see cref="Items"/>; asked before anything is read.</summary>
    public static Result<string[]> CheckItems(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.FirstOrDefault(i => !Items.Contains(i)) is { } unknown)
        {
            return ScoringError.Table($"item {unknown}", "没有特征读取此目录项，或它是公开项", "no feature reads this item, or it is public: name items that need an authorisation");
        }

        return items.ToArray();
    }

    /// <summary>Features over public items and these; rings stand on other enterprises' authorisations to look, which are none to learn.</summary>
    private static IReadOnlyList<Feature> FeaturesOf(IReadOnlyList<string> items) =>
        [.. FeatureCatalogue.Authorised.Where(f => items.Contains(f.Item) && f.Aggregate is not (Aggregate.RingSize or Aggregate.RingAmount)), .. FeatureCatalogue.Public];

    /// <summary>The full score's own statement over what may be learnt from; a name that is no longer in it must not leave a look in its place.</summary>
    private static string StatementOf(IReadOnlyList<string> items, IReadOnlyList<Feature> features)
    {
        if (items.Count == 0)
        {
            return FeatureSql.Compile(PackKind.Public, features);
        }

        var sql = FeatureSql.Compile(PackKind.Full, features);
        foreach (var (look, learn) in new[] { ("scoring.full_record", "scoring.training_record"), ("scoring.live_authorisation", "scoring.training_authorisation") })
        {
            sql = sql.Contains(look, StringComparison.Ordinal)
                ? sql.Replace(look, learn, StringComparison.Ordinal)
                : throw new InvalidOperationException($"The statement of a full score does not name {look}.");
        }

        return sql;
    }

    private static async IAsyncEnumerable<CityRow> DayAsync(
        NpgsqlConnection connection, string sql, int width, DateOnly day, Dictionary<long, bool> labels, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var found = new List<CityRow>(labels.Count);
        var scope = new FeatureScope(day, China.StartOf(day.AddDays(1)), [.. labels.Keys.Order()]);
        await using var command = FeatureRows.Command(connection, sql, scope);
        await FeatureRows.ReadAsync(command, width, (subject, row, _) =>
        {
            found.Add(new CityRow(subject.EnterpriseId, subject.AuthorisationId, day, labels[subject.EnterpriseId], [.. row]));
            return ValueTask.CompletedTask;
        }, ct);
        // One row per enterprise, in an order of its own: several authorisations of one enterprise say the same of it.
        foreach (var row in found.OrderBy(r => r.Enterprise).ThenBy(r => r.Authorisation).DistinctBy(r => r.Enterprise))
        {
            yield return row;
        }
    }

    private static ModelTable TableOf(List<CityRow> rows, IReadOnlyList<Feature> features)
    {
        var groups = rows.Select(r => r.Enterprise).Distinct().Select((e, i) => (e, i)).ToDictionary(p => p.e, p => p.i);
        return new ModelTable(
            [.. features.Select(f => new SchemaColumn(f.Name, ColumnRole.Feature, ColumnType.Number, f.Direction))], [.. rows.SelectMany(r => r.Values)], rows.Count)
        {
            Labels = [.. rows.Select(r => r.IsBad ? 1f : 0f)],
            Groups = [.. rows.Select(r => groups[r.Enterprise])],
            Times = [.. rows.Select(r => (double)(r.Day.DayNumber - TableField.Epoch.DayNumber))],
        };
    }

    private static byte[] Digest(List<CityRow> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var cell = new byte[sizeof(float)];
        foreach (var row in rows)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{row.Enterprise}|{row.Day:yyyy-MM-dd}|{row.IsBad}\n")));
            foreach (var value in row.Values)
            {
                BinaryPrimitives.WriteSingleLittleEndian(cell, value);
                hash.AppendData(cell);
            }
        }

        return hash.GetHashAndReset();
    }

    private static async Task RegisterAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] sha256, int rows, IReadOnlyList<Feature> features, HashSet<Guid> grants, CancellationToken ct)
    {
        await TrainingRows.RegisterAsync(connection, transaction, sha256, rows, features, ct);
        await using var command = new NpgsqlCommand(
            "insert into scoring.training_grant (rows_sha256, authorisation_id) select $1, g from unnest($2) g on conflict do nothing", connection, transaction)
        {
            Parameters = { new() { Value = sha256 }, new() { Value = grants.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }

    private sealed record CityRow(long Enterprise, Guid? Authorisation, DateOnly Day, bool IsBad, float[] Values);
}
