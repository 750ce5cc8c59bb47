using System.Net;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Tests.Identity;

public sealed class PasskeyTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    [Trait("rule", "E1")]
    public async Task A_passkey_is_added_and_signs_in()
    {
        using var passkey = await WithPasskeyAsync();
        using var person = new Person(world);
        var page = await person.GetAsync("/account/sign-in");
        var (_, answer) = await person.PasskeyAnswerAsync(passkey, page);
        var done = await person.PostJsonAsync("/account/sign-in?handler=Passkey", page, answer);
        done.Status.ShouldBe(HttpStatusCode.OK, done.Body);
        person.Session.ShouldNotBeNull();
        (await person.GetAsync("/account/passkeys")).Body.ShouldContain("测试");
    }

    [Fact]
    public async Task An_assertion_works_once()
    {
        using var passkey = await WithPasskeyAsync();
        using var person = new Person(world);
        var page = await person.GetAsync("/account/sign-in");
        var (_, answer) = await person.PasskeyAnswerAsync(passkey, page);
        (await person.PostJsonAsync("/account/sign-in?handler=Passkey", page, answer)).Status.ShouldBe(HttpStatusCode.OK);
        using var thief = new Person(world);
        var other = await thief.GetAsync("/account/sign-in");
        var replayed = await thief.PostJsonAsync("/account/sign-in?handler=Passkey", other, answer);
        replayed.Body.ShouldContain("passkey-expired");
        thief.Session.ShouldBeNull();
    }

    [Fact]
    public async Task A_passkey_of_another_origin_is_refused()
    {
        using var firmPerson = new Person(world);
        await firmPerson.RegisterAsync(await Firm.CreateAsync(world.Database));
        using var elsewhere = new SoftwarePasskey(new Uri("http://localhost:1"));
        var page = await firmPerson.GetAsync("/account/passkeys");
        using var options = System.Text.Json.JsonDocument.Parse((await firmPerson.PostJsonAsync("/account/passkeys?handler=Options", page, "{}")).Body);
        var credential = elsewhere.Create(options.RootElement.GetProperty("options").GetRawText());
        var added = await firmPerson.PostJsonAsync(
            "/account/passkeys?handler=Add", page, $$"""{"ceremony":"{{options.RootElement.GetProperty("ceremony").GetString()}}","credential":{{credential}}}""");
        added.Body.ShouldContain("passkey-refused");
    }

    [Fact]
    public async Task A_signature_by_another_key_is_refused()
    {
        using var passkey = await WithPasskeyAsync();
        using var other = await WithPasskeyAsync();
        using var person = new Person(world);
        var page = await person.GetAsync("/account/sign-in");
        var (_, answer) = await person.PasskeyAnswerAsync(other, page);
        var forged = answer.Replace(
            Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(other.CredentialId), Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Encode(passkey.CredentialId), StringComparison.Ordinal);
        (await person.PostJsonAsync("/account/sign-in?handler=Passkey", page, forged)).Body.ShouldContain("passkey-refused");
        person.Session.ShouldBeNull();
    }

    [Fact]
    public async Task A_removed_passkey_signs_nobody_in()
    {
        using var owner = new Person(world);
        await owner.RegisterAsync(await Firm.CreateAsync(world.Database));
        using var passkey = await owner.AddPasskeyAsync();
        var page = await owner.GetAsync("/account/passkeys");
        (await owner.PostAsync("/account/passkeys?handler=Remove", page, ("credentialId", page.Hidden("credentialId")))).Status.ShouldBe(HttpStatusCode.Redirect);
        using var person = new Person(world);
        var signIn = await person.GetAsync("/account/sign-in");
        var (_, answer) = await person.PasskeyAnswerAsync(passkey, signIn);
        (await person.PostJsonAsync("/account/sign-in?handler=Passkey", signIn, answer)).Body.ShouldContain("passkey-refused");
    }

    private async Task<SoftwarePasskey> WithPasskeyAsync()
    {
        using var owner = new Person(world);
        await owner.RegisterAsync(await Firm.CreateAsync(world.Database));
        return await owner.AddPasskeyAsync();
    }
}
