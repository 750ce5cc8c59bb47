namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the frame around every page (公共页面文字).</summary>
internal static class SharedTexts
{
    public static readonly Text Brand = new("泰安市融资信用服务平台", "Tai'an Financing Credit Service");
    public static readonly Text Demonstration = new("演示数据，均为虚构", "Demonstration: all data is invented");
    public static readonly Text SkipToContent = new("跳到主要内容", "Skip to main content");
    public static readonly Text MainNavigation = new("主导航", "Main navigation");
    public static readonly Text OtherLanguage = new("English", "中文");
    public static readonly Text SignIn = new("登录", "Sign in");
    public static readonly Text SignOut = new("退出", "Sign out");
    public static readonly Text Register = new("注册", "Register");
    public static readonly Text Home = new("首页", "Home");
    public static readonly Text NavStatus = new("我的企业", "My enterprise");
    public static readonly Text NavAuthorisations = new("授权", "Authorisations");
    public static readonly Text NavAccesses = new("查询记录", "Who looked");
    public static readonly Text NavReport = new("信用报告", "Credit report");
    public static readonly Text NavAccount = new("账户", "Account");
    public static readonly Text NavBank = new("银行工作台", "Bank desk");
    public static readonly Text NavRegulator = new("监管指标", "Regulator");
    public static readonly Text NavOperator = new("运行维护", "Operations");
    public static readonly Text Footer = new(
        "平台评分仅供参考，银行独立决策。时间均为北京时间（UTC+8）。",
        "Scores are for reference; the bank decides independently. Times are Beijing time (UTC+8).");

    public static readonly Text NextPage = new("下一页", "Next page");
    public static readonly Text FirstPage = new("回到第一页", "Back to the first page");
    public static readonly Text ExportCsv = new("导出 CSV", "Export CSV");
    public static readonly Text Back = new("返回", "Back");
    public static readonly Text Cancel = new("取消", "Cancel");
    public static readonly Text Yes = new("是", "Yes");
    public static readonly Text No = new("否", "No");
    public static readonly Text None = new("无", "None");
    public static readonly Text NothingYet = new("暂无记录", "Nothing here yet");
    public static readonly Text UnitYuan = new("元", "yuan");

    public static readonly Text HomeTitle = new("凭信用融资，数据由企业做主", "Borrow on credit; your data stays yours");
    public static readonly Text HomeLead = new(
        "企业授权，银行才能查看；每一次查询都有记录，企业随时可看、随时可撤回。",
        "A bank sees data only after the enterprise has authorised it. Every look is recorded, visible to the enterprise and can be stopped by it at any time.");
    public static readonly Text HomeEnterprise = new("企业", "Enterprises");
    public static readonly Text HomeEnterpriseText = new(
        "注册、实名认证、用通行密钥签署授权，查看自己的评分和每一次查询。",
        "Register, prove who you are, sign authorisations with a passkey, see your score and every look at your data.");
    public static readonly Text HomeStaff = new("银行与监管", "Banks and regulators");
    public static readonly Text HomeStaffText = new(
        "银行、监管和运维人员使用密码和动态口令登录。",
        "Bank, regulator and operations staff sign in with a password and a one-time code.");

    public static readonly Text HomeVerifyText = new("扫描报告上的二维码，或输入编号，查看报告是否仍然有效。", "Scan the QR code on a report or type its number to see whether it is still valid.");

    public static readonly Text ProblemBadRequest = new("请求无法处理", "The request could not be handled");
    public static readonly Text ProblemBadRequestText = new(
        "表单可能已过期或内容有误。请返回上一页，刷新后重试。",
        "The form may have expired or its content is wrong. Go back, reload the page and try again.");
    public static readonly Text ProblemSignIn = new("请先登录", "Please sign in");
    public static readonly Text ProblemSignInText = new("登录后才能打开此页面。", "This page opens after you have signed in.");
    public static readonly Text ProblemForbidden = new("没有权限", "Not allowed");
    public static readonly Text ProblemForbiddenText = new(
        "您当前的账户不能打开此页面。如需使用，请换用有权限的账户登录。",
        "Your account may not open this page. Sign in with an account that may.");
    public static readonly Text ProblemNotFound = new("页面不存在", "Page not found");
    public static readonly Text ProblemNotFoundText = new(
        "地址可能有误，或该内容不属于您的企业。",
        "The address may be wrong, or what it names is not your enterprise's.");
    public static readonly Text ProblemTooMany = new("请求过于频繁", "Too many requests");
    public static readonly Text ProblemTooManyText = new("请稍候再试。", "Wait a moment and try again.");
    public static readonly Text ProblemServer = new("系统暂时出错", "Something went wrong here");
    public static readonly Text ProblemServerText = new(
        "错误已记录。请稍后重试；如再次出现，请向客服提供下面的编号。",
        "The error has been recorded. Try again later; if it happens again, give support the number below.");
    public static readonly Text ProblemNumber = new("编号", "Reference");
}
