using System.Net;

namespace FinancingPlatform.Tests.Identity;

public sealed class CodeSignInTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    [Trait("rule", "E1")]
    public async Task A_code_to_the_registered_telephone_signs_in()
    {
        var firm = await RegisteredAsync();
        using var person = new Person(world);
        var sent = await SendCodeAsync(person, firm, firm.Phone);
        var done = await person.PostAsync("/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", await person.SmsCodeAsync(firm.Phone)));
        done.Location.ShouldBe("/enterprise");
    }

    [Fact]
    public async Task Another_telephone_gets_the_same_answer_and_no_message()
    {
        var firm = await RegisteredAsync();
        using var person = new Person(world);
        var sent = await SendCodeAsync(person, firm, "13922220000");
        sent.Failure.ShouldBeNull();
        sent.Hidden("codeId").ShouldNotBeEmpty();
        using var http = new HttpClient { BaseAddress = world.Phone };
        (await http.GetStringAsync("/sms?to=13922220000")).ShouldBe("[]");
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var firm = await RegisteredAsync();
        using var person = new Person(world);
        var sent = await SendCodeAsync(person, firm, firm.Phone);
        var code = await person.SmsCodeAsync(firm.Phone);
        (await person.PostAsync("/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", code))).Status.ShouldBe(HttpStatusCode.Redirect);
        using var thief = new Person(world);
        var page = await thief.GetAsync("/account/sign-in");
        (await thief.PostAsync("/account/sign-in?handler=Code", page, ("codeId", sent.Hidden("codeId")), ("code", code))).Failure.ShouldBe("code-wrong");
    }

    [Fact]
    public async Task An_expired_code_is_refused()
    {
        var firm = await RegisteredAsync();
        using var person = new Person(world);
        var sent = await SendCodeAsync(person, firm, firm.Phone);
        await world.Database.ExecuteAsync("update identity.one_time_code set expires_at = clock_timestamp() - interval '1 second' where id = $1", Guid.Parse(sent.Hidden("codeId")));
        (await person.PostAsync("/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", await person.SmsCodeAsync(firm.Phone)))).Failure.ShouldBe("code-wrong");
    }

    [Fact]
    public async Task Five_wrong_entries_kill_a_code_and_two_killed_codes_lock_the_number()
    {
        var firm = await RegisteredAsync();
        using var person = new Person(world);
        for (var round = 0; round < 2; round++)
        {
            var sent = await SendCodeAsync(person, firm, firm.Phone);
            var right = await person.SmsCodeAsync(firm.Phone);
            var wrong = right == "000000" ? "000001" : "000000";
            for (var i = 0; i < 4; i++)
            {
                (await person.PostAsync("/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", wrong))).Failure.ShouldBe("code-wrong");
            }

            (await person.PostAsync("/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", wrong))).Failure.ShouldBe("code-dead");
            (await person.PostAsync("/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", right))).Failure.ShouldBe("code-wrong");
        }

        var locked = await SendCodeAsync(person, firm, firm.Phone);
        locked.Failure.ShouldBe("phone-locked");
        locked.Status.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_number_gets_ten_codes_an_hour_also_when_asked_for_at_once()
    {
        var firm = await RegisteredAsync(); // one code
        using var person = new Person(world);
        var page = await person.GetAsync("/account/sign-in");
        var answers = await Task.WhenAll(Enumerable.Range(0, 14).Select(_ =>
            person.PostAsync("/account/sign-in?handler=SendCode", page, ("uscc", firm.Uscc), ("phone", firm.Phone))));
        answers.Count(a => a.Failure is null).ShouldBe(9);
        answers.Where(a => a.Failure is not null).ShouldAllBe(a => a.Failure == "code-too-soon");
    }

    [Fact]
    public async Task Codes_and_telephones_are_kept_as_keyed_hashes_only()
    {
        var firm = await RegisteredAsync();
        using var person = new Person(world);
        await SendCodeAsync(person, firm, firm.Phone);
        var code = await person.SmsCodeAsync(firm.Phone);
        var rows = await world.Database.ScalarAsync<string>(
            "select string_agg(c::text, ' ') || (select string_agg(a::text, ' ') from identity.account a) from identity.one_time_code c where phone_masked = $1",
            $"{firm.Phone[..3]}****{firm.Phone[7..]}");
        rows.ShouldNotBeNull();
        rows.ShouldNotContain(firm.Phone);
        rows.Split(',').ShouldNotContain(code);
    }

    private static async Task<Page> SendCodeAsync(Person person, Firm firm, string phone) =>
        await person.PostAsync("/account/sign-in?handler=SendCode", await person.GetAsync("/account/sign-in"), ("uscc", firm.Uscc), ("phone", phone));

    private async Task<Firm> RegisteredAsync()
    {
        var firm = await Firm.CreateAsync(world.Database);
        using var owner = new Person(world);
        await owner.RegisterAsync(firm);
        return firm;
    }
}
