using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Identity.AuthorizationServer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Client;

/// <summary>
/// The side of a bank, or with the scope <see cref="IssuerSettings.DeliverScope"/> of a department, in the token request and in every call
/// (接口令牌客户端): signs the client assertion and the DPoP proofs, keeps the token until shortly before it expires. Used by the demonstration, the benches and the tests; a bank may use any certified FAPI 2.0 client instead.
/// </summary>
public sealed class BankTokenClient(HttpClient http, Uri issuer, BankCredentials credentials, TimeProvider clock, string scope = IssuerSettings.Scope) : IDisposable
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const int JtiBytes = 18;
    private static readonly TimeSpan AssertionLifetime = TimeSpan.FromSeconds(60);

    /// <summary>A token is renewed when less than this is left, so that none expires on its way.</summary>
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly DpopProver _prover = new(clock);
    private (string Text, DateTimeOffset RenewAt)? _token;

    /// <summary>The DPoP key of this client.</summary>
    public DpopProver Prover => _prover;

    /// <summary>A live access token.</summary>
    /// <exception cref="HttpRequestException">The issuer refused; the message holds its error and description.</exception>
    public async Task<string> GetTokenAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_token is { } live && live.RenewAt > clock.GetUtcNow())
            {
                return live.Text;
            }

            var (text, seconds) = await RequestAsync(cancellationToken);
            _token = (text, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds) - RenewBefore);
            return text;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Puts a live token and a fresh proof on a request for the bank API. The request's address must be absolute.</summary>
    public async Task AuthorizeAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var token = await GetTokenAsync(cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("DPoP", token);
        request.Headers.Remove("DPoP");
        request.Headers.Add("DPoP", _prover.Prove(request.Method.Method, request.RequestUri!, token));
    }

    /// <summary>A fresh client assertion (RFC 7523) for this issuer.</summary>
    public string CreateAssertion()
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = credentials.ClientId,
            Audience = IssuerText,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + AssertionLifetime,
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(credentials.Key) { KeyId = credentials.Kid }, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = credentials.ClientId,
                ["jti"] = Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(JtiBytes)),
            },
        });
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _prover.Dispose();
        _one.Dispose();
    }

    private string IssuerText => issuer.OriginalString.TrimEnd('/');

    private async Task<(string Token, int Seconds)> RequestAsync(CancellationToken cancellationToken) =>
        await RequestAsync(nonce: null, cancellationToken);

    private async Task<(string Token, int Seconds)> RequestAsync(string? nonce, CancellationToken cancellationToken)
    {
        var endpoint = new Uri(IssuerText + "/connect/token");
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("scope", scope),
                new("client_id", credentials.ClientId),
                new("client_assertion_type", AssertionType),
                new("client_assertion", CreateAssertion()),
            ]),
        };
        request.Headers.Add("DPoP", _prover.Prove("POST", endpoint, accessToken: null, nonce));
        using var response = await http.SendAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (nonce is null && response.Headers.TryGetValues("DPoP-Nonce", out var given))
        {
            // RFC 9449 section 8: once more, with what the issuer asked for.
            return await RequestAsync(given.First(), cancellationToken);
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException($"The issuer refused a token: {(int)response.StatusCode} {body}", inner: null, response.StatusCode);
        }

        using var document = JsonDocument.Parse(body);
        return (document.RootElement.GetProperty("access_token").GetString()!, document.RootElement.GetProperty("expires_in").GetInt32());
    }
}
