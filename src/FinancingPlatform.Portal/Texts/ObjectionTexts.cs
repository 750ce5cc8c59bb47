namespace FinancingPlatform.Portal.Texts;

/// <summary>Words of objections and decisions (异议与决定).</summary>
internal static class ObjectionTexts
{
    public static readonly Text Nav = new("异议", "Objections");
    public static readonly Text Title = new("我的异议", "My objections");
    public static readonly Text Lead = new(
        "记录一经提出异议立即标注。平台受理后转交数据来源部门和省级平台处理，本平台不作决定：自有数据3个工作日、需其他单位协助7个工作日内答复。",
        "A record is marked at once. The platform accepts the objection and forwards it to the source and the province; nothing is decided here. Answer within 3 working days for own data, 7 when another unit must help.");
    public static readonly Text None = new("还没有提出过异议。", "No objection has been raised yet.");
    public static readonly Text Item = new("信息项", "Item");
    public static readonly Text Key = new("记录编号", "Record");
    public static readonly Text Submitted = new("提出时间", "Submitted");
    public static readonly Text Accepted = new("受理时间", "Accepted");
    public static readonly Text Due = new("答复期限", "Answer due");
    public static readonly Text Decided = new("决定日期", "Decided");
    public static readonly Text Synced = new("同步时间", "Taken over");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Removed = new("（内容已依法移除）", "(content removed by law)");
    public static readonly Text NewTitle = new("提出异议", "Raise an objection");
    public static readonly Text NewLead = new("只能对本企业的记录提出异议。提出后，查看此记录的人立即看到异议标注和您的声明。", "Only about your own records. Whoever reads the record sees the mark and your statement at once.");
    public static readonly Text Occurred = new("发生日期", "Day of the fact");
    public static readonly Text Reason = new("异议理由（必填，1000字以内）", "Why it is wrong (required, up to 1000 characters)");
    public static readonly Text Statement = new("声明（可不填，500字以内，随记录展示）", "Statement shown beside the record (optional, up to 500 characters)");
    public static readonly Text Submit = new("提出异议", "Submit");
    public static readonly Text Done = new("异议已提出，记录已标注。", "Submitted; the record is marked.");
    public static readonly Text BadText = new("理由须为1至1000字，声明不超过500字。请修改后重新提交。", "The reason needs 1 to 1000 characters, the statement at most 500. Change them and submit again.");
    public static readonly Text OpenAlready = new("此记录已有一项异议在处理中，请等待答复。", "An objection to this record is open already; wait for its answer.");
    public static readonly Text DecisionsTitle = new("异议与决定", "Objections and decisions");
    public static readonly Text DecisionsLead = new(
        "决定由数据来源部门和省级平台作出，用 fp decisions import 导入。这里只有时限和结果，没有记录内容。",
        "Sources and the province decide; fp decisions import takes it over. Clocks and results only, no content of records.");
    public static readonly Text DecisionsNone = new("还没有异议。", "There are no objections.");
    public static readonly Text Number = new("编号", "Number");

    /// <summary>The state in words.</summary>
    public static Text StateOf(string state, string? outcome, bool isOverdue) => (state, outcome, isOverdue) switch
    {
        ("raised", _, _) => new("待受理", "Raised"),
        ("forwarded", _, true) => new("已转办，逾期", "Forwarded, overdue"),
        ("forwarded", _, _) => new("已转办", "Forwarded"),
        (_, "removed", _) => new("成立，已移除", "Upheld, removed"),
        (_, "corrected", _) => new("成立，已更正", "Upheld, corrected"),
        (_, "maintained", _) => new("不成立", "Not upheld"),
        _ => new("已办结", "Closed"),
    };
}
