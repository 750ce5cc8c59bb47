using System.Security.Cryptography.X509Certificates;
using FinancingPlatform.Identity.Clients;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>A client that proved who it is (已认证客户端).</summary>
/// <param name="Client">Its registration.</param>
/// <param name="Assertion">The assertion by which it did; null for mutual TLS.</param>
internal sealed record AuthenticatedClient(RegisteredClient Client, AssertionEvidence? Assertion);

/// <summary>What the checks of a client's authentication look at and have found.</summary>
internal sealed class AuthenticationEvidence(ClientRequest request)
{
    public ClientRequest Request { get; } = request;

    public AssertionEvidence? Assertion { get; set; }

    public RegisteredClient? Client { get; set; }
}

/// <summary>
/// Who calls (客户端认证): <c>private_key_jwt</c> (RFC 7523), or mutual TLS with a registered certificate (RFC 8705 section 2.2), each client by the
/// one that it registered; nothing else (FAPI 2.0 Security Profile section 5.3.2.1-6). The same at every endpoint of the issuer.
/// </summary>
internal sealed class ClientAuthentication
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private readonly ClientAssertionChecks _assertion;

    public ClientAuthentication(IssuerSettings settings, ClientRegistry clients, TimeProvider clock)
    {
        _assertion = new ClientAssertionChecks(clients);
        All =
        [
            Check<AuthenticationEvidence>.Of("parameters-once", e => e.Request.Form.FirstOrDefault(p => p.Value.Count != 1).Key is { } name
                ? OAuthError.InvalidRequest("parameters-once", $"the parameter {ClientRequest.Printable(name)} must stand once") : null),
            Check<AuthenticationEvidence>.Of("one-authentication", e => e.Request.HasAuthorizationHeader || e.Request["client_secret"] is not null
                ? OAuthError.InvalidClient("one-authentication", "the client must authenticate by private_key_jwt or by its certificate alone") : null),
            Check<AuthenticationEvidence>.Of("assertion-type", e => ByCertificate(e.Request) || (e.Request["client_assertion_type"] == AssertionType && e.Request["client_assertion"] is not null)
                ? null : OAuthError.InvalidClient("assertion-type", $"client_assertion with client_assertion_type {AssertionType} is required")),
            new("assertion", async (e, cancellationToken) =>
            {
                if (ByCertificate(e.Request))
                {
                    return null;
                }

                e.Assertion = new AssertionEvidence(e.Request["client_assertion"]!, e.Request["client_id"], settings.Issuer, clock.GetUtcNow());
                foreach (var check in _assertion.All)
                {
                    if (await check.Find(e.Assertion, cancellationToken) is { } description)
                    {
                        return OAuthError.InvalidClient(check.Name, description);
                    }
                }

                e.Client = e.Assertion.Client;
                return null;
            }),
            new("certificate-client", async (e, cancellationToken) =>
            {
                e.Client ??= e.Request["client_id"] is { } id ? await clients.FindAsync(id, cancellationToken) : null;
                return e.Client is { Enabled: true } ? null : OAuthError.InvalidClient("certificate-client", "the client is not registered or is disabled");
            }),
            Check<AuthenticationEvidence>.Of("certificate-registered", e => !ByCertificate(e.Request) || e.Client!.HasCertificate(e.Request.Certificate!)
                ? null : OAuthError.InvalidClient("certificate-registered", "the certificate is not one that the client registered")),
            Check<AuthenticationEvidence>.Of("certificate-in-time", e => e.Request.Certificate is not { } shown || IsInTime(shown, clock.GetUtcNow())
                ? null : OAuthError.InvalidClient("certificate-in-time", "the certificate is not valid now")),
            Check<AuthenticationEvidence>.Of("method-registered", e => e.Client!.AuthMethod == (e.Assertion is null ? ClientAuthMethod.Certificate : ClientAuthMethod.PrivateKeyJwt)
                ? null : OAuthError.InvalidClient("method-registered", $"the client is registered for {e.Client.AuthMethod}")),
        ];
    }

    public IReadOnlyList<Check<AuthenticationEvidence>> All { get; }

    /// <summary>Names of the checks, in order.</summary>
    public IEnumerable<string> Names => All.SelectMany(c => c.Name == "assertion" ? _assertion.All.Select(a => a.Name) : [c.Name]);

    /// <summary>Makes every check but replay; exactly one of the two results is set.</summary>
    public async ValueTask<(AuthenticatedClient? Client, OAuthError? Error)> AuthenticateAsync(ClientRequest request, CancellationToken cancellationToken)
    {
        var evidence = new AuthenticationEvidence(request);
        return await All.FirstFaultAsync(evidence, cancellationToken) is { } fault ? (null, fault) : (new AuthenticatedClient(evidence.Client!, evidence.Assertion), null);
    }

    private static bool IsInTime(X509Certificate2 certificate, DateTimeOffset now) =>
        certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime + ClientAssertionChecks.MaxFuture && now.UtcDateTime < certificate.NotAfter.ToUniversalTime();

    // A certificate alone is a way to authenticate only when no assertion came with it.
    private static bool ByCertificate(ClientRequest request) => request.Certificate is not null && request["client_assertion"] is null && request["client_assertion_type"] is null;
}
