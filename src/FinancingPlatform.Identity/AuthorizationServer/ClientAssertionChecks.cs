using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Jose;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>What the checks of one client assertion look at, and what earlier checks have read for later ones.</summary>
internal sealed class AssertionEvidence(string text, string? claimedClientId, string issuer, DateTimeOffset now)
{
    public string Text { get; } = text;

    public string? ClaimedClientId { get; } = claimedClientId;

    public string Issuer { get; } = issuer;

    public DateTimeOffset Now { get; } = now;

    public UnverifiedJwt? Token { get; set; }

    public RegisteredClient? Client { get; set; }
}

/// <summary>One named check: null when it passes, otherwise what is wrong.</summary>
internal sealed record AssertionCheck(string Name, Func<AssertionEvidence, CancellationToken, ValueTask<string?>> Find)
{
    public static AssertionCheck Of(string name, Func<AssertionEvidence, string?> find) => new(name, (e, _) => ValueTask.FromResult(find(e)));
}

/// <summary>A client's signed assertion (客户端断言), RFC 7523 section 3 on the FAPI 2.0 Security Profile section 5.3.2.1, check by check.</summary>
internal sealed class ClientAssertionChecks
{
    public const int MaxLength = 8000;
    public const int MaxJtiLength = 256;

    /// <summary>FAPI 2.0 section 5.3.2.1-13: 10 s ahead must pass, 60 s must fail.</summary>
    public static readonly TimeSpan MaxFuture = TimeSpan.FromSeconds(10);

    /// <summary>A longer life would keep the memory of used assertions longer.</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(10);

    public ClientAssertionChecks(ClientRegistry clients) => All =
    [
        AssertionCheck.Of("assertion-length", e => e.Text.Length <= MaxLength ? null : $"the assertion is longer than {MaxLength} characters"),
        AssertionCheck.Of("assertion-jwt", Read),
        AssertionCheck.Of("assertion-alg", e => SigningAlgorithms.IsAllowed(e.Token!.Alg) ? null : $"alg must be one of {SigningAlgorithms.Listed}"),
        AssertionCheck.Of("assertion-iss-sub", IssuerAndSubject),
        new("assertion-client", async (e, cancellationToken) =>
        {
            e.Client = await clients.FindAsync(e.Token!.Text("sub")!, cancellationToken);
            return e.Client is { Enabled: true } ? null : "the client is not registered or is disabled";
        }),
        new("assertion-signature", async (e, _) => await JwtSignature.IsByAsync(e.Token!, e.Client!.KeysFor(e.Token!.HeaderText("kid"))) ? null : "the assertion is not signed by a key of the client"),
        AssertionCheck.Of("assertion-aud", e => e.Token!.Text("aud") == e.Issuer ? null : "aud must be the issuer as one string"),
        AssertionCheck.Of("assertion-exp", Expiry),
        AssertionCheck.Of("assertion-iat", e => IsReached(e, "iat") ? null : "iat lies in the future"),
        AssertionCheck.Of("assertion-nbf", e => IsReached(e, "nbf") ? null : "nbf lies in the future"),
        AssertionCheck.Of("assertion-jti", e => e.Token!.Text("jti") is { Length: > 0 and <= MaxJtiLength } ? null : $"jti must be a text of 1 to {MaxJtiLength} characters"),
    ];

    public IReadOnlyList<AssertionCheck> All { get; }

    private static string? Read(AssertionEvidence e)
    {
        e.Token = UnverifiedJwt.Read(e.Text);
        return e.Token is null ? "the assertion is not a well-formed signed JWT in compact form" : null;
    }

    private static string? IssuerAndSubject(AssertionEvidence e)
    {
        var subject = e.Token!.Text("sub");
        return subject is { Length: > 0 } && e.Token.Text("iss") == subject && (e.ClaimedClientId is null || e.ClaimedClientId == subject)
            ? null
            : "iss, sub and client_id must be the same client";
    }

    private static string? Expiry(AssertionEvidence e) => e.Token!.Date("exp") switch
    {
        null => "exp must be a number of seconds",
        var exp when exp <= e.Now => "the assertion has expired",
        var exp when exp > e.Now + MaxLifetime + MaxFuture => $"exp lies more than {MaxLifetime.TotalMinutes:0} minutes ahead",
        _ => null,
    };

    private static bool IsReached(AssertionEvidence e, string claim) =>
        !e.Token!.Has(claim) || (e.Token.Date(claim) is { } date && date <= e.Now + MaxFuture);
}
