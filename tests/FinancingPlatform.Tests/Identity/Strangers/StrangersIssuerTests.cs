using System.Net;
using System.Text.Json.Nodes;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Identity.CodeFlow;

namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>The same API, whose issuer is oidc-provider by configuration alone; the registration of banks stays the platform's.</summary>
public sealed class StrangersIssuerWorld : ApiWorld
{
    /// <summary>oidc-provider reads its clients when it starts, so they are made before; one for each test that may run.</summary>
    private const int Banks = 120;

    private readonly Queue<BankCredentials> _banks = new(Enumerable.Range(0, Banks).Select(n => BankCredentials.Create($"stranger-bank-{n}", BankUscc)));
    private readonly BankCredentials _twoKeys = BankCredentials.Create("stranger-bank-of-two-keys", BankUscc);
    private StrangersProgram? _program;

    /// <summary>What the stranger takes the enterprise for that answers there.</summary>
    public const string Enterprise = "91370900MA3C00001M";

    public override Uri Issuer { get; } = FreePort.Url();

    public override string TokenUrl => new Uri(Issuer, "/token").AbsoluteUri;

    public override async ValueTask InitializeAsync()
    {
        _program = await StrangersProgram.StartAsync("issuer.mjs", new JsonObject
        {
            ["issuer"] = Issuer.OriginalString,
            ["audience"] = Portal.BankApi.OriginalString,
            ["redirect_uri"] = CodeFlowWorld.RedirectUri,
            ["subject"] = Enterprise,
            ["clients"] = new JsonArray(
            [
                .. _banks.Select(b => (JsonNode)new JsonObject { ["client_id"] = b.ClientId, ["jwks"] = JsonNode.Parse(b.PublicJwks()) }),
                new JsonObject { ["client_id"] = _twoKeys.ClientId, ["jwks"] = WithSecondKey(_twoKeys) },
            ]),
        });
        (await _program.ReadAsync()).GetProperty("event").GetString().ShouldBe("ready");
        await base.InitializeAsync();
    }

    public override async Task<BankCredentials> RegisterBankAsync()
    {
        BankCredentials credentials;
        lock (_banks)
        {
            credentials = _banks.Dequeue();
        }

        return await RegisterAsync(credentials);
    }

    public override Task<BankCredentials> RegisterBankWithTwoKeysAsync() => RegisterAsync(_twoKeys, twoKeys: true);

    public override async ValueTask DisposeAsync()
    {
        _program?.Dispose();
        await base.DisposeAsync();
    }
}

/// <summary>The whole DPoP matrix again, with a stranger's tokens.</summary>
public sealed class StrangersIssuerTests(StrangersIssuerWorld world) : DpopMatrix(world), IClassFixture<StrangersIssuerWorld>
{
    [Fact]
    public async Task A_client_that_the_platform_disabled_is_refused_whatever_its_issuer_says()
    {
        using var bank = await world.RegisterBankAsync();
        using var maker = new ProofMaker();
        var token = await world.TokenAsync(bank, maker);
        (await world.CallAsync($"DPoP {token}", [maker.Make("GET", world.Url.AbsoluteUri, token)])).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Portal.Clients.DisableAsync(bank.ClientId, CancellationToken.None)).IsOk.ShouldBeTrue();
        await Task.Delay(FinancingPlatform.Identity.Clients.LiveClients.MaxStaleness);
        (await world.CallAsync($"DPoP {token}", [maker.Make("GET", world.Url.AbsoluteUri, token)])).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_of_the_built_in_issuer_is_another_issuers_here()
    {
        using var bank = await world.RegisterBankAsync();
        using var maker = new ProofMaker();
        using var client = new BankTokenClient(world.Http, world.Portal.Issuer, bank, TimeProvider.System);
        var token = await client.GetTokenAsync(CancellationToken.None);
        using var request = new HttpRequestMessage(HttpMethod.Get, world.Url);
        await client.AuthorizeAsync(request, CancellationToken.None);
        using var answer = await world.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, token);
    }
}
