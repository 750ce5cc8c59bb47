using System.Net;
using System.Text.Json;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Identity.Dpop;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>Issuer and API that ask every proof for a nonce of theirs.</summary>
public sealed class NonceWorld : CodeFlowWorld
{
    protected override (string Name, string Value)? Setting => ("Dpop:RequireNonce", "true");
}

/// <summary>Nonces of the server in DPoP proofs (RFC 9449 sections 8 and 9).</summary>
public sealed class NonceTests(NonceWorld world) : IClassFixture<NonceWorld>
{
    [Fact, Trait("clause", "RFC9449-8")]
    public async Task The_issuer_asks_for_its_nonce_and_takes_the_next_request_with_it()
    {
        using var bank = await world.RegisterAsync();
        using var key = new ProofMaker();
        using var client = new BankTokenClient(world.Http, new Uri(world.Issuer), bank, TimeProvider.System);
        string? nonce = null;
        foreach (var (expected, error) in new[] { (HttpStatusCode.BadRequest, "use_dpop_nonce"), (HttpStatusCode.OK, null) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, world.Issuer + "/connect/token")
            {
                Content = new FormUrlEncodedContent(
                [
                    new("grant_type", "client_credentials"), new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", client.CreateAssertion()),
                ]),
            };
            request.Headers.Add("DPoP", Proof(key, "POST", world.Issuer + "/connect/token", null, nonce));
            using var response = await world.Http.SendAsync(request);
            var body = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
            response.StatusCode.ShouldBe(expected, body.ToString());
            (body.TryGetProperty("error", out var code) ? code.GetString() : null).ShouldBe(error);
            nonce ??= response.Headers.GetValues("DPoP-Nonce").Single();
        }
    }

    [Fact, Trait("clause", "RFC9449-9"), Trait("clause", "RFC9449-8.2")]
    public async Task The_API_asks_for_its_own_nonce_and_gives_the_next_with_its_answers()
    {
        using var bank = await world.RegisterAsync();
        // Our own client goes through the same: it must come again by itself.
        using var client = new BankTokenClient(world.Http, new Uri(world.Issuer), bank, TimeProvider.System);
        var url = new Uri(world.Portal.BankApi, "/v1/authorisations");
        var token = await client.GetTokenAsync(CancellationToken.None);
        string? nonce = null;
        foreach (var expected in new[] { HttpStatusCode.Unauthorized, HttpStatusCode.OK })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Authorization = new("DPoP", token);
            request.Headers.Add("DPoP", client.Prover.Prove("GET", url, token, nonce));
            using var response = await world.Http.SendAsync(request);
            response.StatusCode.ShouldBe(expected);
            if (expected == HttpStatusCode.Unauthorized)
            {
                response.Headers.WwwAuthenticate.ToString().ShouldContain("error=\"use_dpop_nonce\"");
            }

            nonce = response.Headers.GetValues("DPoP-Nonce").Single();
        }
    }

    [Fact, Trait("clause", "RFC9449-8.1")]
    public void A_nonce_serves_its_own_time_slot_and_the_next_and_no_other_process()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));
        var options = Options.Create(new DpopOptions { RequireNonce = true });
        var nonces = new DpopNonces(clock, options);
        var given = nonces.Current();
        nonces.IsLive(given).ShouldBeTrue();
        clock.Advance(DpopOptions.NonceLifetime);
        nonces.Current().ShouldNotBe(given);
        nonces.IsLive(given).ShouldBeTrue();
        clock.Advance(DpopOptions.NonceLifetime);
        nonces.IsLive(given).ShouldBeFalse();
        nonces.IsLive(null).ShouldBeFalse();
        nonces.IsLive(new DpopNonces(clock, options).Current()).ShouldBeFalse("another key");
    }

    private static string Proof(ProofMaker key, string method, string url, string? token, string? nonce) => key.Make(method, url, token, (_, payload) =>
    {
        if (nonce is not null)
        {
            payload["nonce"] = nonce;
        }
    });
}
