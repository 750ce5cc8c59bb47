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
    /// <summary>The statement for the features of one kind of score.</summary>
    public static string Compile(PackKind kind, IReadOnlyList<Feature> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var items = ItemMeasures.Of(features);
        var sql = new StringBuilder("with subject as\n(\n").Append(Subjects(kind, items)).Append("),\n")
            .Append("delivered as\n(\n    select item from scoring.delivered_item where delivered_at <= @known\n)");
        foreach (var item in items)
        {
            sql.Append(",\n").Append(item.PartySql(kind)).Append(",\n").Append(item.ItemSql(kind));
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

    /// <summary>A full score needs every item that its pack reads: those that are not public must all be authorised together.</summary>
    private static string Subjects(PackKind kind, IReadOnlyList<ItemMeasures> items) => kind == PackKind.Full
        ? $"""
               select a.enterprise_id, a.authorisation_id, e.established_on, e.registered_capital_yuan
               from scoring.live_authorisation a
               join registry.enterprise e on e.id = a.enterprise_id
               where (@enterprises::bigint[] is null or a.enterprise_id = any (@enterprises))
                   and array(select i from unnest(array[{string.Join(", ", items.Select(i => $"'{i.Item}'"))}]::text[]) i where i not in (select item from scoring.public_item)) <@ a.items

           """
        : """
              select e.id as enterprise_id, null::uuid as authorisation_id, e.established_on, e.registered_capital_yuan
              from registry.enterprise e
              where e.in_city and (@enterprises::bigint[] is null or e.id = any (@enterprises))

          """;
}
