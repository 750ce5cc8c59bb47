using System.Net;

namespace FinancingPlatform.Tests.Identity;

public sealed class RegistrationTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    [Trait("rule", "E1")]
    public async Task An_enterprise_registers_with_its_code_and_telephone_and_is_signed_in()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await person.RegisterAsync(firm);
        person.Session.ShouldNotBeNull();
        (await person.GetAsync("/account/passkeys")).Status.ShouldBe(HttpStatusCode.OK);
        (await world.Database.ScalarAsync<bool>("select exists (select from identity.registered_enterprise where enterprise_id = $1)", firm.Id)).ShouldBeTrue();
    }

    [Fact]
    [Trait("rule", "D1")]
    public async Task An_enterprise_whose_telephone_is_not_proved_does_not_count_as_registered()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        var page = await person.PostAsync("/account/register", await person.GetAsync("/account/register"), ("uscc", firm.Uscc), ("displayName", "李四"), ("phone", firm.Phone));
        page.Failure.ShouldBeNull();
        (await world.Database.ScalarAsync<bool>("select exists (select from identity.registered_enterprise where enterprise_id = $1)", firm.Id)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", "李四", "13800000001", "uscc-invalid")]
    [InlineData("91370902MA000000X0", "李四", "13800000001", "uscc-invalid")]
    [InlineData("91110000100001342C", "李四", "13800000001", "enterprise-unknown")]
    [InlineData(null, "", "13800000001", "name-invalid")]
    [InlineData(null, "李四", "12345", "phone-invalid")]
    public async Task A_wrong_entry_is_told_what_is_wrong(string? uscc, string name, string phone, string expected)
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        var page = await person.PostAsync("/account/register", await person.GetAsync("/account/register"), ("uscc", uscc ?? firm.Uscc), ("displayName", name), ("phone", phone));
        page.Failure.ShouldBe(expected);
    }

    [Fact]
    public async Task A_registered_enterprise_is_not_registered_again()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var first = new Person(world);
        await first.RegisterAsync(firm);
        using var second = new Person(world);
        var page = await second.PostAsync("/account/register", await second.GetAsync("/account/register"), ("uscc", firm.Uscc.ToLowerInvariant()), ("displayName", "王五"), ("phone", "13900000000"));
        page.Failure.ShouldBe("already-registered");
    }

    [Fact]
    public async Task Two_people_who_register_the_same_enterprise_at_once_make_one_account()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var first = new Person(world);
        using var second = new Person(world);
        var one = await first.PostAsync("/account/register", await first.GetAsync("/account/register"), ("uscc", firm.Uscc), ("displayName", "甲"), ("phone", firm.Phone));
        var two = await second.PostAsync("/account/register", await second.GetAsync("/account/register"), ("uscc", firm.Uscc), ("displayName", "乙"), ("phone", "13911110000"));
        var codes = (One: await first.SmsCodeAsync(firm.Phone), Two: await second.SmsCodeAsync("13911110000"));
        var done = await Task.WhenAll(
            first.PostAsync("/account/register?handler=Code", one, ("codeId", one.Hidden("codeId")), ("code", codes.One)),
            second.PostAsync("/account/register?handler=Code", two, ("codeId", two.Hidden("codeId")), ("code", codes.Two)));
        done.Count(p => p.Status == HttpStatusCode.Redirect).ShouldBe(1);
        done.Single(p => p.Status != HttpStatusCode.Redirect).Failure.ShouldBe("already-registered");
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var person = new Person(world);
        var page = await person.PostAsync("/account/register", new Page(HttpStatusCode.OK, null, ""), ("uscc", "x"));
        page.Status.ShouldBe(HttpStatusCode.BadRequest);
    }
}
