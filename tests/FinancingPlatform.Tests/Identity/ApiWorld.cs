using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Identity.ResourceServer;
using FinancingPlatform.Tests.BankApi.Contract;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Tests.Identity;

/// <summary>The portal's issuer, and an API that is guarded by the resource server as database role bank_api.</summary>
public class ApiWorld : IAsyncLifetime
{
    public const string BankUscc = "91370900MA3C00000P";
    public const string SecondKid = "second";

    private static int s_last;
    private WebApplication? _api;

    public PortalWorld Portal { get; } = new();

    public HttpClient Http { get; } = new();

    /// <summary>For a bank that has a key for PS256 beside the one for ES256.</summary>
    public RSA SecondKey { get; } = RSA.Create(2048);

    public Uri Url => new(Portal.BankApi, "/v1/echo");

    /// <summary>Answers a token of an enterprise's grant.</summary>
    public Uri Grants => new(Portal.BankApi, "/v1/grants");

    /// <summary>Whose tokens the API takes.</summary>
    public virtual Uri Issuer => Portal.Issuer;

    public virtual async ValueTask InitializeAsync()
    {
        await Portal.InitializeAsync();
        _api = Build(Portal.BankApi, Issuer.OriginalString);
        await _api.StartAsync();
    }

    /// <summary>An API that trusts some issuer.</summary>
    public WebApplication Build(Uri url, string issuer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url.OriginalString);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Platform:Issuer"] = issuer,
            ["Platform:BankApiUrl"] = url.OriginalString,
        });
        // An instance, not a factory: the data source belongs to the database and outlives this host.
        builder.Services.AddSingleton(Portal.Database.Source("bank_api"));
        builder.Services.AddResourceServer(builder.Configuration);
        builder.Services.AddAuthorization();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.Map("/v1/echo", (HttpContext context) => Results.Json(context.Features.Get<BankCaller>())).RequireAuthorization();
        app.Map("/v1/echo/{*rest}", () => Results.Ok()).RequireAuthorization();
        app.MapPost("/v1/grants", () => Results.Json(new { })).RequireAuthorization().WithMetadata(new ForGrantsAttribute());
        app.MapPost("/v1/deferred", async (HttpContext context, NpgsqlDataSource database) =>
        {
            var caller = context.Features.Get<BankCaller>()!;
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(DatabaseDpopReplay.BatchCommand(caller.SignedProof));
            return (bool)(await batch.ExecuteScalarAsync())! ? Results.Ok() : Results.Conflict();
        }).RequireAuthorization().WithMetadata(new DeferDpopReplayAttribute());
        return app;
    }

    public virtual Task<BankCredentials> RegisterBankAsync() => RegisterAsync(BankCredentials.Create($"bank-{Interlocked.Increment(ref s_last)}", BankUscc));

    public virtual Task<BankCredentials> RegisterBankWithTwoKeysAsync() =>
        RegisterAsync(BankCredentials.Create($"bank-{Interlocked.Increment(ref s_last)}", BankUscc), twoKeys: true);

    protected async Task<BankCredentials> RegisterAsync(BankCredentials credentials, bool twoKeys = false)
    {
        var registered = await Portal.Clients.RegisterAsync(
            credentials.ClientId, credentials.BankUscc, "虚构银行", twoKeys ? WithSecondKey(credentials).ToJsonString() : credentials.PublicJwks(), CancellationToken.None);
        registered.IsOk.ShouldBeTrue();
        return credentials;
    }

    protected JsonObject WithSecondKey(BankCredentials credentials)
    {
        var jwks = JsonNode.Parse(credentials.PublicJwks())!.AsObject();
        var second = Jwt.PublicJwk(SecondKey);
        second["kid"] = SecondKid;
        jwks["keys"]!.AsArray().Add((JsonNode)second);
        return jwks;
    }

    public BankTokenClient Client(BankCredentials credentials) => new(Http, Issuer, credentials, TimeProvider.System);

    internal async Task<string> TokenAsync(BankCredentials credentials, ProofMaker proofs)
    {
        using var client = Client(credentials);
        var (status, body) = await TokenRequestAsync(client.CreateAssertion(), proofs.Make("POST", TokenUrl, token: null));
        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        return body.GetProperty("access_token").GetString()!;
    }

    public virtual string TokenUrl => new Uri(Issuer, "/connect/token").AbsoluteUri;

    public async Task<(HttpStatusCode Status, JsonElement Body)> TokenRequestAsync(string assertion, string? proof, params (string Name, string Value)[] more)
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new("grant_type", "client_credentials"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", assertion),
            new("scope", "bank-api"),
        };
        fields.RemoveAll(f => more.Any(m => m.Name == f.Key));
        fields.AddRange(more.Select(m => KeyValuePair.Create(m.Name, m.Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, TokenUrl) { Content = new FormUrlEncodedContent(fields) };
        if (proof is not null)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        if (Issuer == Portal.Issuer)
        {
            response.ShouldBeAsDescribed(text);
        }

        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(text));
    }

    internal async Task<(HttpStatusCode Status, string Challenge, JsonElement Body)> CallAsync(
        string? authorization, string[] proofs, string? path = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(Portal.BankApi, path ?? "/v1/echo"));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        foreach (var proof in proofs)
        {
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.Headers.WwwAuthenticate.ToString(), text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.StopAsync();
            await _api.DisposeAsync();
        }

        await Portal.DisposeAsync();
        Http.Dispose();
        SecondKey.Dispose();
        GC.SuppressFinalize(this);
    }
}
