using System.Text.Json;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.Verification;
using FinancingPlatform.Lending.Intake;
using FinancingPlatform.Tests.Consent;
using FinancingPlatform.Tests.Exchange.World;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>The messages of the main thread through the handlers that a node really runs: real name, authorisation, line, loan, withdrawal.</summary>
public sealed class RealThreadTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>, IAsyncLifetime
{
    private static readonly DateTimeOffset Signed = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);
    private readonly string _uscc = InventedCodes.Next();
    private readonly SoftwarePasskey _passkey = new();

    private string Stream => $"enterprise:{_uscc}";

    public async ValueTask InitializeAsync()
    {
        await world.StartAsync("nation");
        await world.StartAsync("province");
    }

    public async ValueTask DisposeAsync()
    {
        await world.StopAsync("province");
        await world.StopAsync("nation");
        _passkey.Dispose();
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task Registration_authorisation_line_and_loan_reach_the_nation_and_each_node_verified_them()
    {
        var authorisation = SignedMessages.Sign(_passkey, _uscc);
        var line = Line(authorisation);
        Guid[] ids =
        [
            await SendAsync("real-name", RealName().ToPayload()),
            await SendAsync(AuthorisationMessage.Kind, SignedMessages.Bytes(authorisation)),
            await SendAsync("credit-line", JsonSerializer.SerializeToUtf8Bytes(line, LendingJson.Default.CreditLineMessage)),
            await SendAsync("loan", JsonSerializer.SerializeToUtf8Bytes(Loan(line), LendingJson.Default.LoanMessage)),
        ];
        await ExchangeWorld.PumpAsync(world.CityRelay());

        var nation = world.ClientOf("nation");
        await ExchangeWorld.EventuallyAsync(async () => (await nation.GetStreamAsync("province", Stream)).LastSequence == ids.Length, "the nation has four messages");
        (await nation.GetStreamAsync("province", Stream)).ShouldBe(new StreamStatus("province", Stream, 4, 4, 0));
        foreach (var id in ids)
        {
            (await FateAsync("province", id)).ShouldBe((MessageFate.Accepted, null));
            (await FateAsync("nation", id)).ShouldBe((MessageFate.Accepted, null));
        }

        (await world.Nation.ScalarAsync<decimal>("select amount_yuan from lending.node_loan where uscc = $1", _uscc)).ShouldBe(300000.00m);
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_row_forged_by_the_citys_database_owner_is_refused_by_the_province()
    {
        await SendAsync("real-name", RealName().ToPayload());
        using var owner = new SoftwarePasskey();
        var forged = await SendAsync(AuthorisationMessage.Kind, SignedMessages.Bytes(SignedMessages.Sign(owner, _uscc)));
        await ExchangeWorld.PumpAsync(world.CityRelay());
        (await FateAsync("province", forged)).ShouldBe((MessageFate.Refused, "unknown-credential"));
        (await world.ClientOf("nation").GetMessageAsync(forged)).ResponseMessage.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_row_forged_by_the_provinces_database_owner_is_refused_by_the_nation()
    {
        await SendAsync("real-name", RealName().ToPayload());
        await ExchangeWorld.PumpAsync(world.CityRelay());
        using var owner = new SoftwarePasskey();
        // The owner names the proven passkey, but cannot sign with it.
        var forged = SignedMessages.Sign(owner, _uscc) with { CredentialId = System.Buffers.Text.Base64Url.EncodeToString(_passkey.CredentialId) };
        var id = await ExchangeWorld.EnqueueAsync(world.Province, "nation", Stream, AuthorisationMessage.Kind, SignedMessages.Bytes(forged));
        await ExchangeWorld.EventuallyAsync(
            async () => (await world.ClientOf("nation").GetMessageAsync(id)).ResponseMessage.IsSuccessStatusCode, "the nation decides");
        (await FateAsync("nation", id)).ShouldBe((MessageFate.Refused, "bad-signature"));
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task A_loan_above_its_line_is_refused_and_stops_the_stream()
    {
        var authorisation = SignedMessages.Sign(_passkey, _uscc);
        var line = Line(authorisation);
        await SendAsync("real-name", RealName().ToPayload());
        await SendAsync(AuthorisationMessage.Kind, SignedMessages.Bytes(authorisation));
        await SendAsync("credit-line", JsonSerializer.SerializeToUtf8Bytes(line, LendingJson.Default.CreditLineMessage));
        var loan = await SendAsync("loan", JsonSerializer.SerializeToUtf8Bytes(Loan(line) with { AmountYuan = line.AmountYuan + 0.01m }, LendingJson.Default.LoanMessage));
        await ExchangeWorld.PumpAsync(world.CityRelay());
        (await FateAsync("province", loan)).Fate.ShouldBe(MessageFate.Refused);
        (await world.City.ScalarAsync<bool>("select parked_at is not null from exchange.outbox_stream where stream = $1", Stream)).ShouldBeTrue();
    }

    private Task<Guid> SendAsync(string kind, byte[] payload) => ExchangeWorld.EnqueueAsync(world.City, "province", Stream, kind, payload);

    private async Task<(MessageFate Fate, string? Code)> FateAsync(string node, Guid id)
    {
        var status = (await world.ClientOf(node).GetMessageAsync(id)).GetContent();
        return (status.Fate, status.Code);
    }

    private RealNameMessage RealName()
    {
        var key = KeyDirectory.Load(world.KeysOf("phone"), "verifier", TimeProvider.System);
        return new RealNameMessage(_uscc, "测试企业", 1, "small-transfer", SignedStatements.Sign(key, _uscc, _passkey.PublicKeyCose), _passkey.CredentialId, _passkey.PublicKeyCose, Signed);
    }

    private static CreditLineMessage Line(AuthorisationMessage authorisation) => new(
        Guid.CreateVersion7(), authorisation.Uscc, authorisation.BankUscc, "bank-1", authorisation.Id, $"L-{Guid.NewGuid():N}", 500000.00m, 4.35m,
        new DateOnly(2026, 11, 22), new DateOnly(2027, 11, 21), "revolving", Signed.AddMinutes(5));

    private static LoanMessage Loan(CreditLineMessage line) => new(
        Guid.CreateVersion7(), line.Uscc, line.BankUscc, line.ClientId, line.AuthorisationId, line.Id, line.LineNo, $"N-{Guid.NewGuid():N}", 300000.00m, 4.35m,
        new DateOnly(2026, 11, 23), new DateOnly(2027, 5, 23), "credit", true, Signed.AddMinutes(10));
}
