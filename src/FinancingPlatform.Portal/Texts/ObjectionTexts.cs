using FinancingPlatform.Portal.Enterprise;

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
        "决定由数据来源部门和省级平台作出：部门通过接口收件和答复；没有接口的，用 fp decisions outgoing 导出转办清单，答复在这里登记或用 fp decisions import 导入。这里只有时限和结果，没有记录内容。",
        "Sources and the province decide. Departments fetch and answer over the interface; for others, fp decisions outgoing writes the letters, and the answer is recorded here or imported by fp decisions import. Clocks and results only, no content of records.");
    public static readonly Text DecisionsNone = new("还没有异议。", "There are no objections.");
    public static readonly Text Number = new("编号", "Number");
    public static readonly Text Source = new("转办单位", "Forwarded to");
    public static readonly Text Fetched = new("对方收件时间", "Taken by the source");
    public static readonly Text Through = new("答复途径", "Answered through");
    public static readonly Text Late = new("逾期", "Late");
    public static readonly Text LateAcceptance = new("受理逾期", "Accepted late");
    public static readonly Text LateAnswer = new("答复逾期", "Answered late");
    public static readonly Text LateWaiting = new("逾期未答复", "Answer overdue");
    public static readonly Text RecordAnswer = new("登记答复", "Record the answer");
    public static readonly Text AnswerLead = new(
        "登记来源部门书面作出的决定。成立且移除的，记录立即撤下；成立且更正的，等待对方报送更正后的记录。",
        "Record what the source decided in writing. Removed takes the record out at once; corrected waits for the corrected record.");
    public static readonly Text Outcome = new("结果", "Outcome");
    public static readonly Text DecisionNo = new("决定文号", "Decision number");
    public static readonly Text Authority = new("决定机关", "Deciding authority");
    public static readonly Text Law = new("依据", "Legal basis");
    public static readonly Text AnswerDone = new("答复已登记。", "The answer was recorded.");
    public static readonly Text BadOutcome = new("请选择结果。", "Choose the outcome.");
    public static readonly Text BadNumber = new("决定文号须为1至128字。", "The decision number has 1 to 128 characters.");
    public static readonly Text BadAuthority = new("决定机关须为1至128字。", "The deciding authority has 1 to 128 characters.");
    public static readonly Text BadDay = new("决定日期须写作 2026-01-31，在提出异议之日至今天之间。", "Write the day as 2026-01-31, between the objection and today.");
    public static readonly Text BadLaw = new("依据须为1至200字。", "The legal basis has 1 to 200 characters.");
    public static readonly Text NumberTaken = new("这个决定文号已用于同一记录的另一决定，请核对。", "That number stands for another decision about the same record; check it.");
    public static readonly Text AnsweredAlready = new("该异议已有答复，不能更改。", "The objection has an answer already, which can't be changed.");
    public static readonly Text RetrainingTitle = new("待再训练的评分包", "Packs to train again");
    public static readonly Text RetrainingLead = new("训练数据含有后来依法移除的记录。", "Their training rows held records that were lawfully removed since.");
    public static readonly Text RetrainingNone = new("没有需要再训练的评分包。", "No pack needs retraining.");
    public static readonly Text Pack = new("评分包", "Pack");
    public static readonly Text RowsBuilt = new("训练数据生成时间", "Rows built at");
    public static readonly Text FirstRemoved = new("首次移除", "First removal");
    public static readonly Text RemovedCount = new("移除记录", "Removed");
    public static readonly Text RetrainBy = new("再训练期限", "Retrain by");

    /// <summary>The filter's choice in words.</summary>
    public static Text FilterOf(string state) => state switch
    {
        "open" => new("未办结", "Open"),
        "overdue" => new("逾期未答复", "Overdue"),
        _ => new("已办结", "Closed"),
    };

    /// <summary>How the answer came.</summary>
    public static Text ThroughOf(string? through) => through switch
    {
        "interface" => new("接口", "Interface"),
        "operator" => new("人工登记", "Operator"),
        "file" => new("文件", "File"),
        _ => new("–", "–"),
    };

    /// <summary>Every clock that an objection missed.</summary>
    public static IEnumerable<Text> LateMarks(ObjectionRow row, DateOnly today)
    {
        if (row.IsAcceptedLate(today))
        {
            yield return LateAcceptance;
        }

        if (row.IsOverdue(today))
        {
            yield return LateWaiting;
        }

        if (row.IsAnsweredLate)
        {
            yield return LateAnswer;
        }
    }

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
