namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the account pages (账户页面文字).</summary>
internal static class AccountTexts
{
    public static readonly Text RegisterTitle = new("企业注册", "Register an enterprise");
    public static readonly Text RegisterLead = new(
        "填写统一社会信用代码和手机号，验证手机后即完成注册。无需安装任何应用。",
        "Enter the unified social credit code and a mobile number. Once the number is proved you are registered; no app is needed.");
    public static readonly Text Uscc = new("统一社会信用代码", "Unified social credit code");
    public static readonly Text UsccHint = new("18 位，见营业执照。小写和空格会自动更正。", "18 characters, as on the business licence. Lower case and blanks are mended.");
    public static readonly Text PersonInCharge = new("经办人姓名", "Person in charge");
    public static readonly Text Phone = new("手机号码", "Mobile number");
    public static readonly Text SendCode = new("获取短信验证码", "Send a code");
    public static readonly Text CodeSent = new(
        "如信息相符，验证码已发送到该手机，5 分钟内有效。", "If the details match, a code has been sent to that number. It is valid for 5 minutes.");
    public static readonly Text Code = new("短信验证码", "Code from the message");
    public static readonly Text FinishRegistration = new("完成注册", "Finish the registration");
    public static readonly Text HaveAccount = new("已注册？去登录", "Registered already? Sign in");

    public static readonly Text SignInTitle = new("企业登录", "Sign in");
    public static readonly Text WithPasskey = new("使用通行密钥", "With a passkey");
    public static readonly Text WithPasskeyText = new("用本机的指纹、面容或屏幕锁登录。", "Use this device's fingerprint, face or screen lock.");
    public static readonly Text WithCode = new("使用短信验证码", "With a code by message");
    public static readonly Text NeedsScript = new("使用通行密钥需要启用 JavaScript；也可以用短信验证码。", "A passkey needs JavaScript; a code by message does not.");
    public static readonly Text NoAccount = new("没有账户？去注册", "No account? Register");
    public static readonly Text StaffHere = new("银行、监管、运维人员登录", "Bank, regulator and operations staff");

    public static readonly Text StaffTitle = new("银行、监管与运维登录", "Staff sign-in");
    public static readonly Text UserName = new("用户名", "User name");
    public static readonly Text Password = new("密码", "Password");
    public static readonly Text Totp = new("动态口令（6 位）", "One-time code (6 digits)");
    public static readonly Text TotpHint = new("来自身份验证器，每 30 秒更换，只能使用一次。", "From your authenticator; it changes every 30 seconds and works once.");

    public static readonly Text PasskeysTitle = new("通行密钥", "Passkeys");
    public static readonly Text PasskeysLead = new(
        "通行密钥保存在您的设备里，用于登录，也用于签署授权。私钥不会离开设备，平台只保存公钥。",
        "A passkey stays on your device. It signs you in and signs your authorisations. The private key never leaves the device; the platform keeps the public one.");
    public static readonly Text PasskeyName = new("名称", "Name");
    public static readonly Text PasskeyNameHint = new("例如：办公室电脑、张经理手机", "For example: office computer, manager's phone");
    public static readonly Text AddPasskey = new("添加通行密钥", "Add a passkey");
    public static readonly Text Added = new("添加时间", "Added");
    public static readonly Text RemovePasskey = new("删除", "Remove");
    public static readonly Text NoPasskeys = new("还没有通行密钥。", "No passkey yet.");
    public static readonly Text PasskeyAdded = new("通行密钥已添加。", "The passkey has been added.");
    public static readonly Text PasskeyRemoved = new("通行密钥已删除；它签过的授权仍可验证。", "The passkey has been removed; what it signed stays verifiable.");
    public static readonly Text GoVerify = new("下一步：实名认证", "Next: real-name verification");
    public static readonly Text BoundToVerification = new("已绑定实名认证", "Bound to the verification");

    public static readonly Text VerifyTitle = new("实名认证", "Real-name verification");
    public static readonly Text VerifyLead = new(
        "核验机构向企业对公账户汇入一笔不足一元的款项，您把到账金额填回来，即证明您能支配该账户。信息相符本身不算认证。",
        "A verifier sends less than one yuan to the enterprise's bank account. Typing the amount back proves that you control the account. Matching facts alone prove nothing.");
    public static readonly Text VerifyLevel = new("当前级别", "Current level");
    public static readonly Text LevelZero = new("0 级：未认证，不能授权", "Level 0: not verified, cannot authorise");
    public static readonly Text LevelOne = new("1 级：已证明对企业的控制", "Level 1: control of the enterprise is proved");
    public static readonly Text LevelTwo = new("2 级：已核验法定代表人或经办人本人", "Level 2: the representative or agent is proved in person");
    public static readonly Text ValidUntil = new("有效期至", "Valid until");
    public static readonly Text ChoosePasskey = new("绑定到通行密钥", "Bind to the passkey");
    public static readonly Text StartTransfer = new("发起小额打款", "Ask for the transfer");
    public static readonly Text Amount = new("到账金额（元）", "Amount that arrived (yuan)");
    public static readonly Text AmountHint = new("例如 0.37。共可输入 3 次。", "For example 0.37. There are 3 tries.");
    public static readonly Text ConfirmAmount = new("确认金额", "Confirm the amount");
    public static readonly Text Verified = new("实名认证已通过。", "The enterprise is verified.");
    public static readonly Text TransferStarted = new("打款已发起，请留意对公账户到账通知。", "The transfer is on its way. Watch for your bank's notice.");
    public static readonly Text Again = new("没有收到？重新发起", "Nothing arrived? Start again");
    public static readonly Text ToEnterprise = new("进入我的企业", "Go to my enterprise");
    public static readonly Text AddPasskeyFirst = new("请先添加通行密钥。", "Add a passkey first.");
}
