using FinancingPlatform.Portal.Enterprise;

namespace FinancingPlatform.Portal.Texts;

/// <summary>Words of financing needs (融资需求).</summary>
internal static class NeedTexts
{
    public static readonly Text Nav = new("融资需求", "Financing needs");
    public static readonly Text Title = new("我的融资需求", "My financing needs");
    public static readonly Text Lead = new(
        "发布后银行可以认领，10个工作日内应有结果。未经您选择或同意，银行看不到企业名称。",
        "Banks may take what you post and should decide within 10 working days. No bank sees your name unless you picked it or agree.");
    public static readonly Text None = new("还没有发布过融资需求。", "No need has been posted yet.");
    public static readonly Text One = new("融资需求", "Financing need");
    public static readonly Text New = new("发布需求", "Post a need");
    public static readonly Text NewTitle = new("发布融资需求", "Post a financing need");
    public static readonly Text NewLead = new("填写金额、期限和用途即可。选了银行，只有这些银行能看到；不选，所有银行都能看到，但看不到企业名称。", "Amount, term and purpose are enough. With banks picked, only they see it; without, all banks see it, but not your name.");
    public static readonly Text NotVerified = new("实名认证后才能发布融资需求。", "A need can be posted once you have proved who you are.");
    public static readonly Text Number = new("需求编号", "Need");
    public static readonly Text Amount = new("金额", "Amount");
    public static readonly Text AmountTyped = new("需要多少（万元）", "How much (in ten thousands of yuan)");
    public static readonly Text AmountHint = new("例如 50 表示 50 万元，即 500,000 元。", "50 means 500,000 yuan.");
    public static readonly Text Term = new("期限", "Term");
    public static readonly Text TermTyped = new("用多久（月）", "For how long (months)");
    public static readonly Text Months = new("{0} 个月", "{0} months");
    public static readonly Text Purpose = new("用途", "What for");
    public static readonly Text PurposeTyped = new("用来做什么（200字以内，不要写姓名、电话）", "What for (up to 200 characters; no names or telephone numbers)");
    public static readonly Text LoanType = new("担保方式", "Guarantee");
    public static readonly Text Banks = new("只给这些银行看（可不选，最多三家）", "Only for these banks (optional, at most three)");
    public static readonly Text PickedBanks = new("可见银行", "Seen by");
    public static readonly Text AllBanks = new("所有银行（不显示企业名称）", "All banks (without your name)");
    public static readonly Text Submit = new("发布", "Post");
    public static readonly Text Done = new("需求已发布，编号 {0}。", "Posted as {0}.");
    public static readonly Text Posted = new("发布时间", "Posted");
    public static readonly Text DecideBy = new("应办结日", "Decide by");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Overdue = new("超过办理期限", "Overdue");
    public static readonly Text FormError = new("有一项需要修改，见下面的提示。", "One field needs mending; see below.");
    public static readonly Text BadAmount = new("请填写金额，以万元计，如 50 或 12.5，大于零。", "State the amount in ten thousands of yuan, such as 50 or 12.5, above zero.");
    public static readonly Text BadMonths = new("请填写期限，1 至 360 之间的整数（月）。", "State the term as whole months from 1 to 360.");
    public static readonly Text BadPurpose = new("请填写用途，200字以内。", "State what the money is for, up to 200 characters.");
    public static readonly Text BadLoanType = new("请选择担保方式。", "Choose the way of guarantee.");
    public static readonly Text BadBanks = new("请从列表中选择银行。", "Pick banks of the list.");
    public static readonly Text ClaimsTitle = new("银行办理情况", "What banks did");
    public static readonly Text ClaimsNone = new("还没有银行认领。有进展时会显示在这里。", "No bank has taken it yet; progress will show here.");
    public static readonly Text Bank = new("银行", "Bank");
    public static readonly Text Claimed = new("认领时间", "Taken");
    public static readonly Text Outcome = new("结果", "Outcome");
    public static readonly Text Advice = new("说明和建议", "What it means, and what to do");
    public static readonly Text Released = new("已退回", "Given back");
    public static readonly Text Working = new("办理中", "In progress");
    public static readonly Text Approved = new("已批准", "Approved");
    public static readonly Text ApprovedWith = new("{0} 元，年利率 {1}，{2} 个月。请与银行联系签约。", "{0} yuan at {1} a year for {2} months. Contact the bank to sign.");
    public static readonly Text Refused = new("未通过", "Refused");
    public static readonly Text KnowsName = new("已知道企业名称", "Knows your name");
    public static readonly Text Anonymous = new("不知道企业名称", "Does not know your name");
    public static readonly Text Accept = new("同意告知企业名称", "Let it see my name");
    public static readonly Text AcceptHint = new("银行将看到企业名称和统一社会信用代码；信用信息仍须另行授权。", "The bank will see your name and code; credit information still needs an authorisation.");
    public static readonly Text Accepted = new("已同意，该银行现在可以看到企业名称。", "Agreed; the bank sees your name now.");
    public static readonly Text Authorise = new("去授权", "Authorise");
    public static readonly Text WithdrawTitle = new("撤回需求", "Take the need back");
    public static readonly Text WithdrawLead = new("撤回后银行不能再认领或批准，不能恢复；需要时可以重新发布。", "Banks can no longer take or approve it, and it can't be brought back; you may post it again.");
    public static readonly Text Withdraw = new("确认撤回", "Take it back");
    public static readonly Text Withdrawn = new("需求已撤回。", "The need was taken back.");
    public static readonly Text WithdrawnAt = new("您已于 {0} 撤回此需求。", "You took this need back on {0}.");
    public static readonly Text Changed = new("情况已变化，请看下面的最新状态。", "Things have changed meanwhile; see the state below.");
    public static readonly Text Details = new("查看", "Open");

    /// <summary>The way of guarantee in words.</summary>
    public static string LoanTypeOf(PageLanguage language, string code) => code == "any" ? language[new("都可以", "any")] : language.LoanType(code);

    /// <summary>The state in words.</summary>
    public static Text StateOf(NeedState state) => state switch
    {
        NeedState.Open => new("等待银行认领", "Waiting for a bank"),
        NeedState.InHand => new("银行办理中", "With banks"),
        NeedState.Approved => new("已批准", "Approved"),
        NeedState.Refused => new("未通过，等待其他银行", "Refused; waiting for another bank"),
        NeedState.Withdrawn => new("已撤回", "Taken back"),
    };

    /// <summary>Colour class of a state; the word beside it says the same.</summary>
    public static string Mark(NeedState state) => state switch
    {
        NeedState.Approved => "mark-good",
        NeedState.InHand => "mark-info",
        NeedState.Refused => "mark-warn",
        NeedState.Open or NeedState.Withdrawn => "",
    };
}
