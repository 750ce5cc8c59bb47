using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Identity.Verification;

/// <summary>What can go wrong with a real-name verification.</summary>
internal static class VerificationErrors
{
    public static Error NoPasskey { get; } = new(
        ErrorKind.Conflict, "no-passkey", "请先添加通行密钥：实名认证要绑定到它，之后的授权由它签名。", "Add a passkey first: the verification is bound to it, and it signs your authorisations.");

    public static Error AlreadyVerified { get; } = new(
        ErrorKind.Conflict, "already-verified", "该通行密钥已通过实名认证。", "This passkey is verified already.");

    public static Error Missing { get; } = new(
        ErrorKind.NotFound, "verification-missing", "没有进行中的认证，请重新发起。", "No verification is in progress. Start a new one.");

    public static Error AmountInvalid { get; } = new(
        ErrorKind.Invalid, "amount-invalid", "请填写收到的金额，例如 0.37。", "Enter the amount that arrived, such as 0.37.") { Field = "answer" };

    public static Error AmountWrong { get; } = new(
        ErrorKind.Conflict, "amount-wrong", "金额不一致，请核对对公账户的到账通知。共可输入 3 次。", "The amount differs. Check the notice of your bank account. There are 3 tries in all.") { Field = "answer" };

    public static Error Dead { get; } = new(
        ErrorKind.Gone, "verification-dead", "金额已输错 3 次，本次认证作废，请重新发起，将再次打款。", "Three wrong amounts: this verification has ended. Start a new one; another transfer will be made.") { Field = "answer" };

    public static Error Unavailable { get; } = new(
        ErrorKind.Unavailable, "verifier-unavailable", "核验机构暂时无法连接，请稍后重试，已输入的内容不会丢失。", "The verifier cannot be reached now. Try again later; nothing is lost.") { RetryAfterSeconds = 30 };

    public static Error BadStatement { get; } = new(
        ErrorKind.Unavailable, "verifier-statement-invalid", "核验机构的证明未通过验签，认证未完成。请联系客服。", "The verifier's statement failed its check, so nothing was verified. Contact support.");

    public static Error TooMany { get; } = new(
        ErrorKind.TooMany, "too-many-verifications", "今天发起认证次数过多，请明天再试。", "Too many verifications today. Try again tomorrow.") { RetryAfterSeconds = 86_400 };
}
