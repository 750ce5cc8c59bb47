using System.Net;
using System.Text.Json;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.AuthorizationServer.Keys;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace FinancingPlatform.Tests.Identity;

/// <summary>The issuer's keys roll without a restart and without a token that nobody can check (RFC 7517, FAPI 2.0 Security Profile section 5.3.2.1).</summary>
[Trait("clause", "RFC7517-5")]
public sealed class KeyRotationTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public void The_new_key_is_published_first_signs_later_and_the_old_one_stays_until_its_tokens_died()
    {
        var folder = Directory.CreateTempSubdirectory("fp-keys-").FullName;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 8, 0, 0, TimeSpan.Zero));
        IssuerKeyRing Ring() => new(() => [.. KeyDirectory.LoadAll(Path.Combine(folder, "portal"), "issuer", clock).Select(k => new RingKey(k.Key, k.NotBefore, k.NotAfter))]);
        try
        {
            KeyDirectory.Ensure(folder, "portal", "issuer", clock);
            var old = Ring().Signing(clock.GetUtcNow()).Kid;
            var (fresh, begins) = KeyDirectory.Roll(Path.Combine(folder, "portal"), "portal", "issuer", IssuerKeyRing.PublishedBefore, IssuerKeyRing.PublishedAfter, clock);

            Ring().Published(clock.GetUtcNow()).Select(k => k.Kid).ShouldBe([old, fresh], ignoreOrder: true);
            Ring().Signing(clock.GetUtcNow()).Kid.ShouldBe(old, "caches do not know the new one yet");
            clock.SetUtcNow(begins);
            Ring().Signing(clock.GetUtcNow()).Kid.ShouldBe(fresh);
            Ring().Published(clock.GetUtcNow()).Count.ShouldBe(2);
            clock.SetUtcNow(begins + FinancingPlatform.Identity.AuthorizationServer.IssuerSettings.TokenLifetime);
            Ring().Published(clock.GetUtcNow()).Count.ShouldBe(2, "the last token of the old key lives until now");
            clock.SetUtcNow(begins + IssuerKeyRing.PublishedAfter + TimeSpan.FromSeconds(1));
            Ring().Published(clock.GetUtcNow()).Select(k => k.Kid).ShouldBe([fresh]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_running_issuer_takes_a_rolled_key_and_the_API_takes_tokens_of_both()
    {
        using var bank = await world.RegisterBankAsync();
        using var maker = new ProofMaker();
        var before = await world.TokenAsync(bank, maker);
        var (fresh, _) = KeyDirectory.Roll(Path.Combine(world.Portal.Keys, "portal"), "portal", "issuer", TimeSpan.Zero, IssuerKeyRing.PublishedAfter, TimeProvider.System);
        var after = before;
        for (var wait = 0; wait < 20 && new JsonWebToken(after).Kid != fresh; wait++)
        {
            await Task.Delay(TimeSpan.FromSeconds(0.5));
            after = await world.TokenAsync(bank, maker);
        }

        new JsonWebToken(after).Kid.ShouldBe(fresh);
        var keys = JsonSerializer.Deserialize<JsonElement>(await world.Http.GetStringAsync(new Uri(world.Portal.Issuer, "/connect/jwks"))).GetProperty("keys");
        keys.EnumerateArray().Select(k => k.GetProperty("kid").GetString()).ShouldBe([new JsonWebToken(before).Kid, fresh], ignoreOrder: true);
        foreach (var token in new[] { before, after })
        {
            (await world.CallAsync($"DPoP {token}", [maker.Make("GET", world.Url.AbsoluteUri, token)])).Status.ShouldBe(HttpStatusCode.OK);
        }
    }
}
