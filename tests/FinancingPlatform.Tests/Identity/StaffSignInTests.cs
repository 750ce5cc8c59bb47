using System.Net;
using FinancingPlatform.Identity.Accounts;
using FinancingPlatform.Identity.Staff;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Tests.Identity;

public sealed class StaffSignInTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    private static int s_last;

    [Theory]
    [InlineData(AccountKind.Regulator, "/regulator")]
    [InlineData(AccountKind.Operator, "/operator")]
    [InlineData(AccountKind.Bank, "/bank")]
    [Trait("rule", "E1")]
    public async Task Password_and_one_time_code_sign_in(string kind, string home)
    {
        var secrets = await CreateAsync(kind);
        using var person = new Person(world);
        (await SignInAsync(person, secrets, secrets.Password, CodeNow(secrets))).Location.ShouldBe(home);
        (await person.GetAsync(home)).Status.ShouldNotBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_wrong_name_password_or_code_gets_one_and_the_same_answer()
    {
        var secrets = await CreateAsync(AccountKind.Operator);
        using var person = new Person(world);
        (await SignInAsync(person, secrets, "wrong-password-of-some-length", CodeNow(secrets))).Failure.ShouldBe("sign-in-wrong");
        (await SignInAsync(person, secrets, secrets.Password, "abcdef")).Failure.ShouldBe("sign-in-wrong");
        (await SignInAsync(person, secrets with { UserName = "nobody" }, secrets.Password, CodeNow(secrets))).Failure.ShouldBe("sign-in-wrong");
        person.Session.ShouldBeNull();
    }

    [Fact]
    public async Task A_code_of_a_used_step_is_refused()
    {
        var secrets = await CreateAsync(AccountKind.Operator);
        var code = CodeNow(secrets);
        using var first = new Person(world);
        (await SignInAsync(first, secrets, secrets.Password, code)).Location.ShouldBe("/operator");
        using var second = new Person(world);
        (await SignInAsync(second, secrets, secrets.Password, code)).Failure.ShouldBe("sign-in-wrong");
        // Nor one of an earlier step, which somebody may have looked over the shoulder.
        (await SignInAsync(second, secrets, secrets.Password, Totp.Code(secrets.TotpSecret, Totp.StepAt(TimeProvider.System.GetUtcNow()) - 1))).Failure.ShouldBe("sign-in-wrong");
    }

    [Fact]
    public async Task One_code_shown_twice_at_once_signs_in_once()
    {
        var secrets = await CreateAsync(AccountKind.Operator);
        var code = CodeNow(secrets);
        using var first = new Person(world);
        using var second = new Person(world);
        var both = await Task.WhenAll(SignInAsync(first, secrets, secrets.Password, code), SignInAsync(second, secrets, secrets.Password, code));
        both.Count(p => p.Location == "/operator").ShouldBe(1);
    }

    [Fact]
    public async Task Five_failures_lock_the_account_also_for_the_right_password()
    {
        var secrets = await CreateAsync(AccountKind.Regulator);
        using var person = new Person(world);
        for (var i = 0; i < 4; i++)
        {
            (await SignInAsync(person, secrets, "wrong-password-of-some-length", "000000")).Failure.ShouldBe("sign-in-wrong");
        }

        var fifth = await SignInAsync(person, secrets, "wrong-password-of-some-length", "000000");
        fifth.Failure.ShouldBe("account-locked");
        fifth.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        (await SignInAsync(person, secrets, secrets.Password, CodeNow(secrets))).Failure.ShouldBe("account-locked");
    }

    [Fact]
    public async Task A_strangers_guess_does_not_use_up_the_owners_code()
    {
        var secrets = await CreateAsync(AccountKind.Operator);
        var code = CodeNow(secrets);
        using var stranger = new Person(world);
        (await SignInAsync(stranger, secrets, "wrong-password-of-some-length", code)).Failure.ShouldBe("sign-in-wrong");
        using var owner = new Person(world);
        (await SignInAsync(owner, secrets, secrets.Password, code)).Location.ShouldBe("/operator");
    }

    [Fact]
    public async Task The_database_keeps_neither_password_nor_secret()
    {
        var secrets = await CreateAsync(AccountKind.Operator);
        var row = await world.Database.ScalarAsync<string>("select a::text from identity.account as a where user_name = $1", secrets.UserName);
        row.ShouldNotBeNull();
        row.ShouldNotContain(secrets.Password);
        row.ShouldNotContain(secrets.TotpSecret);
    }

    [Fact]
    public async Task An_enterprise_account_cannot_take_the_staff_door()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var person = new Person(world);
        await person.RegisterAsync(firm);
        using var stranger = new Person(world);
        (await SignInAsync(stranger, new StaffSecrets("enterprise", firm.Uscc, "", ""), "some-long-password", "123456")).Failure.ShouldBe("sign-in-wrong");
    }

    // RFC 6238 appendix B, SHA-1, the last six of its eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Totp.Code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))).ShouldBe(code);

    [Fact]
    public void Base32_comes_back_as_it_went()
    {
        for (var length = 0; length < 40; length++)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * 37 + length)).ToArray();
            Totp.FromBase32(Totp.ToBase32(bytes)).ShouldBe(bytes);
        }
    }

    private static string CodeNow(StaffSecrets secrets) => Totp.Code(secrets.TotpSecret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    private static async Task<Page> SignInAsync(Person person, StaffSecrets secrets, string password, string code) => await person.PostAsync(
        "/account/staff-sign-in", await person.GetAsync("/account/staff-sign-in"), ("userName", secrets.UserName), ("password", password), ("code", code));

    private async Task<StaffSecrets> CreateAsync(string kind)
    {
        await using var scope = world.Services.CreateAsyncScope();
        var seeding = scope.ServiceProvider.GetRequiredService<AccountSeeding>();
        var name = $"{kind}-{Interlocked.Increment(ref s_last)}";
        var made = await seeding.CreateAsync(new StaffAccount(kind, name, "测试人员", kind == AccountKind.Bank ? "91370900MA3C00000P" : null), CancellationToken.None);
        return made.IsOk ? made.Value : throw new InvalidOperationException(made.Error.ToString());
    }
}
