using FinancingPlatform.Portal.Enterprise;

namespace FinancingPlatform.Portal.Texts;

/// <summary>The field's terms as pages write them (业务术语): purposes, statuses, states, refusals. An unknown code is shown as it is.</summary>
internal static class TermTexts
{
    private static readonly Dictionary<string, Text> Known = new(StringComparer.Ordinal)
    {
        ["purpose:pre-credit"] = new("贷前参考", "Pre-credit reference"),
        ["purpose:loan-application"] = new("贷款申请", "Loan application"),
        ["purpose:post-loan"] = new("贷后管理", "Post-loan management"),
        ["purpose:training"] = new("模型训练", "Model training"),
        ["status:unknown"] = new("登记状态未知", "status unknown"),
        ["status:active"] = new("存续", "active"),
        ["status:suspended"] = new("歇业", "suspended"),
        ["status:revoked"] = new("吊销", "licence revoked"),
        ["status:cancelled"] = new("注销", "cancelled"),
        ["status:annulled"] = new("撤销", "annulled"),
        ["status:moved_out"] = new("迁出", "moved out"),
        ["status:ordered_closed"] = new("责令关闭", "ordered to close"),
        ["status:liquidation"] = new("清算", "in liquidation"),
        ["status:stopped"] = new("停业", "stopped"),
        ["size:unknown"] = new("规模未知", "size unknown"),
        ["size:micro"] = new("微型", "micro"),
        ["size:small"] = new("小型", "small"),
        ["size:medium"] = new("中型", "medium"),
        ["size:large"] = new("大型", "large"),
        ["method:small-transfer"] = new("小额打款", "small transfer"),
        ["line:revolving"] = new("循环", "revolving"),
        ["line:single"] = new("单笔", "single"),
        ["loan:credit"] = new("信用", "credit"),
        ["loan:guarantee"] = new("保证", "guarantee"),
        ["loan:mortgage"] = new("抵押", "mortgage"),
        ["loan:pledge"] = new("质押", "pledge"),
        ["loan:combined"] = new("组合", "combined"),
        ["outcome:granted"] = new("已允许", "granted"),
        ["outcome:refused"] = new("已拒绝", "refused"),
        ["outcome:nothing-shown"] = new("未显示数据，不计次数", "nothing shown, not counted"),
        ["refusal:no-authorisation"] = new("没有授权", "no authorisation"),
        ["refusal:authorisation-revoked"] = new("授权已撤回", "authorisation withdrawn"),
        ["refusal:authorisation-paused"] = new("授权已暂停", "authorisation paused"),
        ["refusal:authorisation-not-yet-valid"] = new("授权尚未生效", "authorisation not yet valid"),
        ["refusal:authorisation-expired"] = new("授权已到期", "authorisation expired"),
        ["refusal:authorisation-wrong-purpose"] = new("目的不符", "for another purpose"),
        ["refusal:authorisation-too-narrow"] = new("超出授权信息项", "items not covered"),
        ["refusal:authorisation-used-up"] = new("授权次数用完", "all uses spent"),
        ["refusal:enterprise-unknown"] = new("企业不存在", "enterprise unknown"),
        ["refusal:score-missing"] = new("暂无评分", "no score yet"),
        ["refusal:joint-model-not-active"] = new("联合模型未启用", "joint model not active"),
        ["refusal:joint-inputs-missing"] = new("联合模型特征未备好", "features of the joint model not ready"),
        ["refusal:ticket-too-narrow"] = new("超出授权信息项", "items not covered"),
        ["mode:public"] = new("公开", "public"),
        ["mode:authorised"] = new("授权查询", "by authorisation"),
        ["mode:joint"] = new("联合建模", "joint modelling"),
        ["state:Live"] = new("有效", "Live"),
        ["state:NotYet"] = new("未生效", "Not yet valid"),
        ["state:Expired"] = new("已到期", "Expired"),
        ["state:UsedUp"] = new("次数用完", "Used up"),
        ["state:Revoked"] = new("已撤回", "Withdrawn"),
        ["state:Paused"] = new("已暂停", "Paused"),
    };

    /// <summary>Every term, for the test that reads them.</summary>
    public static IReadOnlyDictionary<string, Text> All => Known;

    public static string Purpose(this PageLanguage language, string code) => Of(language, "purpose", code);

    public static string Status(this PageLanguage language, string code) => Of(language, "status", code);

    public static string Size(this PageLanguage language, string code) => Of(language, "size", code);

    public static string Method(this PageLanguage language, string code) => Of(language, "method", code);

    public static string LineKind(this PageLanguage language, string code) => Of(language, "line", code);

    public static string LoanType(this PageLanguage language, string code) => Of(language, "loan", code);

    public static string Outcome(this PageLanguage language, string code) => Of(language, "outcome", code);

    public static string Refusal(this PageLanguage language, string code) => Of(language, "refusal", code);

    public static string Mode(this PageLanguage language, string code) => Of(language, "mode", code);

    public static string State(this PageLanguage language, AuthorisationState state) => Of(language, "state", state.ToString());

    private static string Of(PageLanguage language, string group, string code) =>
        Known.TryGetValue($"{group}:{code}", out var text) ? language[text] : code;
}
