using System.Globalization;

namespace FinancingPlatform.Scoring.Features;

/// <summary>Which records of its item a feature looks at, and which of their values (口径): the measures over them, named so that two features with the same need share one.</summary>
internal readonly struct Slice(Feature feature)
{
    private readonly string _suffix = (feature.ByQuantity ? "_q" : string.Empty) + (feature.Code is { } code ? "_" + code.Replace('-', '_') : string.Empty);

    /// <summary>The value measured.</summary>
    public string Value { get; } = feature.ByQuantity ? "r.quantity" : "r.amount";

    /// <summary>Which records count at all.</summary>
    public string Counts { get; } = feature.Code is { } only ? $"r.code = '{only}'" : Sql.Valid;

    /// <summary>Name of a measure of this slice.</summary>
    public string Name(string kind, int months) => string.Create(CultureInfo.InvariantCulture, $"{kind}_{months}{_suffix}");

    public Measure Sum(int months) => Over(Name("sum", months), $"sum({Value}) filter (where {Counts} and {Sql.Within(months)})", "sum");

    public Measure Largest(int months) => Over(Name("largest", months), $"max({Value}) filter (where {Counts} and {Sql.Within(months)})", "max");

    public Measure Filled(int months) => Over(Name("filled", months), $"count({Value}) filter (where {Counts} and {Sql.Within(months)})", "sum");

    public Measure LastDay() => Over("latest" + _suffix, $"max(r.occurred_on) filter (where {Counts})", "max");

    public Measure LatestDay(int months) => Over(Name("latest_on", months), $"max(r.occurred_on) filter (where {Counts} and {Value} is not null and {Sql.Within(months)})", "max");

    /// <summary>Of two records of one day the larger value, so that the answer does not hang on their order.</summary>
    public Measure LatestValue(int months)
    {
        var (name, day) = (Name("latest", months), Name("latest_on", months));
        return new(
            name,
            name,
            $"(array_agg({Value} order by r.occurred_on desc, {Value} desc) filter (where {Counts} and {Value} is not null and {Sql.Within(months)}))[1]",
            $"(array_agg(r.{name} order by r.{day} desc, r.{name} desc) filter (where r.{day} is not null))[1]");
    }

    public Measure Counted(string kind, int months, string condition) =>
        Over(Name(kind, months), $"count(*) filter (where {condition} and {Sql.Within(months)})", "sum");

    public Measure Added(string kind, int months, string value, string condition) =>
        Over(Name(kind, months), $"sum({value}) filter (where {condition} and {Counts} and {Sql.Within(months)})", "sum");

    public Measure ActiveMonths(int months) => Over(Name("months", months), $"bit_or(1 << {Sql.MonthsAgo}) filter (where {Counts} and {Sql.MonthsAgo} < {months})", "bit_or");

    /// <summary>A number over the counterparties' sums, which are the same partial for all of them.</summary>
    public Measure OverParties(string kind, int months, Func<string, string> merge)
    {
        var sum = Sum(months);
        return new(Name(kind, months), sum.PartialName, sum.Partial, merge($"r.{sum.PartialName}")) { IsOverParties = true };
    }

    /// <summary>Counterparties of the later and of the earlier half, and those of only one of them.</summary>
    public IEnumerable<Measure> Turnover(int months)
    {
        var later = Sum(months / 2) with { IsOverParties = true };
        var whole = Sum(months) with { IsOverParties = true };
        var isLater = $"coalesce(r.{later.PartialName}, 0) > 0";
        var isEarlier = $"coalesce(r.{whole.PartialName}, 0) - coalesce(r.{later.PartialName}, 0) > 0";
        return
        [
            later with { Name = Name("later_parties", months), Merge = $"count(*) filter (where r.counterparty is not null and {isLater})" },
            whole with { Name = Name("earlier_parties", months), Merge = $"count(*) filter (where r.counterparty is not null and {isEarlier})" },
            later with { Name = Name("new_parties", months), Merge = $"count(*) filter (where r.counterparty is not null and {isLater} and not ({isEarlier}))" },
            whole with { Name = Name("lost_parties", months), Merge = $"count(*) filter (where r.counterparty is not null and {isEarlier} and not ({isLater}))" },
        ];
    }

    /// <summary>Sums of the last twelve whole or begun calendar months.</summary>
    public IEnumerable<Measure> MonthlySums()
    {
        for (var ago = 0; ago < Measure.MonthsOfYear; ago++)
        {
            yield return Over(Name("month", ago), $"sum({Value}) filter (where {Counts} and {Sql.MonthsAgo} = {ago.ToString(CultureInfo.InvariantCulture)})", "sum");
        }
    }

    private static Measure Over(string name, string partial, string merge) => new(name, name, partial, $"{merge}(r.{name})");
}
