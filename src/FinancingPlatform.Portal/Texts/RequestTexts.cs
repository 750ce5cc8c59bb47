using FinancingPlatform.Portal.Enterprise;

namespace FinancingPlatform.Portal.Texts;

/// <summary>Words of banks' requests for an authorisation (授权申请).</summary>
internal static class RequestTexts
{
    public static readonly Text Nav = new("授权申请", "Requests");
    public static readonly Text Title = new("银行的授权申请", "Banks ask for an authorisation");
    public static readonly Text Lead = new(
        "银行只是提出申请，不签署就看不到任何信息。您可以授权更少的内容，也可以不同意。",
        "A request opens nothing: without your signature the bank sees nothing. You may authorise less, or decline.");
    public static readonly Text None = new("没有银行提出过申请。", "No bank has asked.");
    public static readonly Text Bank = new("银行", "Bank");
    public static readonly Text Asked = new("申请时间", "Asked");
    public static readonly Text Until = new("有效至", "Until");
    public static readonly Text Purpose = new("目的", "Purpose");
    public static readonly Text Items = new("信息项", "Items");
    public static readonly Text Legs = new("申请事项", "Asks for");
    public static readonly Text Period = new("期限和次数", "Period and looks");
    public static readonly Text DaysAndUses = new("{0} 天，{1} 次", "{0} days, {1} looks");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Answer = new("填写授权", "Fill in the authorisation");
    public static readonly Text Decline = new("不同意", "Decline");
    public static readonly Text Declined = new("已告知银行：不同意。", "The bank is told that you decline.");
    public static readonly Text Gone = new("该申请已答复、已撤销或已过期。", "The request was answered, taken back, or has run out.");
    public static readonly Text Note = new(
        "{0}（{1}）申请：{2}；{3}；{4}；{5} 天，{6} 次。下面没有替您勾选任何内容，请自行决定。",
        "{0} ({1}) asks for: {2}; {3}; {4}; {5} days, {6} looks. Nothing below is ticked for you; decide yourself.");

    /// <summary>Colour class of a state; the word beside it says the same.</summary>
    public static string Mark(RequestState state) => state switch
    {
        RequestState.Pending => "mark-info",
        RequestState.Granted => "mark-good",
        RequestState.Declined or RequestState.Cancelled or RequestState.Expired => "",
    };

    /// <summary>The state in words.</summary>
    public static Text StateOf(RequestState state) => state switch
    {
        RequestState.Pending => new("待答复", "Waiting for you"),
        RequestState.Granted => new("已授权", "Authorised"),
        RequestState.Declined => new("已拒绝", "Declined"),
        RequestState.Cancelled => new("银行已撤销", "Taken back by the bank"),
        RequestState.Expired => new("已过期", "Run out"),
    };
}
