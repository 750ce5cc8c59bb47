using System.Text;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Features;

/// <summary>
/// Compiles features to one set-based statement (特征编译), the same for one enterprise as for all. It reads credit records only
/// through the views of this part, which hold item mode and live authorisation (rule A2): nothing else is readable to whoever
/// runs it. Parameters: <c>as_of date</c>, <c>known timestamptz</c>, <c>enterprises bigint[]</c> (null for all).
/// Columns: enterprise_id, authorisation_id, then the features as real, unknown as NULL.
/// </summary>
public static class FeatureSql
{
    /// <summary>Name of the query that holds the records known and not superseded then.</summary>
    internal const string Known = "known_record";

    /// <summary>The statement for the features of one kind of score.</summary>
    public static string Compile(PackKind kind, IReadOnlyList<Feature> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var items = ItemMeasures.Of(features);
        var sql = new StringBuilder("with subject as\n(\n").Append(Subjects(kind, items)).Append("),\n")
            .Append("delivered as\n(\n    select item from scoring.delivered_item where delivered_at <= @known\n)");
        if (items.Count > 0)
        {
            sql.Append(",\n").Append(Records(kind, items));
        }

        foreach (var item in items)
        {
            sql.Append(",\n").Append(item.Sql(kind));
        }

        sql.Append("\nselect s.enterprise_id, s.authorisation_id");
        foreach (var feature in features)
        {
            sql.Append(",\n    (").Append(FeatureExpression.Of(feature)).Append(")::real as ").Append(feature.Name);
        }

        sql.Append("\nfrom subject s\n");
        foreach (var item in items)
        {
            sql.Append("left join ").Append(item.Name).Append(" on ").Append(item.Name).Append(".enterprise_id = s.enterprise_id");
            sql.Append(kind == PackKind.Full ? $" and {item.Name}.authorisation_id = s.authorisation_id\n" : "\n");
        }

        RingColumns.Join(sql, features);
        return sql.ToString();
    }

    /// <summary>
    /// Every record that the pack looks at, read once: the items' own queries then read this and not the city's records again. Both
    /// the record's enterprise and the authorising one are named, because a condition on one is not carried to the other.
    /// </summary>
    private static string Records(PackKind kind, IReadOnlyList<ItemMeasures> items) =>
        $"""
         {Known} as materialized
         (
             select {(kind == PackKind.Full ? "r.authorisation_id, " : string.Empty)}r.enterprise_id, r.item, r.occurred_on, r.valid_until, r.amount, r.quantity, r.code, r.counterparty, r.started_on, r.ended_on,
                 {Sql.CountMonthsAgo}
             from scoring.{(kind == PackKind.Full ? "full_record" : "public_record")} r
             where r.item = any (array[{Names(items)}]::text[])
                 and {Sql.Within(items.Max(i => i.Months))}
                 and r.occurred_on <= @as_of
                 and r.known_at <= @known
                 and r.superseded_at > @known
                 and (@enterprises::bigint[] is null or r.enterprise_id = any (@enterprises))
                 {(kind == PackKind.Full ? "and (@enterprises::bigint[] is null or r.authorising_enterprise_id = any (@enterprises))" : string.Empty)}
         )
         """;

    private static string Names(IReadOnlyList<ItemMeasures> items) => string.Join(", ", items.Select(i => $"'{i.Item}'"));

    /// <summary>
    /// A full score needs every item that its pack reads: those that are not public must all be authorised together. The condition stands in
    /// a CASE because the planner takes a bare "is contained by" for true once in two hundred times, and it is the rule.
    /// </summary>
    private static string Subjects(PackKind kind, IReadOnlyList<ItemMeasures> items) => kind == PackKind.Full
        ? $"""
               select a.enterprise_id, a.authorisation_id, e.established_on, e.registered_capital_yuan
               from scoring.live_authorisation a
               join registry.enterprise e on e.id = a.enterprise_id
               where (@enterprises::bigint[] is null or a.enterprise_id = any (@enterprises))
                   and (@enterprises::bigint[] is null or e.id = any (@enterprises))
                   and case when array(select i from unnest(array[{Names(items)}]::text[]) i where i not in (select item from scoring.public_item)) <@ a.items then true end

           """
        : """
              select e.id as enterprise_id, null::uuid as authorisation_id, e.established_on, e.registered_capital_yuan
              from registry.enterprise e
              where e.in_city and (@enterprises::bigint[] is null or e.id = any (@enterprises))

          """;
}
