namespace FinancingPlatform.Aggregation.Report;

/// <summary>What a department uses a report for (信用报告应用领域); counted, never with a name.</summary>
public static class ReportUses
{
    /// <summary>Code, Chinese and English name.</summary>
    public static IReadOnlyList<(string Code, string Zh, string En)> All { get; } =
    [
        ("approval", "行政审批", "Administrative approval"),
        ("tender", "招标投标", "Tender"),
        ("procurement", "政府采购", "Public procurement"),
        ("funds", "财政资金", "Public funds"),
        ("award", "表彰奖励", "Award"),
        ("other", "其他", "Other"),
    ];

    /// <summary>True for a code of the list.</summary>
    public static bool IsKnown(string? code) => All.Any(use => use.Code == code);
}
