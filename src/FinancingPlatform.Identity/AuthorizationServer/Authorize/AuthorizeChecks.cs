using FinancingPlatform.Core.Errors;
using FinancingPlatform.Identity.AuthorizationServer.Pushed;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Identity.AuthorizationServer.Authorize;

/// <summary>What the checks of an authorization request look at.</summary>
/// <param name="Query">The address's parameters.</param>
/// <param name="Pushed">What its reference names; null when nothing does.</param>
/// <param name="Now">The time.</param>
/// <param name="MayStillSign">True after the page was opened in time: reading takes longer than opening.</param>
internal sealed record AuthorizeEvidence(IReadOnlyDictionary<string, StringValues> Query, PushedRequest? Pushed, DateTimeOffset Now, bool MayStillSign)
{
    public string? this[string name] => Query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}

/// <summary>
/// The authorization request (授权请求检查), check by check. None of its faults is answered by a redirect: as long as the reference does not hold,
/// nobody vouches for the address (FAPI 2.0 Security Profile section 5.3.2.2; RFC 9126 section 4; RFC 9700 section 4.11).
/// </summary>
internal static class AuthorizeChecks
{
    /// <summary>Parameters of an authorization request that count only where they were pushed.</summary>
    private static readonly string[] s_pushedOnly =
    [
        "response_type", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "authorization_details", "response_mode", "request", "dpop_jkt",
        "nonce", "claims", "resource",
    ];

    /// <summary>The request was answered before, or meanwhile.</summary>
    public static Error Answered { get; } = Fault(
        "not-answered", "这个授权请求已经处理过。如需再次授权，请回到银行页面重新发起。", "This request was answered already. To authorise again, go back to the bank and start again.");

    public static IReadOnlyList<(string Name, Func<AuthorizeEvidence, Error?> Find)> All { get; } =
    [
        Of("parameters-once", e => e.Query.Values.All(v => v.Count == 1), "链接中有重复的参数。请回到银行页面重新发起。", "A parameter stands twice in the address. Go back to the bank and start again."),
        Of("request-uri", e => e["request_uri"]?.StartsWith(PushedRequest.ReferencePrefix, StringComparison.Ordinal) == true,
            "链接中没有授权请求编号：银行须先推送请求（PAR）。请回到银行页面重新发起。",
            "The address names no pushed request: the bank must push it first (PAR). Go back to the bank and start again."),
        Of("nothing-else", e => !s_pushedOnly.Any(e.Query.ContainsKey),
            "链接中带有应当推送的参数，已拒绝。请银行只发送 client_id 和 request_uri。", "The address carries parameters that belong in the pushed request. The bank must send client_id and request_uri alone."),
        Of("pushed", e => e.Pushed is not null, "没有这个授权请求，或该银行接口已停用。请回到银行页面重新发起。", "There is no such request, or the bank's client is disabled. Go back to the bank and start again."),
        Of("client-same", e => e["client_id"] == e.Pushed!.ClientId, "授权请求属于另一个客户端。请回到银行页面重新发起。", "The request belongs to another client. Go back to the bank and start again."),
        ("not-answered", e => e.Pushed!.UsedAt is null ? null : Answered),
        Of("not-expired", e => e.Now < (e.MayStillSign ? e.Pushed!.CreatedAt + PushedRequest.TimeToAnswer : e.Pushed!.ExpiresAt),
            "授权请求已过期。请回到银行页面重新发起。", "The request has expired. Go back to the bank and start again."),
    ];

    public static Error? FirstFault(AuthorizeEvidence evidence) => All.Select(check => check.Find(evidence)).FirstOrDefault(fault => fault is not null);

    private static (string Name, Func<AuthorizeEvidence, Error?> Find) Of(string name, Func<AuthorizeEvidence, bool> holds, string zh, string en) =>
        (name, e => holds(e) ? null : Fault(name, zh, en));

    private static Error Fault(string name, string zh, string en) => new(ErrorKind.Invalid, "authorize-" + name, zh, en);
}
