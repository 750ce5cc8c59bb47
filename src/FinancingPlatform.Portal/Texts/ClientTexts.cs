namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the operators' page about machine clients (接口客户端页面文字).</summary>
internal static class ClientTexts
{
    public static readonly Text Nav = new("接口客户端", "Clients");
    public static readonly Text Title = new("接口客户端", "Machine clients");
    public static readonly Text Lead = new(
        "登记客户端和更换公钥须两名运维人员：一人提出，另一人审批。停用由一人即时完成，十秒内已发令牌失效。",
        "Registering a client and changing its keys takes two operators: one proposes, another approves. One alone may stop a client at once; its live tokens die within ten seconds.");
    public static readonly Text Waiting = new("待审批", "Waiting for a decision");
    public static readonly Text NothingWaits = new("没有待审批的变更。", "Nothing waits.");
    public static readonly Text Registered = new("已登记", "Registered");
    public static readonly Text None = new("还没有客户端。", "There is no client yet.");
    public static readonly Text ClientId = new("客户端标识", "Client id");
    public static readonly Text Kind = new("类别", "Kind");
    public static readonly Text KindBank = new("银行", "Bank");
    public static readonly Text KindDepartment = new("数据提供单位", "Department");
    public static readonly Text KindService = new("城市自有服务", "City's own service");
    public static readonly Text Organisation = new("单位", "Organisation");
    public static readonly Text Uscc = new("统一社会信用代码", "Unified social credit code");
    public static readonly Text Name = new("名称", "Name");
    public static readonly Text Keys = new("公钥", "Keys");
    public static readonly Text Jwks = new("公钥集（JWKS，仅公钥）", "Key set (JWKS, public keys only)");
    public static readonly Text JwksHint = new("更换密钥：先登记新旧两把，待对方切换后再登记新的一把。", "To roll a key: register old and new together, and the new one alone once the other side has switched.");
    public static readonly Text RedirectUris = new("回调地址（每行一个，仅银行）", "Redirect addresses (one a line, banks only)");
    public static readonly Text Method = new("认证方式", "Authentication");
    public static readonly Text Certificates = new("证书（PEM，仅双向 TLS）", "Certificates (PEM, mutual TLS only)");
    public static readonly Text Items = new("可报送的信息项（仅数据提供单位）", "Items it may deliver (departments only)");
    public static readonly Text Propose = new("提交审批", "Propose");
    public static readonly Text ProposeTitle = new("登记或变更客户端", "Register or change a client");
    public static readonly Text ProposedBy = new("提出人", "Proposed by");
    public static readonly Text ProposedAt = new("提出时间", "Proposed");
    public static readonly Text Action = new("变更", "Change");
    public static readonly Text ActionRegister = new("登记或变更", "Register or change");
    public static readonly Text ActionEnable = new("恢复启用", "Enable again");
    public static readonly Text Approve = new("批准", "Approve");
    public static readonly Text Refuse = new("驳回", "Refuse");
    public static readonly Text TakeBack = new("撤回", "Take back");
    public static readonly Text State = new("状态", "State");
    public static readonly Text Live = new("启用", "Enabled");
    public static readonly Text Stopped = new("已停用 {0}", "Disabled {0}");
    public static readonly Text Disable = new("立即停用", "Stop now");
    public static readonly Text Enable = new("申请恢复", "Propose enabling");
    public static readonly Text Proposed = new("已提交，等待另一名运维人员审批。", "Proposed; another operator decides.");
    public static readonly Text Approved = new("已批准并生效。", "Approved and in force.");
    public static readonly Text Refused = new("已驳回，没有改变。", "Refused; nothing changed.");
    public static readonly Text Disabled = new("已停用，十秒内其令牌全部失效。", "Stopped; its tokens are dead within ten seconds.");

    public static Text KindOf(string kind) => kind switch { "bank" => KindBank, "department" => KindDepartment, _ => KindService };
}
