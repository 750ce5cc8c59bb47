namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the regulator's page (监管页面文字).</summary>
internal static class RegulatorTexts
{
    public static readonly Text Title = new("监管指标", "Indicators");
    public static readonly Text Coverage = new("覆盖", "Coverage");
    public static readonly Text Quality = new("数据质量与共享", "Data quality and sharing");
    public static readonly Text QualityLead = new(
        "分母各不相同：代码、记录、异议、决定、信息项、农户，不可混用。不能计量的写明原因。",
        "Each has its own denominator: codes, records, objections, decisions, items, households. What cannot be measured says why.");
    public static readonly Text NothingCounted = new("统计期内没有可计数的", "nothing to count in the window");
    public static readonly Text EvidenceRow = new("证据行", "Row");
    public static readonly Text EvidenceRows = new("证据行（CSV）", "Rows behind it (CSV)");
    public static readonly Text LowerIsBetter = new("越低越好", "lower is better");
    public static readonly Text TargetMet = new("达到", "met");
    public static readonly Text TargetMissed = new("未达到", "missed");
    public static readonly Text Lead = new(
        "每个数都附分子、分母和定义版本，可按同一日期重算。页面只有计数，没有企业明细。",
        "Each figure stands with numerator, denominator and definition version, and can be worked again for the same date. Counts only, no rows.");
    public static readonly Text AsOf = new("统计日", "As of");
    public static readonly Text Show = new("查看", "Show");
    public static readonly Text Numerator = new("分子", "Numerator");
    public static readonly Text Denominator = new("分母（存续企业）", "Denominator (existing enterprises)");
    public static readonly Text Suspended = new("其中歇业", "of these suspended");
    public static readonly Text Unknown = new("登记状态未知，单列", "Status unknown, apart");
    public static readonly Text Outside = new("满足条件但不属存续企业", "Met the condition, not existing");
    public static readonly Text Net = new("净值", "Net figure");
    public static readonly Text NotMeasurable = new("尚不可计量", "not measurable yet");
    public static readonly Text NoDenominator = new("统计日没有存续企业", "no existing enterprise on this date");
    public static readonly Text Definition = new("定义", "Definition");
    public static readonly Text Population = new("分母规则", "Rule of the denominator");
    public static readonly Text Basis = new("依据", "Basis");
    public static readonly Text BasisReconstructed = new("按文件措辞重建，未见官方计分表", "reconstructed, official sheet not seen");
    public static readonly Text BasisOfficial = new("官方文本", "official text");
    public static readonly Text Window = new("窗口", "Window");
    public static readonly Text WindowStock = new("时点", "at the date");
    public static readonly Text WindowMonths = new("近 {0} 个月", "last {0} months");
    public static readonly Text Target = new("目标", "Target");
    public static readonly Text TargetNone = new("未见官方目标值，不作达标判断", "no official target seen, so nothing is called met");
    public static readonly Text Evidence = new("证据摘要（SHA-256）", "Evidence digests (SHA-256)");
    public static readonly Text EvidenceText = new(
        "分子、分母名单排序后逐行取摘要；同一名单得到同一摘要。", "Digest of the sorted rows, one per line; the same rows give the same digest.");
    public static readonly Text Districts = new("按区县", "By district");
    public static readonly Text District = new("区县", "District");
    public static readonly Text DistrictUnknown = new("登记地未填", "District not stated");
    public static readonly Text Existing = new("存续企业", "Existing");
    public static readonly Text Registered = new("已注册", "Registered");
    public static readonly Text Verified = new("已实名", "Verified");
    public static readonly Text Pulled = new("已授权查询", "Pulled");
    public static readonly Text Chart = new("各区县注册、实名和授权查询占存续企业的比例，数据见下表。", "Registered, verified and pulled as a share of existing enterprises by district; the table below holds the data.");
    public static readonly Text Share = new("占比", "Share");
    public static readonly Text NoDistricts = new("统计日没有可计数的企业。", "There is nothing to count on this date.");
    public static readonly Text BadDate = new("日期格式应为 YYYY-MM-DD。", "Write the date as YYYY-MM-DD.");

    /// <summary>The denominator's name by what it counts.</summary>
    public static Text DenominatorOf(string counts) => counts switch
    {
        "enterprise" => Denominator,
        "code" => new("分母（代码）", "Denominator (codes)"),
        "record" => new("分母（记录）", "Denominator (records)"),
        "objection" => new("分母（异议或记录）", "Denominator (objections or records)"),
        "decision" => new("分母（决定）", "Denominator (decisions)"),
        "item" => new("分母（信息项）", "Denominator (items)"),
        "registered-enterprise" => new("分母（注册企业）", "Denominator (registered enterprises)"),
        "household" => new("分母（农户）", "Denominator (households)"),
        "farm-operator" => new("分母（经营主体）", "Denominator (farm operators)"),
        _ => new("分母", "Denominator"),
    };
}
