using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.BankApi;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.BankApi.Contract;
using FinancingPlatform.Tests.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.WebUtilities;
using SoftwarePasskey = FinancingPlatform.Tests.Consent.SoftwarePasskey;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>The portal as issuer and consent page, and the real bank API that trusts it; banks with a redirect address, firms with a passkey.</summary>
public class CodeFlowWorld : IAsyncLifetime
{
    public const string RedirectUri = "https://bank.example/callback";
    public const string State = "state-of-the-bank";

    private static int s_last;
    private readonly string _keys = Directory.CreateTempSubdirectory("fp-api-").FullName;
    private WebApplication? _api;

    public PortalServer Portal { get; } = new();

    public HttpClient Http { get; } = new();

    public string Issuer => Portal.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>The API's door for clients with a certificate.</summary>
    public Uri ApiTls { get; } = new(FreePort.Url().OriginalString.Replace("http:", "https:", StringComparison.Ordinal));

    /// <summary>A setting of both hosts that a test changes.</summary>
    protected virtual (string Name, string Value)? Setting => null;

    public async ValueTask InitializeAsync()
    {
        if (Setting is { } setting)
        {
            Portal.More[setting.Name] = setting.Value;
        }

        await Portal.InitializeAsync();
        _api = BankApiHost.Build(
        [
            $"--urls={Portal.BankApi.OriginalString};{ApiTls.OriginalString}", $"--Keys:Directory={_keys}", $"--Platform:BankApiMutualTlsUrl={ApiTls.OriginalString}",
            .. Setting is { } own ? [$"--{own.Name}={own.Value}"] : Array.Empty<string>(),
            $"--Platform:Issuer={Issuer}", $"--Platform:BankApiUrl={Portal.BankApi.OriginalString}",
            $"--ConnectionStrings:Platform={Portal.Db.As("bank_api")}", "--Logging:LogLevel:Default=None",
        ]);
        await _api.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await Portal.DisposeAsync();
        Http.Dispose();
        Directory.Delete(_keys, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>A client of bank A, or of another kind.</summary>
    public async Task<BankCredentials> RegisterAsync(string kind = "bank", string? bank = null)
    {
        var credentials = BankCredentials.Create($"code-{kind}-{Interlocked.Increment(ref s_last)}", bank ?? PortalServer.BankA);
        await Portal.Db.ExecuteAsync(
            "insert into identity.client (client_id, bank_uscc, bank_name, jwks, kind, redirect_uris, created_at) values ($1, $2, '甲银行（虚构）', $3::jsonb, $4, $5, clock_timestamp())",
            credentials.ClientId, credentials.BankUscc, credentials.PublicJwks(), kind, kind == "bank" ? new[] { RedirectUri } : []);
        return credentials;
    }

    public static JsonObject Query(string? uscc = null)
    {
        var query = new JsonObject
        {
            ["type"] = "credit-query",
            ["catalogue_version"] = "2024",
            ["items"] = new JsonArray("invoice-sales"),
            ["purpose"] = "loan-application",
            ["legs"] = new JsonArray("look", "return"),
            ["valid_to"] = TimeProvider.System.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["max_uses"] = 3,
        };
        if (uscc is not null)
        {
            query["uscc"] = uscc;
        }

        return query;
    }

    internal async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, BankCredentials bank, string? proof, Dictionary<string, string?> fields, string? assertion = null)
    {
        using var client = new BankTokenClient(Http, new Uri(Issuer), bank, TimeProvider.System);
        var form = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = bank.ClientId,
            ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            ["client_assertion"] = assertion ?? client.CreateAssertion(),
        };
        foreach (var (name, value) in fields)
        {
            form[name] = value;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Issuer + path)
        {
            Content = new FormUrlEncodedContent(form.Where(f => f.Value is not null).Select(f => KeyValuePair.Create(f.Key, f.Value!))),
        };
        if (proof is not null)
        {
            request.Headers.Add("DPoP", proof);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.ShouldBeAsDescribed(text);
        return (response.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    internal Task<(HttpStatusCode Status, JsonElement Body)> PushAsync(BankCredentials bank, string verifier, Dictionary<string, string?>? change = null, string? proof = null)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["redirect_uri"] = RedirectUri,
            ["state"] = State,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
            ["code_challenge_method"] = "S256",
            ["authorization_details"] = new JsonArray(Query()).ToJsonString(),
        };
        foreach (var (name, value) in change ?? [])
        {
            fields[name] = value;
        }

        return PostAsync("/connect/par", bank, proof, fields);
    }

    internal async Task<string> PushedAsync(BankCredentials bank, string verifier, Dictionary<string, string?>? change = null, string? proof = null)
    {
        var (status, body) = await PushAsync(bank, verifier, change, proof);
        status.ShouldBe(HttpStatusCode.Created, body.ToString());
        return body.GetProperty("request_uri").GetString()!;
    }

    public static string Page(BankCredentials bank, string reference) =>
        QueryHelpers.AddQueryString("/connect/authorize", new Dictionary<string, string?> { ["client_id"] = bank.ClientId, ["request_uri"] = reference });

    /// <summary>Ticks the legs, reads the text, signs it; the answer of the signing call.</summary>
    internal async Task<HttpResponseMessage> SignAsync(PortalVisitor visitor, SoftwarePasskey passkey, BankCredentials bank, string reference, params string[] legs)
    {
        using var offered = await visitor.PostFormAsync(
            Page(bank, reference), "/connect/authorize",
            [("client_id", bank.ClientId), ("request_uri", reference), .. legs.Select(leg => ("leg_" + leg, "true"))]);
        var page = WebUtility.HtmlDecode(await offered.Content.ReadAsStringAsync());
        offered.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        var assertion = passkey.Sign(Base64Url.DecodeFromChars(Data(page, "challenge")), new RelyingParty(Issuer));
        return await visitor.PostJsonAsync(
            "/connect/authorize/sign",
            new
            {
                id = Data(page, "id"),
                client_id = Data(page, "client-id"),
                request_uri = Data(page, "request-uri"),
                credential_id = Base64Url.EncodeToString(assertion.CredentialId),
                authenticator_data = Base64Url.EncodeToString(assertion.AuthenticatorData),
                client_data_json = Base64Url.EncodeToString(assertion.ClientDataJson),
                signature = Base64Url.EncodeToString(assertion.Signature),
            },
            PortalVisitor.TokenOf(page));
    }

    /// <summary>The whole way to a code.</summary>
    internal async Task<string> CodeAsync(PortalVisitor visitor, SoftwarePasskey passkey, BankCredentials bank, string verifier, string? proof = null)
    {
        var reference = await PushedAsync(bank, verifier, proof: proof);
        using var signed = await SignAsync(visitor, passkey, bank, reference, "look", "return");
        signed.StatusCode.ShouldBe(HttpStatusCode.Created, await signed.Content.ReadAsStringAsync());
        return QueryHelpers.ParseQuery(signed.Headers.Location!.Query)["code"].ToString();
    }

    internal Task<(HttpStatusCode Status, JsonElement Body)> ExchangeAsync(BankCredentials bank, ProofMaker key, string code, string verifier, Dictionary<string, string?>? change = null)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = RedirectUri, ["code_verifier"] = verifier,
        };
        foreach (var (name, value) in change ?? [])
        {
            fields[name] = value;
        }

