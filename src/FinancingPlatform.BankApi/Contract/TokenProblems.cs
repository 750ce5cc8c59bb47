using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>Problems of tokens and proofs (令牌与证明的错误) in general words; the resource server finds them before any operation is reached.</summary>
internal static class TokenProblems
{
    public static Error Unauthenticated { get; } = new(ErrorKind.Unauthenticated, "unauthenticated", "请出示访问令牌和 DPoP 证明。", "Present an access token and a DPoP proof.");

    public static Error InvalidRequest { get; } = new(ErrorKind.Invalid, "invalid-request", "令牌出示的方式不对：只能用一个 Authorization 请求头。", "The token is shown in a wrong way: use exactly one Authorization header.");

    public static Error InvalidToken { get; } = new(ErrorKind.Unauthenticated, "invalid-token", "访问令牌无效、过期、已撤销或绑定于另一密钥。请重新取得令牌。", "The access token is invalid, expired, revoked or bound to another key; get a new one.");

    public static Error InvalidProof { get; } = new(ErrorKind.Unauthenticated, "invalid-dpop-proof", "DPoP 证明无效或已用过。请为每个请求生成新的证明。", "The DPoP proof is invalid or was used before; make a new one for each request.");

    public static Error UseNonce { get; } = new(ErrorKind.Unauthenticated, "use-dpop-nonce", "请在证明中带上 DPoP-Nonce 响应头给出的值，再次发送。", "Put the value of the DPoP-Nonce header into the proof and send the request again.");

    public static Error InsufficientScope { get; } = new(ErrorKind.Forbidden, "insufficient-scope", "令牌的范围或客户端的种类不允许此操作。", "The token's scope or the client's kind does not allow this.");

    /// <summary>Any guarded operation may answer with these.</summary>
    public static IReadOnlyList<Error> All { get; } = [Unauthenticated, InvalidRequest, InvalidToken, InvalidProof, UseNonce, InsufficientScope];
}
