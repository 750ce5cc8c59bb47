using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Exchange.Signing;

internal static class SigningErrors
{
    public static readonly Error Malformed = new(
        ErrorKind.Invalid, "malformed-signature", "签名格式不符合约定：应为本约定类型和算法的紧凑 JWS。", "The signature is not a compact JWS of the agreed type and algorithm.");

    public static readonly Error BadSignature = new(
        ErrorKind.Unauthenticated, "bad-signature", "签名验证失败：内容在签名后被改动，或不是用登记的密钥签的。", "The signature does not verify: the content changed after signing, or another key signed it.");

    public static Error UnknownSigner(string? kid) => new(
        ErrorKind.Unauthenticated, "unknown-signer", $"没有登记密钥“{Shown(kid)}”；请先把公钥交给对方登记。", $"No key “{Shown(kid)}” is registered here; hand over its public key first.");

    public static Error WrongParty(string what, string expected) => new(
        ErrorKind.Forbidden, "wrong-party", $"签名声明中的{(what == "source" ? "来源" : "去向")}与预期“{expected}”不符。", $"The signed statement's {what} is not the expected “{expected}”.");

    public static Error Mismatch(string what) => new(
        ErrorKind.Invalid, "batch-tampered", $"批次内容与其签名不一致：{what}。", $"The batch does not match its signature: {what}.");

    public static Error FromTheFuture => new(
        ErrorKind.Invalid, "clock-ahead", "签名时间晚于本节点时钟，请校准时钟。", "The statement is dated ahead of this node's clock; check both clocks.");

    // A stranger's text goes into a log and a page: bounded, one line.
    private static string Shown(string? text) => string.Concat((text ?? "").Where(c => !char.IsControl(c)).Take(64));
}
