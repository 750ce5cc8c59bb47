namespace FinancingPlatform.Identity.Sessions;

/// <summary>How a session was opened (登录方式), as it stands in <c>identity.session.method</c>.</summary>
public static class SignInMethod
{
    /// <summary>By a passkey (通行密钥).</summary>
    public const string Passkey = "passkey";

    /// <summary>By a one-time code (短信验证码).</summary>
    public const string Code = "code";

    /// <summary>By password and TOTP (密码与动态口令).</summary>
    public const string PasswordTotp = "password-totp";
}
