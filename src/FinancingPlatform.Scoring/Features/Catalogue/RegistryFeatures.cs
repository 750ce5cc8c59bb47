namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>Over the registry and annual reports (登记特征).</summary>
internal static class RegistryFeatures
{
    private const int ThreeYears = 36;

    public static IReadOnlyList<Feature> Public { get; } =
    [
        new("age_years", string.Empty, Aggregate.YearsSinceEstablished, 0, "years", -1, Coverage.Registry, "the registry has no establishment date, or one after the as-of date",
            new("成立年限较长", "established for long", "成立年限较短", "established only recently", "成立日期未知", "establishment date unknown")),
        new("capital_yuan", string.Empty, Aggregate.RegisteredCapital, 0, "yuan", 0, Coverage.Registry, "the registry has no capital in renminbi",
            new("注册资本较高", "registered capital: high", "注册资本较低", "registered capital: low", "注册资本未知", "registered capital unknown")),
        Declare.Listed("registration-change", "registration_changes_36m", Aggregate.Count, ThreeYears, "count", 0, "近三年登记变更", "changes of registration in 36 months"),
        Declare.Listed("registration-change", "representative_changes_36m", Aggregate.Count, ThreeYears, "count", 1, "近三年法定代表人变更", "changes of representative in 36 months") with { Code = "legal-representative" },
    ];

    public static IReadOnlyList<Feature> Authorised { get; } =
    [
        Declare.Own("annual-report", "annual_revenue", Aggregate.Latest, "yuan", -1, "最近年报营业收入", "revenue of the latest annual report", months: ThreeYears),
        Declare.Own("annual-report", "annual_staff", Aggregate.Latest, "persons", -1, "最近年报从业人数", "staff of the latest annual report", months: ThreeYears) with { ByQuantity = true },
    ];
}
