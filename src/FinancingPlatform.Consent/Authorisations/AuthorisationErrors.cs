using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>What can go wrong when an authorisation is asked for, signed or withdrawn (授权错误).</summary>
public static class AuthorisationErrors
{
    /// <summary>Nobody is signed in for an enterprise.</summary>
    public static Error NotSignedIn { get; } = new(
        ErrorKind.Unauthenticated, "not-signed-in", "请先以企业账户登录，再办理授权。", "Sign in as the enterprise first, then authorise.");

    /// <summary>Real-name level 0 (rule A3).</summary>
    public static Error NotVerified { get; } = new(
        ErrorKind.Forbidden, "not-verified", "企业尚未完成实名认证（一级）。请先完成认证，再办理授权。",
        "The enterprise is not verified to level 1 yet. Complete the verification first, then authorise.");

    /// <summary>The passkey that signed is not the one that was proven to be the enterprise's.</summary>
    public static Error UnknownCredential { get; } = new(
        ErrorKind.Forbidden, "unknown-credential", "签署所用的通行密钥不是实名认证时核验过的那一个。请改用该密钥，或重新认证。",
        "The passkey that signed is not the one proven at verification. Use that one, or verify again.");

    /// <summary>No text waits for a signature under this number.</summary>
    public static Error NothingToSign { get; } = new(
        ErrorKind.Gone, "nothing-to-sign", "待签署的授权书不存在、已签署或已过期（10 分钟）。请重新生成。",
        "No authorisation waits for a signature under this number, or it was signed, or its 10 minutes are over. Start again.");

    /// <summary>No live authorisation of this enterprise under this number.</summary>
    public static Error NotFound { get; } = new(
        ErrorKind.NotFound, "authorisation-not-found", "没有这个授权，或它已被撤回。", "There is no such authorisation, or it is withdrawn already.");

    /// <summary>The receiver is not a bank of this platform.</summary>
    public static Error UnknownBank { get; } = new(
        ErrorKind.Invalid, "bank-unknown", "平台上没有这家银行。请从列表中选择。", "This bank is not on the platform. Choose one from the list.") { Field = "bank_uscc" };

    /// <summary>Too many unsigned texts at once.</summary>
    public static Error TooManyPending { get; } = new(
        ErrorKind.TooMany, "too-many-pending", "待签署的授权书过多。请先签署，或等待 10 分钟。", "Too many texts wait for a signature. Sign one, or wait 10 minutes.")
    { RetryAfterSeconds = 600 };

    /// <summary>The signature does not hold.</summary>
    public static Error BadSignature(AssertionFault fault) => new(
        ErrorKind.Forbidden, "bad-signature", $"签名无效（{fault}）。授权未生效，请重新签署。", $"The signature does not hold ({fault}). Nothing was authorised; sign again.");

    /// <summary>A field breaks a rule.</summary>
    internal static Error Field(string field, string code, string zh, string en) => new(ErrorKind.Invalid, code, zh, en) { Field = field };
}
