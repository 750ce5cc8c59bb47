namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the operator's page (运维页面文字).</summary>
internal static class OperatorTexts
{
    public static readonly Text Title = new("运行维护", "Operations");
    public static readonly Text Lead = new("上报队列、停留报文和审计封存。本页没有企业数据。", "Exchange backlog, parked messages and audit seals. No enterprise data is shown here.");
    public static readonly Text Exchange = new("上报队列", "Exchange backlog");
    public static readonly Text Destination = new("目的地", "Destination");
    public static readonly Text Waiting = new("待发", "Waiting");
    public static readonly Text Oldest = new("最早一条等待", "Oldest waits");
    public static readonly Text Parked = new("停留", "Parked");
    public static readonly Text Delivered = new("已送达", "Delivered");
    public static readonly Text Seconds = new("{0} 秒", "{0} s");
    public static readonly Text ExchangeNone = new("还没有需要上报的报文。", "Nothing has been sent up yet.");
    public static readonly Text ParkedTitle = new("停留报文", "Parked messages");
    public static readonly Text ParkedLead = new(
        "停留的报文挡住同一企业后面的报文，须处理后重发。", "A parked message holds back what follows for the same enterprise until it is dealt with.");
    public static readonly Text ParkedNone = new("没有停留报文。", "No message is parked.");
    public static readonly Text Message = new("报文编号", "Message");
    public static readonly Text Kind = new("类型", "Kind");
    public static readonly Text Since = new("停留时间", "Parked at");
    public static readonly Text Attempts = new("尝试次数", "Attempts");
    public static readonly Text Reason = new("原因", "Reason");
    public static readonly Text Seals = new("审计封存", "Audit seal");
    public static readonly Text LastSeal = new("最近一次封存", "Last seal");
    public static readonly Text SealedEvents = new("已封存事件", "Events sealed");
    public static readonly Text NoSeal = new("还没有封存。", "Nothing sealed yet.");
}
