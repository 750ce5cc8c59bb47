using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FinancingPlatform.Identity.Verification;

namespace FinancingPlatform.Tests.Identity;

public sealed class VerificationTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    [Trait("rule", "A3")]
    public async Task Matching_public_facts_is_level_0()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await person.RegisterAsync(firm);
        (await LevelAsync(firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task The_amount_typed_back_gives_level_1_bound_to_the_passkey_and_goes_up()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await VerifyAsync(person, firm);
        (await LevelAsync(firm)).ShouldBe(1);
        var payload = await world.Database.ScalarAsync<byte[]>("select payload from exchange.outbox where stream = $1 and kind = 'real-name'", $"enterprise:{firm.Uscc}");
        var message = RealNameMessage.Read(payload);
        message.ShouldNotBeNull();
        message.Uscc.ShouldBe(firm.Uscc);
        (await world.Database.ScalarAsync<byte[]>("select credential_id from identity.verification where enterprise_id = $1", firm.Id)).ShouldBe(message.CredentialId);
        var trust = FinancingPlatform.Hosting.Keys.KeyDirectory.Trust(Path.Combine(world.Keys, "trust"), "verifier");
        var statement = await VerificationStatement.VerifyAsync(message.VerifierStatement, trust);
        statement.ShouldNotBeNull();
        statement.CredentialSha256.ShouldBe(VerificationStatement.CredentialHash(message.PublicKeyCose));
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task A_change_of_representative_drops_the_level_to_0()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await VerifyAsync(person, firm);
        await using var loader = await world.Database.OpenAsync("loader");
        await using var change = new Npgsql.NpgsqlCommand("update registry.enterprise set legal_representative = '王五' where id = $1", loader) { Parameters = { new() { Value = firm.Id } } };
        await change.ExecuteNonQueryAsync();
        (await LevelAsync(firm)).ShouldBe(0);
        // Changing it back is another change: nothing comes alive again.
        await world.Database.ExecuteAsync("update registry.enterprise set legal_representative = '张三' where id = $1", firm.Id);
        (await LevelAsync(firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task A_verification_ends_with_its_last_day()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await VerifyAsync(person, firm);
        await world.Database.ExecuteAsync("update identity.verification set valid_until = (clock_timestamp() at time zone 'Asia/Shanghai')::date where enterprise_id = $1", firm.Id);
        (await LevelAsync(firm)).ShouldBe(1);
        await world.Database.ExecuteAsync("update identity.verification set valid_until = valid_until - 1 where enterprise_id = $1", firm.Id);
        (await LevelAsync(firm)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task Three_wrong_amounts_end_it_also_for_the_right_one()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await person.RegisterAsync(firm);
        using var passkey = await person.AddPasskeyAsync();
        var page = await StartAsync(person);
        var right = await AmountAsync(firm);
        var wrong = right == "0.01" ? "0.02" : "0.01";
        var attempt = page.Hidden("attempt");
        (await ConfirmAsync(person, page, attempt, wrong)).Failure.ShouldBe("amount-wrong");
        (await ConfirmAsync(person, page, attempt, "一元")).Failure.ShouldBe("amount-invalid");
        (await ConfirmAsync(person, page, attempt, wrong)).Failure.ShouldBe("amount-wrong");
        (await ConfirmAsync(person, page, attempt, wrong)).Failure.ShouldBe("verification-dead");
        (await ConfirmAsync(person, page, attempt, right)).Failure.ShouldBe("verification-missing");
        (await LevelAsync(firm)).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_phone_acknowledged_survives_its_restart()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await person.RegisterAsync(firm);
        using var passkey = await person.AddPasskeyAsync();
        var page = await StartAsync(person);
        var right = await AmountAsync(firm);
        await world.RestartPhoneAsync();
        (await AmountAsync(firm)).ShouldBe(right);
        (await ConfirmAsync(person, page, page.Hidden("attempt"), right)).Status.ShouldBe(HttpStatusCode.Redirect);
        (await LevelAsync(firm)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_enterprises_attempt_cannot_be_confirmed()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await person.RegisterAsync(firm);
        using var passkey = await person.AddPasskeyAsync();
        var page = await StartAsync(person);
        using var stranger = new Person(world);
        await stranger.RegisterAsync(await Firm.CreateAsync(world.Database));
        var own = await stranger.GetAsync("/account/verify");
        (await ConfirmAsync(stranger, own, page.Hidden("attempt"), await AmountAsync(firm))).Failure.ShouldBe("verification-missing");
    }

    [Fact]
    public async Task Without_a_passkey_there_is_nothing_to_bind_to()
    {
        using var person = new Person(world);
        await person.RegisterAsync(await Firm.CreateAsync(world.Database));
        var page = await person.GetAsync("/account/verify");
        (await person.PostAsync("/account/verify?handler=Start", page, ("credentialId", "AAAA"))).Failure.ShouldBe("no-passkey");
    }

    private static Task<Page> ConfirmAsync(Person person, Page page, string attempt, string amount) =>
        person.PostAsync("/account/verify?handler=Confirm", page, ("attempt", attempt), ("answer", amount));

    private static async Task<Page> StartAsync(Person person)
    {
        var page = await person.GetAsync("/account/verify");
        var id = System.Text.RegularExpressions.Regex.Match(page.Body, "<option value=\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        (await person.PostAsync("/account/verify?handler=Start", page, ("credentialId", id))).Status.ShouldBe(HttpStatusCode.Redirect);
        return await person.GetAsync("/account/verify");
    }

    private async Task VerifyAsync(Person person, Firm firm)
    {
        await person.RegisterAsync(firm);
        using var passkey = await person.AddPasskeyAsync();
        var page = await StartAsync(person);
        (await ConfirmAsync(person, page, page.Hidden("attempt"), await AmountAsync(firm))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task<string> AmountAsync(Firm firm)
    {
        using var http = new HttpClient { BaseAddress = world.Phone };
        var notices = await http.GetFromJsonAsync<JsonElement>($"/small-transfers?uscc={firm.Uscc}");
        return notices[0].GetProperty("amount").GetString()!;
    }

    private Task<int> LevelAsync(Firm firm) => world.Database.ScalarAsync<int>("select identity.verification_level($1)", firm.Id);
}
