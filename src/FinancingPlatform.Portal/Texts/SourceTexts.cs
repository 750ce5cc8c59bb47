using System.Globalization;
using FinancingPlatform.Indicators.Sources;

namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the sources' pages (数据来源页面文字).</summary>
internal static class SourceTexts
{
    public static readonly Text Nav = new("数据来源", "Sources");
    public static readonly Text Title = new("数据来源", "Sources");
    public static readonly Text Lead = new(
        "每个信息项、每个部门：应多久报送一次，最近一次是何时，是否迟报、为什么。本页没有企业数据。",
        "Each item and department: how often it is due, when it last came, whether it is late and why. No enterprise data is shown here.");
    public static readonly Text Item = new("信息项", "Item");
    public static readonly Text Department = new("部门", "Department");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Reason = new("原因", "Why");
    public static readonly Text Frequency = new("应报频率", "Due");
    public static readonly Text LastTaken = new("最近一次收到", "Last taken");
    public static readonly Text LastCall = new("最近一次调用", "Last call");
    public static readonly Text LastFailed = new("最近一次失败", "Last failure");
    public static readonly Text Age = new("距今工作日", "Working days ago");
    public static readonly Text Allowed = new("允许间隔", "Allowed");
    public static readonly Text ByInterface = new("接口占比", "By interface");
    public static readonly Text Channels = new("接口/前置库/文件", "Push / pull / file");
    public static readonly Text Push = new("接口推送", "Pushed");
    public static readonly Text Pull = new("前置库抽取", "Pulled");
    public static readonly Text File = new("文件", "File");
    public static readonly Text Received = new("收到", "Received");
    public static readonly Text Accepted = new("入库", "Accepted");
    public static readonly Text Duplicate = new("重复", "Duplicate");
    public static readonly Text Withheld = new("依法不收", "Withheld");
    public static readonly Text Rejected = new("退回", "Rejected");
    public static readonly Text Late = new("迟报", "Late");
    public static readonly Text CallSuccess = new("调用成功率", "Calls taken");
    public static readonly Text Qualified = new("合格率", "Qualified");
    public static readonly Text Timely = new("及时率", "Timely");
    public static readonly Text FailedCalls = new("失败调用", "Failed calls");
    public static readonly Text WorkingDays = new("{0} 个工作日", "{0} working days");
    public static readonly Text Window = new("统计期", "Window");
    public static readonly Text Days = new("近 {0} 天", "last {0} days");
    public static readonly Text AllStates = new("全部状态", "Every state");
    public static readonly Text Search = new("信息项或部门", "Item or department");
    public static readonly Text Show = new("查看", "Show");
    public static readonly Text NoneFound = new("没有符合条件的来源。", "No source fits.");
    public static readonly Text Shown = new("共 {0} 个来源：迟报 {1}，需关注 {2}，正常 {3}，无法判定 {4}。", "{0} sources: {1} late, {2} to look at, {3} on time, {4} unknown.");
    public static readonly Text Nobody = new("（无部门报送）", "(nobody)");
    public static readonly Text Registered = new("已登记接口", "interface registered");
    public static readonly Text Supplier = new("清单所列提供单位", "Supplier by the list");
    public static readonly Text Clock = new("报送时限", "Item's clock");
    public static readonly Text NoClock = new("无", "none");
    public static readonly Text Attempts = new("最近的报送与失败调用", "Newest deliveries and failed calls");
    public static readonly Text NoAttempts = new("还没有报送。", "Nothing was delivered yet.");
    public static readonly Text TopRules = new("退回最多的原因", "What rows are rejected for most");
    public static readonly Text TopRulesNote = new("最近 {0} 次有退回的报送", "the newest {0} deliveries with rejections");
    public static readonly Text NoRules = new("没有退回的行。", "No row was rejected.");
    public static readonly Text Field = new("字段", "Field");
    public static readonly Text Rule = new("规则", "Rule");
    public static readonly Text Rows = new("行数", "Rows");
    public static readonly Text HowToMend = new("如何更正", "How to mend");
    public static readonly Text Delivery = new("报送", "Delivery");
    public static readonly Text Time = new("时间", "Time");
    public static readonly Text Channel = new("方式", "Channel");
    public static readonly Text Outcome = new("结果", "Outcome");
    public static readonly Text Failed = new("失败", "failed");
    public static readonly Text Taken = new("已收", "taken");
    public static readonly Text WholeLine = new("整行", "whole line");

    /// <summary>A state's name.</summary>
    public static Text Of(SourceState state) => state switch
    {
        SourceState.OnTime => new("正常", "on time"),
        SourceState.Attention => new("需关注", "to look at"),
        SourceState.Late => new("迟报", "late"),
        _ => new("无法判定", "unknown"),
    };

    /// <summary>The class of a state's mark.</summary>
    public static string MarkOf(SourceState state) => state switch
    {
        SourceState.OnTime => "mark-good",
        SourceState.Attention => "mark-warn",
        SourceState.Late => "mark-bad",
        _ => "",
    };

    /// <summary>A reason in words, with what belongs to it.</summary>
    public static Text Of(SourceReason reason, SourceFacts facts) => reason switch
    {
        SourceReason.NeverCalled => new("从未报送", "never delivered"),
        SourceReason.NoCall => new("此后没有调用", "no call since"),
        SourceReason.CallsFailing => new(
            string.Create(CultureInfo.InvariantCulture, $"此后 {facts.Failures} 次调用失败，最近：{facts.LastError}"),
            string.Create(CultureInfo.InvariantCulture, $"{facts.Failures} calls failed since, last: {facts.LastError}")),
        SourceReason.RowsRejected => new(
            string.Create(CultureInfo.InvariantCulture, $"最近一次退回 {facts.Last?.Rejected} 行（共 {facts.Last?.Received} 行）"),
            string.Create(CultureInfo.InvariantCulture, $"{facts.Last?.Rejected} of {facts.Last?.Received} rows rejected last time")),
        _ => new(
            string.Create(CultureInfo.InvariantCulture, $"最近一次有 {facts.Last?.Late} 条超过 {facts.TimelyDays} 个工作日"),
            string.Create(CultureInfo.InvariantCulture, $"{facts.Last?.Late} facts came later than {facts.TimelyDays} working days")),
    };

    /// <summary>How often an item is due.</summary>
    public static Text FrequencyOf(string frequency) => frequency switch
    {
        "daily" => new("每日", "daily"),
        "monthly" => new("每月", "monthly"),
        "quarterly" => new("每季", "quarterly"),
        "yearly" => new("每年", "yearly"),
        _ => new("清单未列", "not listed"),
    };

    /// <summary>How a delivery came.</summary>
    public static Text ChannelOf(string channel) => channel switch
    {
        "push" => Push,
        "pull" => Pull,
        "mend" => new("页面更正", "Mended here"),
        _ => File,
    };
}
