namespace FinancingPlatform.Aggregation.Report;

/// <summary>The blocks of the standard report and their order (信息块顺序).</summary>
public static class ReportBlocks
{
    /// <summary>Block of items that name none.</summary>
    public const string Other = "other";

    /// <summary>Code of the part that everybody may read.</summary>
    public const string PublicPart = "public";

    /// <summary>Code of the part that needs the enterprise's authorisation.</summary>
    public const string AuthorisedPart = "authorised";

    /// <summary>Code, Chinese and English name, in the order of printing.</summary>
    public static IReadOnlyList<(string Code, string Zh, string En)> All { get; } =
    [
        ("registration", "登记注册", "Registration"),
        ("licences", "行政许可", "Administrative licences"),
        ("penalties", "行政处罚", "Administrative penalties"),
        ("other-acts", "其他行政管理信息", "Other administrative acts"),
        ("honesty", "诚实守信", "Honesty records"),
        ("serious-dishonesty", "严重失信主体名单", "Serious-dishonesty lists"),
        ("abnormal", "经营异常名录", "Abnormal-operation lists"),
        ("commitments", "信用承诺及履行", "Credit commitments and performance"),
        ("evaluation", "信用评价", "Evaluation results"),
        ("judicial", "司法裁判及执行", "Judgments and enforcement"),
        ("tax", "纳税", "Tax"),
        ("insurance", "社会保险和公积金", "Social insurance and housing fund"),
        ("utilities", "水电气", "Utilities"),
        ("property", "不动产和知识产权", "Property"),
        ("customs", "进出口", "Customs"),
        ("finance", "金融", "Finance"),
        (Other, "其他", "Other"),
    ];

    /// <summary>The block's known code, or <see cref="Other"/>.</summary>
    public static string Known(string? code) => All.Any(block => block.Code == code) ? code! : Other;
}
