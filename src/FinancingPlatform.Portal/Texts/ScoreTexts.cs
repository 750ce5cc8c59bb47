namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the score page (评分、参考额度和提升建议).</summary>
internal static class ScoreTexts
{
    public static readonly Text Nav = new("评分与额度", "Score and limit");
    public static readonly Text Title = new("评分、参考额度和怎样提高", "Score, indicative limit, and what would raise it");
    public static readonly Text Lead = new("每一个数都写明来源、日期和算法。评分由机器算出，平台人员不能修改。", "Every figure says where it comes from, as of when and how. The score is computed; nobody at the platform can edit it.");
    public static readonly Text LimitTitle = new("参考额度", "Indicative limit");
    public static readonly Text LimitValid = new("有效期至 {0}", "Valid until {0}");
    public static readonly Text LimitInvented = new("演示数据和演示模型算出，不是真实额度。", "Computed from invented data by a demonstration model: not a real limit.");
    public static readonly Text LimitCap = new("产品上限（元）", "Product cap (yuan)");
    public static readonly Text LimitRevenue = new("近12个月开票收入，扣除闭环开票（元）", "Invoiced revenue of 12 months, without loops (yuan)");
    public static readonly Text LimitShare = new("收入比例", "Share of revenue");
    public static readonly Text LimitFactor = new("等级系数", "Factor of the grade");
    public static readonly Text LimitBalance = new("平台内贷款余额（元）", "Balances on the platform (yuan)");
    public static readonly Text LimitFloor = new("起点（元）", "Floor (yuan)");
    public static readonly Text LimitPolicy = new("额度政策", "Limit policy");
    public static readonly Text LimitOwnPolicy = new("{0} 的政策 {1}", "Policy {1} of {0}");
    public static readonly Text LimitReferencePolicy = new("平台参考政策 {0}", "The platform's reference policy {0}");
    public static readonly Text LimitDates = new("收入截至 {0}，余额截至 {1}", "Revenue as of {0}, balances as of {1}");
    public static readonly Text Yuan = new("元", "yuan");
    public static readonly Text LimitNone = new("未给出", "none");
    public static readonly Text LimitOnlyFull = new("参考额度需要开票收入：授权银行查询发票信息后才能计算。", "An indicative limit needs invoiced revenue: it is computed once you authorise a bank to see your invoices.");
    public static readonly Text HintsTitle = new("怎样可以提高", "What would raise it");
    public static readonly Text HintsLead = new("其他情况不变时，逐项重新评分得出；不保证将来的评分，也不代表银行的决定。", "Each was scored again with everything else unchanged; no promise about a later score, and not the bank's decision.");
    public static readonly Text HintsGain = new("+{0} 分", "+{0} points");
    public static readonly Text HintsTogether = new("以上全部做到：{0} 分，等级 {1}（现在 {2} 分，{3}）。", "All of them together: {0} points, grade {1} (now {2} points, {3}).");
    public static readonly Text HintsNone = new("目前没有企业自己能改变、又能明显提高评分的事项。", "Nothing that the firm itself can change would raise the score noticeably.");
    public static readonly Text HintsWithheld = new("评分输入已依法移除，正在重新评分。", "The score's inputs were lawfully removed; it is being computed again.");
    public static readonly Text HintsOtherPack = new("本评分所用的模型不在本机，无法给出建议。", "The pack of this score does not lie here, so no hints can be computed.");
    public static readonly Text Details = new("查看额度和提升建议", "Limit and what would raise the score");
    public static readonly Text NotPartOfReport = new("参考额度不是信用报告的内容，不进入报告摘要。", "Indicative limits are not part of the credit report and do not enter its digest.");

    public static readonly Text PinnedVersion = new(
        "{0} 沿用评分模型 {1}（{2}），看到的就是上面这个分数；它接受新版本之前不变。本市现行模型为 {3}（{4}），得分 {5}。",
        "{0} keeps to model {1} ({2}) and sees the score above until it accepts another version. The city's current model is {3} ({4}), with {5} points.");

    public static readonly Text RingInvoice = new(
        "提示（{0} 查询时可见）：本企业与其他企业首尾相接开票，共 {1} 家；其中 {2} 元不计入收入。如属真实交易，可向银行说明或提出异议。",
        "Note ({0} sees it with a look): your invoices go round among {1} firms; {2} yuan of them do not count as revenue. If the trade is real, explain it to the bank or object.");
    public static readonly Text RingGuarantee = new(
        "提示（{0} 查询时可见）：本企业处于互保或连环担保中，共 {1} 家，担保 {2} 元。",
        "Note ({0} sees it with a look): your guarantees go round among {1} firms, {2} yuan of them yours.");

    public static readonly Text StatusGiven = new("已给出", "given");
    public static readonly Text StatusNoPolicy = new("没有额度政策", "no limit policy is in force");
    public static readonly Text StatusRevenueUnknown = new("收入未知，不给出额度", "revenue is unknown, so there is none");
    public static readonly Text StatusBelowFloor = new("低于起点，不给出额度", "below the floor, so there is none");
    public static readonly Text StatusGradeUnknown = new("政策没有这个等级的系数", "the policy has no factor for this grade");
    public static readonly Text StatusWithheld = new("评分输入已依法移除", "the score's inputs were lawfully removed");

    public static Text StatusOf(string status) => status switch
    {
        "given" => StatusGiven,
        "no-policy" => StatusNoPolicy,
        "revenue-unknown" => StatusRevenueUnknown,
        "below-floor" => StatusBelowFloor,
        "grade-unknown" => StatusGradeUnknown,
        "inputs-withheld" => StatusWithheld,
        _ => new Text(status, status),
    };
}
