namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the enterprise's pages (企业页面文字).</summary>
internal static class EnterpriseTexts
{
    public static readonly Text Uscc = new("统一社会信用代码", "Unified social credit code");
    public static readonly Text LegalRepresentative = new("法定代表人", "Legal representative");
    public static readonly Text RegistryStatus = new("登记状态", "Registry status");
    public static readonly Text District = new("登记地", "District");
    public static readonly Text Size = new("规模", "Size");

    public static readonly Text NextTitle = new("办理进度", "Where you are");
    public static readonly Text StepRegistered = new("已注册", "Registered");
    public static readonly Text StepRegisteredText = new("账户已可使用。", "The account works.");
    public static readonly Text StepVerified = new("实名认证", "Real-name verification");
    public static readonly Text StepVerifiedNow = new("{2} 级（{0}），有效期至 {1}。", "Level {2} ({0}), valid until {1}.");
    public static readonly Text StepNotVerified = new(
        "尚未认证（0 级）。完成认证后才能授权。", "Not verified (level 0). You can authorise banks once it is done.");
    public static readonly Text StepVerify = new("现在认证", "Verify now");
    public static readonly Text StepAuthorise = new("授权银行查询", "Authorise a bank");
    public static readonly Text StepAuthoriseText = new("选择银行、信息项、目的和期限，用通行密钥签署。", "Choose bank, items, purpose and period; sign with your passkey.");
    public static readonly Text StepPasskeyText = new("需要先添加通行密钥。", "You need a passkey first.");
    public static readonly Text NewAuthorisation = new("新建授权", "New authorisation");

    public static readonly Text ScoreTitle = new("本企业评分", "Your score");
    public static readonly Text ScorePublic = new("公开信息评分", "Score on public data");
    public static readonly Text ScoreFull = new("授权信息评分", "Score on authorised data");
    public static readonly Text ScoreDemonstration = new("演示模型", "Demonstration model");
    public static readonly Text ScoreDemonstrationText = new(
        "由演示评分模型计算，不代表真实违约概率或额度。", "Computed by a demonstration model; it stands for no real probability of default or limit.");
    public static readonly Text ScoreReference = new("参考，银行独立决策。", "For reference; the bank decides independently.");
    public static readonly Text ScoreGrade = new("等级", "Grade");
    public static readonly Text ScorePoints = new("分", "points");
    public static readonly Text ScoreAsOf = new("截至 {0}，模型 {1}（{2}）", "As of {0}, model {1} ({2})");
    public static readonly Text ScoreReasons = new("主要原因", "Main reasons");
    public static readonly Text ScoreNone = new(
        "还没有评分。公开信息评分由系统定期计算；授权后几秒内计算授权信息评分。",
        "No score yet. The score on public data is computed regularly, the one on authorised data within seconds of an authorisation.");
    public static readonly Text ScoreNoReasons = new("本评分没有可列出的原因。", "This score lists no reasons.");

    public static readonly Text LinesTitle = new("授信和贷款", "Lines and loans");
    public static readonly Text LineNo = new("授信编号", "Line");
    public static readonly Text Bank = new("银行", "Bank");
    public static readonly Text Amount = new("金额（元）", "Amount (yuan)");
    public static readonly Text Used = new("已用（元）", "Used (yuan)");
    public static readonly Text Rate = new("年利率", "Yearly rate");
    public static readonly Text Period = new("期限", "Period");
    public static readonly Text Kind = new("类型", "Kind");
    public static readonly Text NoteNo = new("借据号", "Note");
    public static readonly Text Balance = new("余额（元）", "Balance (yuan)");
    public static readonly Text FirstLoan = new("首贷", "First loan");
    public static readonly Text LinesNone = new("银行还没有回传授信或贷款。", "No bank has posted a line or a loan yet.");
    public static readonly Text Loans = new("贷款", "Loans");
    public static readonly Text CreditLines = new("授信", "Credit lines");

