using System.Net;
using Npgsql;

namespace FinancingPlatform.Tests.Identity;

public sealed class SessionTests(PortalWorld world) : IClassFixture<PortalWorld>
{
    [Fact]
    [Trait("rule", "A1")]
    public async Task The_database_turns_the_sessions_secret_into_the_enterprise()
    {
        var (firm, person) = await SignedInAsync();
        using (person)
        {
            (await EnterpriseAsync("portal", person.Session!)).ShouldBe(firm.Id);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [Trait("rule", "A1")]
    public async Task Without_a_live_secret_there_is_no_enterprise(string token)
    {
        var (_, person) = await SignedInAsync();
        person.Dispose();
        (await EnterpriseAsync("portal", token)).ShouldBeNull();
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task The_stored_hash_opens_nothing()
    {
        var (firm, person) = await SignedInAsync();
        person.Dispose();
        var hash = await world.Database.ScalarAsync<byte[]>(
            "select s.token_sha256 from identity.session s join identity.account a on a.id = s.account_id where a.enterprise_id = $1", firm.Id);
        (await EnterpriseAsync("portal", Convert.ToHexStringLower(hash!))).ShouldBeNull();
        (await EnterpriseAsync("portal", Convert.ToBase64String(hash!))).ShouldBeNull();
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Row_level_security_shows_the_signed_in_enterprises_rows_and_no_others()
    {
        var (firm, person) = await SignedInAsync();
        var (other, stranger) = await SignedInAsync();
        foreach (var id in new[] { firm.Id, other.Id })
        {
            await world.Database.ExecuteAsync(
                "insert into consent.access_record (ticket, at, enterprise_id, uscc, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, refusal, proof, opened_xid) "
                + "select gen_random_uuid(), clock_timestamp(), id, uscc, uscc, 'c', 'o', 'b', 'pre-credit', 'r', '{}', 'refused', 'no-authorisation', 'p', pg_current_xact_id() from registry.enterprise where id = $1",
                id);
        }

        using (person)
        using (stranger)
        {
            (await CountAsync(person.Session!)).ShouldBe((1, firm.Id));
            (await CountAsync(stranger.Session!)).ShouldBe((1, other.Id));
            (await CountAsync("")).ShouldBe((0, null));
        }
    }

    [Fact]
    public async Task Signing_out_ends_the_session_for_a_copied_cookie_too()
    {
        var (_, person) = await SignedInAsync();
        using (person)
        {
            var copied = person.Session!;
            var page = await person.GetAsync("/account/passkeys");
            (await person.PostAsync("/account/sign-out", page)).Location.ShouldBe("/");
            (await EnterpriseAsync("portal", copied)).ShouldBeNull();
        }
    }

    [Fact]
    public async Task An_expired_session_is_none()
    {
        var (firm, person) = await SignedInAsync();
        using (person)
        {
            await world.Database.ExecuteAsync(
                "update identity.session s set expires_at = clock_timestamp() - interval '1 second' from identity.account a where a.id = s.account_id and a.enterprise_id = $1", firm.Id);
            (await EnterpriseAsync("portal", person.Session!)).ShouldBeNull();
            (await person.GetAsync("/account/passkeys")).Location.ShouldBe("/account/sign-in?returnUrl=%2Faccount%2Fpasskeys");
        }
    }

    [Fact]
    public async Task After_signing_in_one_goes_on_only_to_a_page_of_this_host()
    {
        var (firm, person) = await SignedInAsync();
        person.Dispose();
        using var again = new Person(world);
        var sent = await again.PostAsync("/account/sign-in?handler=SendCode", await again.GetAsync("/account/sign-in"), ("uscc", firm.Uscc), ("phone", firm.Phone));
        var done = await again.PostAsync(
            "/account/sign-in?handler=Code", sent, ("codeId", sent.Hidden("codeId")), ("code", await again.SmsCodeAsync(firm.Phone)), ("returnUrl", "https://evil.example/"));
        done.Location.ShouldBe("/enterprise");
    }

    [Fact]
    public async Task A_visitor_is_sent_to_the_door_of_the_page()
    {
        using var visitor = new Person(world);
        (await visitor.GetAsync("/account/verify")).Location.ShouldBe("/account/sign-in?returnUrl=%2Faccount%2Fverify");
        (await visitor.GetAsync("/account/passkeys")).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("bank_api")]
    [InlineData("worker")]
    [InlineData("regulator")]
    [InlineData("loader")]
    [InlineData("bank_desk")]
    [Trait("rule", "A1")]
    public async Task Only_the_portal_reads_accounts_and_sessions(string role)
    {
        await using var connection = await world.Database.OpenAsync(role);
        foreach (var table in new[] { "account", "session", "passkey", "one_time_code", "verification", "token_request" })
        {
            await using var command = new NpgsqlCommand($"select count(*) from identity.{table}", connection);
            (await Should.ThrowAsync<PostgresException>(() => command.ExecuteScalarAsync())).SqlState.ShouldBe("42501", table);
        }
    }

    private async Task<(Firm Firm, Person Person)> SignedInAsync()
    {
        var firm = await Firm.CreateAsync(world.Database);
        var person = new Person(world);
        await person.RegisterAsync(firm);
        return (firm, person);
    }

    private async Task<long?> EnterpriseAsync(string role, string token)
    {
        await using var connection = await world.Database.OpenAsync(role);
        await using var transaction = await connection.BeginTransactionAsync();
        await SetAsync(connection, transaction, token);
        await using var command = new NpgsqlCommand("select identity.session_enterprise_id()", connection, transaction);
        return await command.ExecuteScalarAsync() as long?;
    }

    private async Task<(long Count, long? Enterprise)> CountAsync(string token)
    {
        await using var connection = await world.Database.OpenAsync("portal");
        await using var transaction = await connection.BeginTransactionAsync();
        await SetAsync(connection, transaction, token);
        await using var command = new NpgsqlCommand("select count(*), min(enterprise_id) from consent.access_record", connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetInt64(1));
    }

    private static async Task SetAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string token)
    {
        await using var set = new NpgsqlCommand("select set_config('platform.session', $1, true)", connection, transaction) { Parameters = { new() { Value = token } } };
        await set.ExecuteNonQueryAsync();
    }
}
