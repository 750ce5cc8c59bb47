using System.Globalization;

namespace FinancingPlatform.Scoring.Features;

/// <summary>From an item's measures to a feature's number. NULL is unknown; zero is said only where zero is known.</summary>
internal static class FeatureExpression
{
    public static string Of(Feature feature)
    {
        var months = feature.WindowMonths.ToString(CultureInfo.InvariantCulture);
        string M(string measure) => ItemMeasures.Column(feature.Item, measure);
        return feature.Aggregate switch
        {
            Aggregate.Sum => Known(feature, $"coalesce({M($"sum_{months}")}, 0)"),
            Aggregate.Count => Known(feature, $"coalesce({M($"count_{months}")}, 0)"),
            Aggregate.Parties => Known(feature, $"coalesce({M($"parties_{months}")}, 0)"),
            Aggregate.TopPartyShare => $"{M($"top_{months}")} / nullif({M($"positive_{months}")}, 0)",
            Aggregate.ActiveMonths => Known(feature, $"coalesce(bit_count({M($"months_{months}")}::bit(32)), 0)"),
            Aggregate.DaysSinceLast => $"@as_of::date - {M("latest")}",
            Aggregate.VoidedShare => $"{M($"voided_{months}")} / nullif({M($"all_{months}")}, 0)",
            Aggregate.RedShare => $"coalesce({M($"red_{months}")}, 0) / nullif({M($"black_{months}")}, 0)",
            Aggregate.Trend => Trend(feature),
            Aggregate.MarginOnSales => Margin(feature),
            Aggregate.InForce => Listed(feature, $"coalesce({M($"in_force_{months}")}, 0)"),
            Aggregate.AnyInForce => Listed(feature, $"case when {M($"in_force_{months}")} > 0 then 1 else 0 end"),
            Aggregate.YearsSinceEstablished => "case when s.established_on <= @as_of then (@as_of::date - s.established_on) / 365.25 end",
        };
    }

    /// <summary>An enterprise without any record of the item has no row here, so its key is NULL.</summary>
    private static string Known(Feature feature, string expression) =>
        $"case when {ItemMeasures.Column(feature.Item, "enterprise_id")} is not null then {expression} end";

    private static string Listed(Feature feature, string expression) =>
        $"case when '{feature.Item}' in (select item from delivered) then {expression} end";

    private static string Trend(Feature feature)
    {
        var later = $"coalesce({ItemMeasures.Column(feature.Item, $"sum_{feature.WindowMonths / 2}")}, 0)";
        var earlier = $"({ItemMeasures.Column(feature.Item, $"sum_{feature.WindowMonths}")} - {later})";
        return $"case when {earlier} > 0 then {later} / {earlier} end";
    }

    private static string Margin(Feature feature)
    {
        var sales = ItemMeasures.Column(Items.Sales, $"sum_{feature.WindowMonths}");
        return Known(feature, $"case when {sales} > 0 then ({sales} - coalesce({ItemMeasures.Column(feature.Item, $"sum_{feature.WindowMonths}")}, 0)) / {sales} end");
    }
}
