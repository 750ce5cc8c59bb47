using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Tests.Exchange.World;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>The province as the outside anchor of the city's audit chain.</summary>
public sealed class AuditSealIntakeTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>, IAsyncLifetime
{
    private readonly string _party = $"city-{Guid.NewGuid():N}";
    private SigningKey _key = null!;

    public async ValueTask InitializeAsync()
    {
        await world.StartAsync("province", relaying: false);
        _key = KeyDirectory.Load(world.KeysOf("worker"), "audit-seal", TimeProvider.System);
    }

    public async ValueTask DisposeAsync() => await world.StopAsync("province");

    [Fact]
    public async Task Seals_that_follow_each_other_are_kept()
    {
        var first = Seal(1, null);
        (await SendAsync(1, first)).ShouldBe((MessageFate.Accepted, null));
        (await SendAsync(2, Seal(2, first))).ShouldBe((MessageFate.Accepted, null));
        (await world.Province.ScalarAsync<long>("select max(seal_no) from exchange.audit_seal where party = $1", _party)).ShouldBe(2);
    }

    [Fact]
    public async Task A_seal_over_a_rewritten_history_is_refused()
    {
        await SendAsync(1, Seal(1, null));
        (await SendAsync(2, Seal(2, Seal(1, null)))).ShouldBe((MessageFate.Refused, "seal-chain-broken"));
    }

    [Fact]
    public async Task A_seal_that_leaves_one_out_is_refused() => (await SendAsync(2, Seal(2, Seal(1, null)))).ShouldBe((MessageFate.Refused, "seal-chain-broken"));

    [Fact]
    public async Task A_seal_by_another_key_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _key = _key with { Key = key };
        (await SendAsync(1, Seal(1, null))).ShouldBe((MessageFate.Refused, "bad-signature"));
    }

    private string Seal(long number, string? before) => new Es256Signature().Sign("audit-seal+jws", _key, JsonSerializer.SerializeToUtf8Bytes(new
    {
        seal_no = number,
        sealed_at = TimeProvider.System.GetUtcNow(),
        events = 1,
        root = new string('0', 64),
        previous = before is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(before))),
        ranges = Array.Empty<object>(),
    }));

    private async Task<(MessageFate Fate, string? Code)> SendAsync(long number, string seal)
    {
        var id = await ExchangeWorld.EnqueueAsync(
            world.City, "province", $"audit-seal:{_party}", "audit-seal", JsonSerializer.SerializeToUtf8Bytes(new { party = _party, seal_no = number, seal }));
        await ExchangeWorld.PumpAsync(world.CityRelay());
        var status = (await world.ClientOf("province").GetMessageAsync(id)).GetContent();
        return (status.Fate, status.Code);
    }
}
