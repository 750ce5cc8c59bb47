namespace FinancingPlatform.Scoring.Features;

/// <summary>One number gathered on the way: what is gathered per counterparty (several measures may share it), and how counterparties' merge.</summary>
internal sealed record Measure(string Name, string PartialName, string Partial, string Merge)
{
    /// <summary>True when it needs the counterparties' sums and cannot be gathered in one step.</summary>
    public bool IsOverParties { get; init; }

    /// <summary>The same in one step for the whole enterprise.</summary>
    public string Direct => Partial;

    /// <summary>Months that <see cref="Aggregate.PeakMonthShare"/> and <see cref="Aggregate.Variation"/> look at: a whole year, so that seasons even out.</summary>
    public const int MonthsOfYear = 12;

    public static IEnumerable<Measure> For(Feature feature)
    {
        var months = feature.WindowMonths;
        var of = new Slice(feature);
        return feature.Aggregate switch
        {
            Aggregate.Sum or Aggregate.MarginOnSales or Aggregate.ShareOfSales => [of.Sum(months)],
            Aggregate.Trend => [of.Sum(months), of.Sum(months / 2)],
            Aggregate.Mean => [of.Sum(months), of.Filled(months)],
            Aggregate.Largest => [of.Largest(months)],
            Aggregate.Latest => [of.LatestDay(months), of.LatestValue(months)],
            Aggregate.Parties => [of.OverParties("parties", months, sum => $"count(*) filter (where {sum} > 0 and r.counterparty is not null)")],
            Aggregate.TopPartyShare =>
            [
                of.OverParties("top", months, sum => $"max({sum}) filter (where {sum} > 0 and r.counterparty is not null)"),
                of.OverParties("positive", months, sum => $"sum({sum}) filter (where {sum} > 0)"),
            ],
            Aggregate.PartyConcentration =>
            [
                of.OverParties("squares", months, sum => $"sum({sum} * {sum}) filter (where {sum} > 0)"),
                of.OverParties("positive", months, sum => $"sum({sum}) filter (where {sum} > 0)"),
            ],
            Aggregate.NewPartyShare or Aggregate.LostPartyShare => of.Turnover(months),
            Aggregate.Count => [of.Counted("count", months, of.Counts)],
            Aggregate.CodeShare => [of.Counted("count", months, of.Counts), of.Counted("every", months, Sql.Valid)],
            Aggregate.ActiveMonths => [of.ActiveMonths(months)],
            Aggregate.DaysSinceLast => [of.LastDay()],
            Aggregate.VoidedShare => [of.Counted("voided", months, $"not ({Sql.Valid})"), of.Counted("all", months, "true")],
            Aggregate.RedShare => [of.Added("red", months, "-r.amount", "r.amount < 0"), of.Added("black", months, "r.amount", "r.amount > 0")],
            Aggregate.PeakMonthShare or Aggregate.Variation => of.MonthlySums(),
            Aggregate.InForce or Aggregate.AnyInForce => [of.Counted("in_force", months, $"{of.Counts} and {Sql.InForce}")],
            Aggregate.SumInForce => [of.Added("sum_in_force", months, of.Value, Sql.InForce)],
            Aggregate.YearsSinceEstablished or Aggregate.RegisteredCapital or Aggregate.RingSize or Aggregate.RingAmount => [],
        };
    }
}
