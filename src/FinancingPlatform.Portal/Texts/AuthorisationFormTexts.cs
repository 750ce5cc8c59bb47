namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the form that makes an authorisation, and of its signing (授权表单文字).</summary>
internal static class AuthorisationFormTexts
{
    public static readonly Text Title = new("新建授权", "New authorisation");
    public static readonly Text Lead = new(
        "授权只给您选中的银行、信息项和目的。下一步会显示全文，由您用通行密钥签署；不签署就不生效。",
        "It covers only the bank, items and purpose that you choose. The next step shows the full text, which you sign with your passkey; unsigned, it has no effect.");
    public static readonly Text Bank = new("授权给哪家银行", "Which bank");
    public static readonly Text BankChoose = new("请选择", "Choose");
    public static readonly Text Purpose = new("用于什么目的", "For what purpose");
    public static readonly Text PurposePreCredit = new("银行预估能否给您额度，最长 90 天。", "The bank judges beforehand whether it can offer a limit; at most 90 days.");
    public static readonly Text PurposeApplication = new("银行审查您提出的贷款申请，最长 90 天。", "The bank examines the loan you apply for; at most 90 days.");
    public static readonly Text PurposePostLoan = new("贷款存续期间的管理，最长一年。", "While a loan runs; at most one year.");
    public static readonly Text Items = new("允许查看哪些信息", "Which information");
    public static readonly Text ItemsHint = new(
        "目录版本 {0}。标“公开”的信息不需要授权，勾选只为说明。", "Catalogue version {0}. Items marked public need no authorisation; ticking them only names them.");
    public static readonly Text ItemSource = new("来源：{0}", "Source: {0}");
    public static readonly Text Legs = new("分别同意（默认都不勾选）", "Agree to each on its own (none is ticked for you)");
    public static readonly Text LegLook = new("查询：平台向银行提供上面的信息和评分", "Look: the platform gives the bank the items above and the score");
    public static readonly Text LegLookHint = new("不勾选，银行就看不到。", "Without it the bank sees nothing.");
    public static readonly Text LegReturn = new("回传：银行把授信、放款结果回传平台，报送省级和国家平台", "Return: the bank returns lines and loans; they go to the province and the nation");
    public static readonly Text LegReturnHint = new("直到贷款结清。不勾选，银行不能在此登记放款。", "Until settlement. Without it the bank cannot post a loan here.");
    public static readonly Text LegTraining = new("训练：用这些信息训练和检验评分模型", "Training: these items train and test scoring models");
    public static readonly Text LegTrainingHint = new("与贷款无关，可以不同意。", "It has nothing to do with your loan; you may decline.");
    public static readonly Text Period = new("期限和次数", "Period and number of looks");
    public static readonly Text ValidTo = new("截止日（含）", "Last day (inclusive)");
    public static readonly Text MaxUses = new("最多查询次数", "Most looks");
    public static readonly Text Review = new("下一步：查看全文", "Next: read the full text");
    public static readonly Text FormError = new("请改正下面标出的内容。", "Please mend what is marked below.");
    public static readonly Text MissingValue = new("请填写。", "Fill this in.");
    public static readonly Text NoCatalogue = new("平台还没有载入信息目录或银行，暂时不能授权。", "No catalogue or bank is loaded yet, so nothing can be authorised.");

    public static readonly Text SignTitle = new("阅读并签署", "Read and sign");
    public static readonly Text SignLead = new("这就是您要签署的全文。签名覆盖每一个字；平台不能代签。", "This is the full text that you sign. The signature covers every letter of it; the platform cannot sign for you.");
    public static readonly Text SignSummary = new("要点", "In short");
    public static readonly Text SignButton = new("用通行密钥签署", "Sign with passkey");
    public static readonly Text SignExpires = new("请在 {0} 前签署；之后需要重新生成。", "Sign before {0}; afterwards start again.");
    public static readonly Text SignNoScript = new("签署需要浏览器脚本和通行密钥。请启用 JavaScript 后重试。", "Signing needs a browser with scripts and a passkey. Turn JavaScript on and try again.");
    public static readonly Text SignWaiting = new("请在设备上确认……", "Confirm on your device…");
    public static readonly Text SignFailed = new("没有签署：设备取消或超时。可以再试一次。", "Not signed: the device cancelled or took too long. You can try again.");
    public static readonly Text SignUnsupported = new("此浏览器不支持通行密钥，请换用新版浏览器。", "This browser has no passkeys; use a newer one.");
    public static readonly Text SignDone = new("授权已生效。系统正在计算评分，银行现在可以查询。", "The authorisation is in force. The score is being computed; the bank can look now.");
}
