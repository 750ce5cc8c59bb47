using System.Globalization;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Features;

/// <summary>
/// What one pass over an item's records must gather. Two levels: per counterparty, then per enterprise, because concentration
/// needs the counterparties' sums and everything else can be merged from them.
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

    public string PartySql(PackKind kind)
    {
        var key = Key(kind);
        var measures = string.Concat(Measures.DistinctBy(m => m.PartialName).Select(m => $",\n        {m.Partial} as {m.PartialName}"));
        return $"""
                {Party} as
                (
                    select {key}, r.counterparty{measures}
                    from scoring.{(kind == PackKind.Full ? "full_record" : "public_record")} r
                    where r.item = '{Item}'
                        and r.occurred_on > {Sql.Back(Months)}
                        and r.occurred_on <= @as_of
                        and r.known_at <= @known
                        and r.superseded_at > @known
                        and (@enterprises::bigint[] is null or r.enterprise_id = any (@enterprises))
                        {(kind == PackKind.Full ? Branch : string.Empty)}
                    group by {key}, r.counterparty
                )
                """;
    }

    /// <summary>A full score's item comes from one branch of the view; a scalar sub-select is decided once, before any record is read.</summary>
    private string Branch =>
        $"and (@enterprises::bigint[] is null or r.authorising_enterprise_id = any (@enterprises)) and r.is_public = (select exists (select 1 from scoring.public_item p where p.item = '{Item}'))";

    public string ItemSql(PackKind kind)
    {
        var key = Key(kind);
        var measures = string.Concat(Measures.Select(m => $",\n        {m.Merge} as {m.Name}"));
        return $"{Name} as\n(\n    select {key}{measures}\n    from {Party} r\n    group by {key}\n)";
    }

    private static string Key(PackKind kind) => kind == PackKind.Full ? "r.enterprise_id, r.authorisation_id" : "r.enterprise_id";
}

/// <summary>Conditions that several measures share.</summary>
internal static class Sql
{
    public const string Valid = $"r.code is distinct from '{Items.Voided}'";

    /// <summary>Listed on the as-of date: shown since, not ended, and still within its public period.</summary>
    public const string InForce = "coalesce(r.started_on, r.occurred_on) <= @as_of and (r.ended_on is null or r.ended_on > @as_of) and (r.valid_until is null or r.valid_until >= @as_of)";

    /// <summary>Calendar months before the as-of month.</summary>
    public const string MonthsAgo =
        "((extract(year from @as_of::date) - extract(year from r.occurred_on)) * 12 + extract(month from @as_of::date) - extract(month from r.occurred_on))::int";

    public static string Back(int months) => string.Create(CultureInfo.InvariantCulture, $"(@as_of::date - interval '{months} months')::date");

    public static string Within(int months) => $"r.occurred_on > {Back(months)}";
}
