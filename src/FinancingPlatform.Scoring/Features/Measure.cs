namespace FinancingPlatform.Scoring.Features;

/// <summary>One number gathered on the way: what is gathered per counterparty (several measures may share it), and how counterparties' merge.</summary>
internal sealed record Measure(string Name, string PartialName, string Partial, string Merge)
{
    public static IEnumerable<Measure> For(Feature feature)
    {
        var months = feature.WindowMonths;
        return feature.Aggregate switch
        {
            Aggregate.Sum or Aggregate.MarginOnSales => [Sum(months)],
            Aggregate.Trend => [Sum(months), Sum(months / 2)],
            Aggregate.Parties => [Parties(months)],
            Aggregate.TopPartyShare => [Top(months), AllPositive(months)],
            Aggregate.Count => [Counted($"count_{months}", $"{Sql.Valid} and {Sql.Within(months)}")],
            Aggregate.ActiveMonths => [ActiveMonths(months)],
            Aggregate.DaysSinceLast => [new("latest", "latest", $"max(r.occurred_on) filter (where {Sql.Valid})", "max(r.latest)")],
            Aggregate.VoidedShare =>
            [
                Counted($"voided_{months}", $"not ({Sql.Valid}) and {Sql.Within(months)}"),
                Counted($"all_{months}", Sql.Within(months)),
            ],
            Aggregate.RedShare =>
            [
                Added($"red_{months}", $"sum(-r.amount) filter (where r.amount < 0 and {Sql.Valid} and {Sql.Within(months)})"),
                Added($"black_{months}", $"sum(r.amount) filter (where r.amount > 0 and {Sql.Valid} and {Sql.Within(months)})"),
            ],
            Aggregate.InForce or Aggregate.AnyInForce => [Counted($"in_force_{months}", $"{Sql.InForce} and {Sql.Within(months)}")],
            Aggregate.YearsSinceEstablished => [],
        };
    }

    private static Measure Sum(int months) => new($"sum_{months}", $"sum_{months}", SumOf(months), $"sum(r.sum_{months})");

    private static Measure Parties(int months) =>
        new($"parties_{months}", $"sum_{months}", SumOf(months), $"count(*) filter (where r.sum_{months} > 0 and r.counterparty is not null)");

    private static Measure Top(int months) =>
        new($"top_{months}", $"sum_{months}", SumOf(months), $"max(r.sum_{months}) filter (where r.sum_{months} > 0 and r.counterparty is not null)");

    private static Measure AllPositive(int months) =>
        new($"positive_{months}", $"sum_{months}", SumOf(months), $"sum(r.sum_{months}) filter (where r.sum_{months} > 0)");

    private static Measure ActiveMonths(int months) =>
        new($"months_{months}", $"months_{months}", $"bit_or(1 << {Sql.MonthsAgo}) filter (where {Sql.Valid} and {Sql.MonthsAgo} < {months})", $"bit_or(r.months_{months})");

    private static Measure Counted(string name, string condition) => Added(name, $"count(*) filter (where {condition})");

    private static Measure Added(string name, string partial) => new(name, name, partial, $"sum(r.{name})");

    private static string SumOf(int months) => $"sum(r.amount) filter (where {Sql.Valid} and {Sql.Within(months)})";
}
