using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>Expected failures around reports (信用报告错误).</summary>
public static class ReportErrors
{
    /// <summary>The session is no enterprise's.</summary>
    public static Error NoEnterprise { get; } = new(
        ErrorKind.NotFound, "enterprise-unknown", "没有找到本企业的登记信息。", "The registry does not hold this enterprise.");

    /// <summary>No report of that code, or none yet.</summary>
    public static Error NotIssued { get; } = new(
        ErrorKind.NotFound, "report-not-issued", "没有这份已出具的报告。请先在“信用报告”页面出具。", "No such report was issued. Issue one on the page \"Credit report\" first.");

    /// <summary>The facts of that moment are no longer those of the report.</summary>
    public static Error Changed { get; } = new(
        ErrorKind.Conflict, "report-changed", "这份报告中的记录已变化，不能再打印。请重新出具。", "Records of this report have changed, it can no longer be printed. Issue a new one.");

    /// <summary>Unknown verification code.</summary>
    public static Error Unknown { get; } = new(
        ErrorKind.NotFound, "report-unknown", "没有这个核验码。请核对报告上的 32 位编号。", "No report has this code. Compare it with the 32 characters on the report.") { Field = "code" };

    /// <summary>The one-time code opens nothing: unknown, used, or past its seven days, which is not told apart.</summary>
    public static Error TicketRefused { get; } = new(
        ErrorKind.Forbidden, "one-time-code-refused", "一次性授权码不存在、已使用或已过期。请企业重新生成。",
        "The one-time code is unknown, used or expired. Ask the enterprise for a new one.") { Field = "oneTimeCode" };

    /// <summary>Too many open one-time codes, or the report is not the enterprise's.</summary>
    public static Error TicketNotMade { get; } = new(
        ErrorKind.Conflict, "one-time-code-not-made", "不能生成一次性授权码：报告不存在，或未使用的授权码已达 20 个。",
        "No one-time code was made: there is no such report, or 20 unused ones are open.");

    /// <summary>A use that is not on the list.</summary>
    public static Error UseUnknown { get; } = new(
        ErrorKind.Invalid, "use-unknown", "用途应为 approval（审批）、tender（招标）、procurement（采购）、funds（财政资金）、award（奖励）或 other（其他）。",
        "The use is one of approval, tender, procurement, funds, award, other.") { Field = "use" };
}