    public static readonly Text AuthorisationsTitle = new("授权管理", "Authorisations");
    public static readonly Text AuthorisationsLead = new("授权后银行才能查询；可以随时撤回。", "A bank can look only while an authorisation lives. You can withdraw at any time.");
    public static readonly Text AuthorisationsNone = new("还没有授权任何银行。", "No bank has been authorised yet.");
    public static readonly Text Purpose = new("目的", "Purpose");
    public static readonly Text Legs = new("授权事项", "Allowed");
    public static readonly Text LegLook = new("查询", "Look");
    public static readonly Text LegReturn = new("回传", "Return");
    public static readonly Text LegTraining = new("训练", "Training");
    public static readonly Text Uses = new("已用 / 次数", "Used / allowed");
    public static readonly Text State = new("状态", "State");
    public static readonly Text SignedAt = new("签署时间", "Signed");
    public static readonly Text Details = new("详情", "Details");
    public static readonly Text Revoke = new("撤回", "Withdraw");
    public static readonly Text Paused = new("自 {0} 起暂停，期间银行不能查询；到期日不变。", "Paused since {0}; the bank cannot look meanwhile, and the last day stays.");
    public static readonly Text Pause = new("暂停", "Pause");
    public static readonly Text Resume = new("恢复", "Go on");
    public static readonly Text PauseDone = new("已暂停，银行现在不能查询。", "Paused; the bank cannot look now.");
    public static readonly Text ResumeDone = new("已恢复，银行可以继续查询。", "It goes on; the bank can look again.");
    public static readonly Text LetterPdf = new("授权书 PDF", "Letter as PDF");
    public static readonly Text LetterJson = new("授权书证据文件", "Letter with its evidence");
    public static readonly Text Revoked = new("已于 {0} 撤回。原因：{1}", "Withdrawn at {0}. Reason: {1}");
    public static readonly Text NotVerifiedNote = new("完成实名认证后才能新建授权。", "Verify the enterprise before you authorise a bank.");
    public static readonly Text DetailTitle = new("授权详情", "Authorisation");
    public static readonly Text Items = new("信息项", "Items");
    public static readonly Text CatalogueVersion = new("目录版本", "Catalogue version");
    public static readonly Text TextVersion = new("文本版本", "Text version");
    public static readonly Text TextDigest = new("文本摘要（SHA-256）", "Digest of the text (SHA-256)");
    public static readonly Text FullText = new("授权书全文", "Full text");

    public static readonly Text RevokeTitle = new("撤回授权", "Withdraw the authorisation");
    public static readonly Text RevokeLead = new("撤回前，请了解撤回后会怎样：", "Before you withdraw, this is what follows:");
    public static readonly Text RevokeStops = new("银行立即不能再查询；据此授权计算的评分一分钟内删除。", "The bank can no longer look from this moment; the score computed under it is erased within a minute.");
    public static readonly Text RevokeKeeps = new(
        "银行此前已读取 {0} 次。按合同和法律需要保存的部分，银行可以继续保存并用于该合同，不得用于其他目的。",
        "The bank has read data {0} times. What its contract and the law make it keep, it may keep and use for that contract, and for nothing else.");
    public static readonly Text RevokeLoans = new(
        "此授权下有 {0} 笔授信，贷款余额 {1} 元。合同继续有效：撤回不免除还款，也不改变利率和期限。",
        "{0} credit lines stand under it, with {1} yuan outstanding. The contracts stay in force: withdrawing does not end repayment, nor change rate or term.");
    public static readonly Text RevokeNoLoans = new("此授权下没有授信或贷款。", "No line or loan stands under it.");
    public static readonly Text RevokeReturn = new(
        "回传授权同时停止：银行不能再据此回传新的授信和放款；已经上报省级和国家平台的记录保留，并附上撤回记录。",
        "The return leg ends too: the bank can post no new line or loan under it. What already went to the province and the nation stays there, together with this withdrawal.");
    public static readonly Text RevokeReason = new("原因（可不填）", "Reason (optional)");
    public static readonly Text RevokeConfirm = new("确认撤回", "Withdraw now");
    public static readonly Text RevokeDone = new("授权已撤回。银行从现在起不能查询。", "Withdrawn. The bank can no longer look.");

    public static readonly Text AccessesTitle = new("查询记录", "Who looked at your data");
    public static readonly Text AccessesLead = new("每一次查询都在这里，包括被拒绝的。发现异常可以撤回授权或投诉。", "Every look is here, refused ones too. If one looks wrong, withdraw the authorisation or complain.");
    public static readonly Text AccessesNone = new("还没有人查询过。", "Nobody has looked yet.");
    public static readonly Text AccessTime = new("时间", "Time");
    public static readonly Text AccessOperator = new("经办人 / 网点", "Operator / branch");
    public static readonly Text AccessReference = new("业务编号", "Reference");
    public static readonly Text AccessOutcome = new("结果", "Outcome");
    public static readonly Text AccessRead = new("读取时间", "Read at");
    public static readonly Text AccessNotRead = new("未读取", "not read");
    public static readonly Text AccessRefusal = new("拒绝原因", "Why refused");
    public static readonly Text AccessTicket = new("记录编号", "Ticket");
    public static readonly Text FilterAll = new("全部", "All");
    public static readonly Text Filter = new("筛选", "Filter");
}
