namespace FinancingPlatform.Portal.Texts;

/// <summary>Words of the alarms about data browsing (疑似违规查询).</summary>
internal static class BrowsingTexts
{
    public static readonly Text Nav = new("违规查询预警", "Browsing alarms");
    public static readonly Text Title = new("疑似违规查询预警", "Alarms of data browsing");
    public static readonly Text Lead = new(
        "查询后90天内既无授信、也无需求审批结果的，按银行和操作员统计。达到5次且占其查询一半以上即预警。请与银行核实并登记处理结果；银行也可通过接口自查。",
        "Looks after which the bank neither posted a line nor decided a need within 90 days, by bank and officer. Five of them, and half of the officer's looks, raise an alarm. Ask the bank and record what came of it; banks can read their own counts over the API.");
    public static readonly Text None = new("没有预警。", "There are no alarms.");
    public static readonly Text Bank = new("银行", "Bank");
    public static readonly Text Officer = new("操作员", "Officer");
    public static readonly Text Days = new("查询日期", "Looks of");
    public static readonly Text Looks = new("查询次数", "Looks");
    public static readonly Text Undecided = new("无结果次数", "Without a decision");
    public static readonly Text Raised = new("预警时间", "Raised");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Open = new("待核实", "Open");
    public static readonly Text Closed = new("已办结", "Closed");
    public static readonly Text ClosedBy = new("{0} 由 {1} 办结：{2}", "Closed {0} by {1}: {2}");
    public static readonly Text Outcome = new("处理结果（必填，500字以内）", "What came of it (required, up to 500 characters)");
    public static readonly Text Close = new("登记处理结果", "Record and close");
    public static readonly Text Done = new("处理结果已登记。", "Recorded; the alarm is closed.");
    public static readonly Text BadOutcome = new("请填写处理结果，1至500字。", "Write what came of it, 1 to 500 characters.");
    public static readonly Text Gone = new("该预警已由他人办结，或不存在。", "The alarm was closed by someone else, or does not exist.");
}