        return PostAsync("/connect/token", bank, Proof(key), fields);
    }

    internal string Proof(ProofMaker key) => key.Make("POST", Issuer + "/connect/token", token: null);

    /// <summary>Pulls a score with a token: the gate's answer tells which authorisation it ran under.</summary>
    internal async Task<(HttpStatusCode Status, string Body)> PullAsync(ProofMaker key, string token, string uscc, string item = "invoice-sales", string purpose = "loan-application")
    {
        var url = new Uri(Portal.BankApi, "/v1/score-pulls");
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(
                JsonSerializer.Serialize(new { uscc, purpose, @operator = "o-1", branch = "b-1", reference = "R-1", items = new[] { item } }), Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new("DPoP", token);
        request.Headers.Add("DPoP", key.Make("POST", url.AbsoluteUri, token));
        using var response = await Http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>A certificate that a bank made for itself.</summary>
    public static X509Certificate2 NewCertificate(TimeSpan? validFor = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        var made = new CertificateRequest("CN=bank of a test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddHours(-2), now + (validFor ?? TimeSpan.FromHours(1)));
        // Through PKCS#12: a key that lives in memory alone is not taken for a handshake everywhere.
        using (made)
        {
            return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        }
    }

    /// <summary>A browser of the doors for certificates; the server's is the host's own, made at its first start.</summary>
    public static HttpClient Over(X509Certificate2? certificate)
    {
#pragma warning disable MA0039 // the host made its certificate itself at its first start, on loopback
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = static (_, server, _, _) => server?.Subject == "CN=localhost", ClientCertificateOptions = ClientCertificateOption.Manual };
#pragma warning restore MA0039
        if (certificate is not null)
        {
            handler.ClientCertificates.Add(certificate);
        }

        return new HttpClient(handler);
    }

    public static string NewVerifier() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string Data(string page, string name) => page.Split($"data-{name}=\"")[1].Split('"')[0];
}
