using System.Text;

namespace FinancingPlatform.Scoring.Features;

/// <summary>Ring features in the compiled statement (闭环特征): the ring of the authorisation's own bank, and no statement about days before the search.</summary>
internal static class RingColumns
{
    public const string Unknown = "; or rings had not been looked for by then";

    public static string Of(Feature feature, string column) =>
        $"case when (select r.as_of from scoring.ring_run r where r.kind = '{Kind(feature)}') <= @as_of then coalesce({Table(feature)}.{column}, 0) end";

    public static void Join(StringBuilder sql, IReadOnlyList<Feature> features)
    {
        foreach (var feature in features.Where(f => f.Aggregate is Aggregate.RingSize or Aggregate.RingAmount).DistinctBy(Kind))
        {
            sql.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                left join scoring.ring_member {Table(feature)}
                    on {Table(feature)}.enterprise_id = s.enterprise_id
                    and {Table(feature)}.kind = '{Kind(feature)}'
                    and {Table(feature)}.bank_uscc = (select a.bank_uscc from consent.authorisation a where a.id = s.authorisation_id)

                """);
        }
    }

    private static string Kind(Feature feature) => feature.Item == Items.Sales ? "invoice" : "guarantee";

    private static string Table(Feature feature) => "ring_" + Kind(feature);
}
