using System.Globalization;

namespace FinancingPlatform.Scoring.Features;

/// <summary>
/// From an item's measures to a feature's number. NULL is unknown; zero is said only where zero is known. Counts are whole numbers, so a share of two
/// of them says numeric.
/// </summary>
internal static class FeatureExpression
{
    public static string Of(Feature feature)
    {
        var months = feature.WindowMonths;
        var of = new Slice(feature);
        string M(string kind) => ItemMeasures.Column(feature.Item, of.Name(kind, months));
        string Zero(string kind) => $"coalesce({M(kind)}, 0)";
        return feature.Aggregate switch
        {
            Aggregate.Sum => Silent(feature, Zero("sum")),
            Aggregate.Count => Silent(feature, Zero("count")),
            Aggregate.Mean => $"{M("sum")} / nullif({M("filled")}, 0)",
            Aggregate.Largest => Silent(feature, Zero("largest")),
            Aggregate.Latest => M("latest"),
            Aggregate.Parties => Silent(feature, Zero("parties")),
            Aggregate.TopPartyShare => $"{M("top")} / nullif({M("positive")}, 0)",
            Aggregate.PartyConcentration => $"{M("squares")} / nullif({M("positive")} * {M("positive")}, 0)",
            Aggregate.NewPartyShare => $"{M("new_parties")}::float8 / nullif({M("later_parties")}, 0)",
            Aggregate.LostPartyShare => $"{M("lost_parties")}::float8 / nullif({M("earlier_parties")}, 0)",
            Aggregate.ActiveMonths => Silent(feature, $"coalesce(bit_count({M("months")}::bit(32)), 0)"),
            Aggregate.DaysSinceLast => $"@as_of::date - {ItemMeasures.Column(feature.Item, of.LastDay().Name)}",
            Aggregate.VoidedShare => $"{M("voided")}::numeric / nullif({M("all")}, 0)",
            Aggregate.RedShare => $"{Zero("red")} / nullif({M("black")}, 0)",
            Aggregate.CodeShare => $"{M("count")}::numeric / nullif({ItemMeasures.Column(feature.Item, of.Name("every", months))}, 0)",
            Aggregate.Trend => Trend(feature, of),
            Aggregate.PeakMonthShare => Monthly(feature, of, "max(m) / nullif(sum(m), 0)"),
            Aggregate.Variation => Monthly(feature, of, "stddev_pop(m) / nullif(avg(m), 0)"),
            Aggregate.MarginOnSales => OnSales(feature, of, (sales, own) => $"({sales} - {own}) / {sales}"),
            Aggregate.ShareOfSales => OnSales(feature, of, (sales, own) => $"{own} / {sales}"),
            Aggregate.InForce => Silent(feature, Zero("in_force")),
            Aggregate.AnyInForce => Silent(feature, $"case when {M("in_force")} > 0 then 1 else 0 end"),
            Aggregate.SumInForce => Silent(feature, Zero("sum_in_force")),
            Aggregate.RingSize => Silent(feature, RingColumns.Of(feature, "size")),
            Aggregate.RingAmount => Silent(feature, RingColumns.Of(feature, "amount_yuan")),
            Aggregate.YearsSinceEstablished => "case when s.established_on <= @as_of then (@as_of::date - s.established_on) / 365.25 end",
            Aggregate.RegisteredCapital => "s.registered_capital_yuan",
        };
    }

    /// <summary>
    /// Zero where silence means none: for a complete list once the city has received it, else for an enterprise with a record of the item at all.
    /// An enterprise without any has no row here, so its key is NULL.
    /// </summary>
    private static string Silent(Feature feature, string expression) => feature.Coverage == Coverage.CompleteList
        ? $"case when '{feature.Item}' in (select item from delivered) then {expression} end"
        : Known(feature, expression);

    private static string Known(Feature feature, string expression) =>
        $"case when {ItemMeasures.Column(feature.Item, "enterprise_id")} is not null then {expression} end";

    private static string Trend(Feature feature, Slice of)
    {
        var later = $"coalesce({ItemMeasures.Column(feature.Item, of.Name("sum", feature.WindowMonths / 2))}, 0)";
        var earlier = $"({ItemMeasures.Column(feature.Item, of.Name("sum", feature.WindowMonths))} - {later})";
        return $"case when {earlier} > 0 then {later} / {earlier} end";
    }

    /// <summary>Over the twelve months' sums, empty months as zero; unknown when the year's sum is not above zero.</summary>
    private static string Monthly(Feature feature, Slice of, string expression)
    {
        var sums = string.Join(", ", of.MonthlySums().Select(month => $"(coalesce({ItemMeasures.Column(feature.Item, month.Name)}, 0))"));
        return Known(feature, $"(select case when sum(m) > 0 then {expression} end from (values {sums}) as monthly (m))");
    }

    private static string OnSales(Feature feature, Slice of, Func<string, string, string> expression)
    {
        var sales = ItemMeasures.Column(Items.Sales, Sum(feature.WindowMonths));
        return Known(feature, $"case when {sales} > 0 then {expression(sales, $"coalesce({ItemMeasures.Column(feature.Item, of.Name("sum", feature.WindowMonths))}, 0)")} end");
    }

    private static string Sum(int months) => string.Create(CultureInfo.InvariantCulture, $"sum_{months}");
}
