using System.Globalization;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Features;

/// <summary>
/// What must be gathered of an item's records. Where concentration is asked for, two levels: per counterparty, then per enterprise,
/// because it needs the counterparties' sums and everything else can be merged from them; otherwise one.
/// </summary>
internal sealed record ItemMeasures(string Item, int Months, IReadOnlyList<Measure> Measures)
{
    public string Name => "item_" + Item.Replace('-', '_');

    private string Party => "party_" + Item.Replace('-', '_');

    public static IReadOnlyList<ItemMeasures> Of(IReadOnlyList<Feature> features) =>
    [
        .. features.Where(f => f.Item.Length > 0)
            .SelectMany(f => f.Aggregate is Aggregate.MarginOnSales or Aggregate.ShareOfSales
                ? [(f.Item, Feature: f), (Item: Items.Sales, Feature: f with { Item = Items.Sales, Aggregate = Aggregate.Sum, Code = null, ByQuantity = false, Coverage = Coverage.OwnRecords })]
                : new[] { (f.Item, Feature: f) })
            .GroupBy(pair => pair.Item)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ItemMeasures(
                group.Key,
                group.Max(pair => pair.Feature.Coverage == Coverage.OwnRecords ? Feature.CoverageMonths : pair.Feature.WindowMonths),
                [.. group.SelectMany(pair => Measure.For(pair.Feature)).DistinctBy(m => m.Name).OrderBy(m => m.Name, StringComparer.Ordinal)])),
    ];

    /// <summary>The name of a measure in the final select.</summary>
    public static string Column(string item, string measure) => $"item_{item.Replace('-', '_')}.{measure}";

    private bool NeedsParties => Measures.Any(m => m.IsOverParties);

    /// <summary>Named queries over <see cref="FeatureSql.Known"/>, the last of them one row for each subject with a record of the item.</summary>
    public string Sql(PackKind kind)
    {
        var key = Key(kind);
        if (!NeedsParties)
        {
            return Query(Kept(Name), key, string.Concat(Measures.Select(m => $",\n        {m.Direct} as {m.Name}")), key, Records);
        }

        var partials = string.Concat(Measures.DistinctBy(m => m.PartialName).Select(m => $",\n        {m.Partial} as {m.PartialName}"));
        var merged = string.Concat(Measures.Select(m => $",\n        {m.Merge} as {m.Name}"));
        return Query($"{Party} as", $"{key}, r.counterparty", partials, $"{key}, r.counterparty", Records) + ",\n" + Query(Kept(Name), key, merged, key, $"{Party} r");
    }

    private string Records => $"{FeatureSql.Known} r\n    where r.item = '{Item}' and {Features.Sql.Within(Months)}";

    /// <summary>Gathered once: the planner takes every item for a single row, and would gather a plain query again for each enterprise.</summary>
    private static string Kept(string name) => name + " as materialized";

    private static string Query(string name, string columns, string measures, string group, string source) =>
        $"{name}\n(\n    select {columns}{measures}\n    from {source}\n    group by {group}\n)";

    private static string Key(PackKind kind) => kind == PackKind.Full ? "r.enterprise_id, r.authorisation_id" : "r.enterprise_id";
}

/// <summary>Conditions that several measures share.</summary>
internal static class Sql
{
    public const string Valid = $"r.code is distinct from '{Items.Voided}'";

    /// <summary>Listed on the as-of date: shown since, not ended, and still within its public period.</summary>
    public const string InForce = "coalesce(r.started_on, r.occurred_on) <= @as_of and (r.ended_on is null or r.ended_on > @as_of) and (r.valid_until is null or r.valid_until >= @as_of)";

    /// <summary>Calendar months before the as-of month; counted once for each record, because a year's monthly sums ask for it twelve times.</summary>
    public const string MonthsAgo = "r.months_ago";

    /// <summary>What <see cref="MonthsAgo"/> names. Not extract: its numeric takes three times as long.</summary>
    public const string CountMonthsAgo =
        "((date_part('year', @as_of::date) - date_part('year', r.occurred_on)) * 12 + date_part('month', @as_of::date) - date_part('month', r.occurred_on))::int as months_ago";

    public static string Back(int months) => string.Create(CultureInfo.InvariantCulture, $"(@as_of::date - interval '{months} months')::date");

    public static string Within(int months) => $"r.occurred_on > {Back(months)}";
}
