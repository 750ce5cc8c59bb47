using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Tests.Portal;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>Clients that prove who they are by a certificate, and tokens bound to it (RFC 8705), through real TLS.</summary>
public sealed class MutualTlsTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>
{
    private const string List = "/v1/authorisations";

    [Fact, Trait("clause", "RFC8705-2.2"), Trait("clause", "RFC8705-3"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-4"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-6")]
    public async Task A_registered_certificate_gets_a_token_bound_to_it_that_works_with_it_alone()
    {
        using var certificate = CodeFlowWorld.NewCertificate();
        using var thief = CodeFlowWorld.NewCertificate();
        var client = await RegisterAsync(certificate);
        using var http = CodeFlowWorld.Over(certificate);
        var (status, body) = await TokenAsync(http, client);
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.GetProperty("token_type").GetString().ShouldBe("Bearer");
        var token = body.GetProperty("access_token").GetString()!;
        var cnf = new JsonWebToken(token).GetPayloadValue<JsonElement>("cnf");
        cnf.GetProperty("x5t#S256").GetString().ShouldBe(Base64UrlEncoder.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256)));
        cnf.TryGetProperty("jkt", out _).ShouldBeFalse();

        (await ListAsync(http, world.ApiTls, "Bearer", token)).ShouldBe(HttpStatusCode.OK);
        using var stolen = CodeFlowWorld.Over(thief);
        (await ListAsync(stolen, world.ApiTls, "Bearer", token)).ShouldBe(HttpStatusCode.Unauthorized, "another certificate");
        (await ListAsync(world.Http, world.Portal.BankApi, "Bearer", token)).ShouldBe(HttpStatusCode.Unauthorized, "no certificate");
        (await ListAsync(http, world.ApiTls, "DPoP", token)).ShouldBe(HttpStatusCode.Unauthorized, "no proof");
    }

    [Fact, Trait("clause", "RFC8705-3"), Trait("clause", "RFC9449-6"), Trait("rule", "A6")]
    public async Task A_look_over_mutual_TLS_still_needs_the_banks_own_signed_proof()
    {
        using var certificate = CodeFlowWorld.NewCertificate();
        using var thief = CodeFlowWorld.NewCertificate();
        using var key = new ProofMaker();
        var client = await RegisterAsync(certificate);
        using var http = CodeFlowWorld.Over(certificate);
        var plain = (await TokenAsync(http, client)).Body.GetProperty("access_token").GetString()!;
        (await PullAsync(http, "Bearer", plain, null)).Body.ShouldContain("signed-request");

        var (status, both) = await TokenAsync(http, client, key.Make("POST", new Uri(world.Portal.Tls, "/connect/token").AbsoluteUri, token: null));
        status.ShouldBe(HttpStatusCode.OK, both.ToString());
        both.GetProperty("token_type").GetString().ShouldBe("DPoP");
        var token = both.GetProperty("access_token").GetString()!;
        (await PullAsync(http, "DPoP", token, key)).Body.ShouldContain("enterprise-unknown", Case.Sensitive, "the gate was asked");
        using var other = CodeFlowWorld.Over(thief);
        (await PullAsync(other, "DPoP", token, key)).Body.ShouldContain("x5t", Case.Sensitive, "both bindings are checked, each on its own");
        (await PullAsync(http, "Bearer", token, null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, Trait("clause", "RFC8705-2.2"), Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-6")]
    [InlineData("another certificate", "certificate-registered")]
    [InlineData("expired certificate", "certificate-in-time")]
    [InlineData("unknown client", "certificate-client")]
    [InlineData("registered for assertions", "certificate-registered")]
    public async Task A_certificate_that_does_not_hold_gets_nothing(string what, string check)
    {
        using var certificate = CodeFlowWorld.NewCertificate(what == "expired certificate" ? TimeSpan.FromHours(-1) : null);
        using var another = CodeFlowWorld.NewCertificate();
        using var assertions = await world.RegisterAsync();
        var client = await RegisterAsync(certificate);
        using var http = CodeFlowWorld.Over(what == "another certificate" ? another : certificate);
        var (status, body) = await TokenAsync(http, what == "unknown client" ? "nobody" : what == "registered for assertions" ? assertions.ClientId : client);
        status.ShouldBe(HttpStatusCode.Unauthorized);
        body.GetProperty("error_description").GetString().ShouldStartWith(check + ":");
    }

    [Fact, Trait("clause", "FAPI2-SP-FINAL-5.3.2.1-6")]
    public async Task A_client_registered_for_a_certificate_may_not_come_with_an_assertion()
    {
        using var certificate = CodeFlowWorld.NewCertificate();
        using var credentials = BankCredentials.Create(await RegisterAsync(certificate), PortalServer.BankA);
        await world.Portal.Db.ExecuteAsync("update identity.client set jwks = $2::jsonb where client_id = $1", credentials.ClientId, credentials.PublicJwks());
        using var key = new ProofMaker();
        var (_, body) = await world.PostAsync("/connect/token", credentials, world.Proof(key), new() { ["grant_type"] = "client_credentials" });
        body.GetProperty("error_description").GetString().ShouldStartWith("method-registered:");
    }

    [Fact, Trait("clause", "RFC8705-5"), Trait("clause", "RFC8705-3.3")]
    public async Task Discovery_names_the_doors_for_certificates()
    {
        var document = JsonSerializer.Deserialize<JsonElement>(await world.Http.GetStringAsync(world.Issuer + "/.well-known/oauth-authorization-server"));
        document.GetProperty("tls_client_certificate_bound_access_tokens").GetBoolean().ShouldBeTrue();
        document.GetProperty("mtls_endpoint_aliases").GetProperty("token_endpoint").GetString().ShouldBe(new Uri(world.Portal.Tls, "/connect/token").AbsoluteUri);
        document.GetProperty("token_endpoint_auth_methods_supported").ToString().ShouldBe("""["private_key_jwt","self_signed_tls_client_auth"]""");
    }

    [Theory, Trait("clause", "FAPI2-SP-FINAL-5.2.1"), Trait("clause", "FAPI2-SP-FINAL-5.2.2")]
    [InlineData("none")]
    [InlineData("TLS 1.1")]
    public async Task The_door_opens_to_TLS_1_2_or_later_with_a_certificate_only(string what)
    {
        using var certificate = CodeFlowWorld.NewCertificate();
        using var http = what == "none" ? CodeFlowWorld.Over(null) : Old(certificate);
        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(new Uri(world.Portal.Tls, "/connect/jwks")));
    }

    private static HttpClient Old(X509Certificate2 certificate)
    {
#pragma warning disable MA0039 // the host made its certificate itself at its first start, on loopback
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, _, _, _) => true };
#pragma warning restore MA0039
        handler.ClientCertificates.Add(certificate);
#pragma warning disable CS0618, SYSLIB0039, CA5397, S4423 // that the old version is refused is what is tested
        handler.SslProtocols = SslProtocols.Tls11;
#pragma warning restore CS0618, SYSLIB0039, CA5397, S4423
        return new HttpClient(handler);
    }

    private async Task<string> RegisterAsync(X509Certificate2 certificate)
    {
        using var bank = await world.RegisterAsync();
        await world.Portal.Db.ExecuteAsync(
            "update identity.client set auth_method = 'self_signed_tls_client_auth', certificate_sha256 = array[$2] where client_id = $1", bank.ClientId, certificate.GetCertHash(HashAlgorithmName.SHA256));
        return bank.ClientId;
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> TokenAsync(HttpClient http, string client, string? proof = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(world.Portal.Tls, "/connect/token"))
        {
            Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", client)]),
        };
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<HttpStatusCode> ListAsync(HttpClient http, Uri door, string scheme, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(door, List));
        request.Headers.Authorization = new(scheme, token);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private async Task<(HttpStatusCode Status, string Body)> PullAsync(HttpClient http, string scheme, string token, ProofMaker? key)
    {
        var url = new Uri(world.ApiTls, "/v1/score-pulls");
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { uscc = PortalServer.BankB, purpose = "loan-application", @operator = "o", branch = "b", reference = "R" }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new(scheme, token);
        if (key is not null)
        {
            request.Headers.Add("DPoP", key.Make("POST", url.AbsoluteUri, token));
        }

        using var response = await http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
