using FinancingPlatform.Consent.Intake;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Consent;

/// <summary>Giving and withdrawing as the portal does it, over the enterprise's own session.</summary>
public sealed class AuthorisationServiceTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    [Trait("rule", "A4")]
    [Trait("rule", "A5")]
    public async Task A_signed_text_becomes_an_authorisation_a_message_and_an_audit_event_at_once()
    {
        using var firm = await SignedInFirm.CreateAsync(db);

        var id = await firm.GrantAsync();

        (await firm.Case.LookAsync()).AuthorisationId.ShouldBe(id);
        var payload = await db.ScalarAsync<byte[]>("select payload from exchange.outbox where stream = 'enterprise:' || $1 and kind = 'authorisation'", firm.Case.Uscc);
        var message = ConsentJsonReader.Read(payload!);
        message.Id.ShouldBe(id);
        message.LegTraining.ShouldBeFalse();
        AuthorisationVerification.FirstFault(message, firm.Passkey.PublicKeyCose, firm.Portal).ShouldBeNull();
        (await db.ScalarAsync<long>("select count(*) from audit.event where consent_id = $1 and action = 'consent.granted'", id)).ShouldBe(1);
    }

    [Fact]
    public async Task The_real_text_carries_every_element_that_the_law_asks_for()
    {
        using var firm = await SignedInFirm.CreateAsync(db);

        var options = (await firm.RunAsync((c, t) => firm.Service.OptionsAsync(c, t, firm.Request(), default))).Value;

        string[] elements =
        [
            firm.Case.Uscc, firm.Case.Bank, "测试银行", "张三", "目的", "不得用于其他目的", "invoice-sales", "来源：税务局", "撤回", "投诉", "dpo@", "同意", "不同意",
            "Withdrawal", "Data protection officer", "at most 10 looks", "legs: look, return",
        ];
        foreach (var element in elements)
        {
            options.Text.Shown.ShouldContain(element);
        }

        options.Text.Shown.ShouldNotContain("{");
        options.CredentialIds.Single().ShouldBe(firm.Passkey.CredentialId);
    }

    [Theory]
    [InlineData("pre-credit")]
    [InlineData("loan-application")]
    [InlineData("post-loan")]
    public async Task Every_purpose_has_a_text_in_force(string purpose)
    {
        using var firm = await SignedInFirm.CreateAsync(db);

        var options = await firm.RunAsync((c, t) => firm.Service.OptionsAsync(c, t, firm.Request() with { Purpose = purpose }, default));

        options.Value.Text.Version.ShouldBe("2026-11/" + purpose);
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task An_enterprise_that_is_not_verified_authorises_nothing()
    {
        using var firm = await SignedInFirm.CreateAsync(db, verified: false);

        var options = await firm.RunAsync((c, t) => firm.Service.OptionsAsync(c, t, firm.Request(), default));

        options.Error.Code.ShouldBe("not-verified");
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task A_change_of_the_representative_between_showing_and_signing_stops_the_grant()
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        var (id, assertion) = await firm.SignAsync();
        await db.ExecuteAsync("update registry.enterprise set legal_representative = '李四' where id = $1", firm.Case.EnterpriseId);

        var granted = await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, id, assertion, default));

        granted.Error.Code.ShouldBe("unknown-credential");
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_signature_by_another_key_or_over_another_text_grants_nothing()
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        using var stranger = new SoftwarePasskey();
        var first = (await firm.RunAsync((c, t) => firm.Service.OptionsAsync(c, t, firm.Request(), default))).Value;
        var second = (await firm.RunAsync((c, t) => firm.Service.OptionsAsync(c, t, firm.Request(30), default))).Value;
        var forged = stranger.Sign(first.Challenge, firm.Portal) with { CredentialId = firm.Passkey.CredentialId };

        var byOther = await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, first.Id, forged, default), commit: false);
        var otherText = await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, first.Id, firm.Passkey.Sign(second.Challenge, firm.Portal), default), commit: false);
        var unknown = await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, first.Id, stranger.Sign(first.Challenge, firm.Portal), default), commit: false);

        byOther.Error.Code.ShouldBe("bad-signature");
        otherText.Error.Code.ShouldBe("bad-signature");
        unknown.Error.Code.ShouldBe("unknown-credential");
        (await db.ScalarAsync<long>("select count(*) from consent.authorisation where enterprise_id = $1", firm.Case.EnterpriseId)).ShouldBe(0);
    }

    [Fact]
    public async Task An_offer_is_signed_once_by_its_own_enterprise_and_in_time()
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        using var other = await SignedInFirm.CreateAsync(db);
        var (id, assertion) = await firm.SignAsync();

        (await other.RunAsync((c, t) => other.Service.GrantAsync(c, t, id, assertion, default))).Error.Code.ShouldBe("nothing-to-sign");
        (await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, id, assertion, default))).IsOk.ShouldBeTrue();
        (await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, id, assertion, default))).Error.Code.ShouldBe("nothing-to-sign");

        var (late, lateAssertion) = await firm.SignAsync();
        await db.ExecuteAsync("update consent.pending_authorisation set expires_at = clock_timestamp() - interval '1 second' where id = $1", late);
        (await firm.RunAsync((c, t) => firm.Service.GrantAsync(c, t, late, lateAssertion, default))).Error.Code.ShouldBe("nothing-to-sign");
    }

    [Fact]
    [Trait("trap", "2")]
    public async Task A_withdrawal_stops_looks_at_once_goes_up_behind_its_grant_and_is_final()
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        var id = await firm.GrantAsync();

        (await firm.RunAsync((c, t) => firm.Service.RevokeAsync(c, t, id, "不再需要", default))).IsOk.ShouldBeTrue();

        (await firm.Case.LookAsync()).Refusal.ShouldBe("authorisation-revoked");
        (await firm.RunAsync((c, t) => firm.Service.RevokeAsync(c, t, id, "again", default))).Error.Code.ShouldBe("authorisation-not-found");
        (await db.ScalarAsync<string[]>("select array_agg(kind order by stream_seq) from exchange.outbox where stream = 'enterprise:' || $1", firm.Case.Uscc))
            .ShouldBe(["authorisation", "authorisation-revoked"]);
        var undone = await firm.RunAsync((c, _) => ExecuteAsync(c, "update consent.authorisation set revoked_at = null"), commit: false);
        undone.ShouldBe(0);
    }

    [Fact]
    public async Task Another_enterprises_authorisation_cannot_be_withdrawn()
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        using var other = await SignedInFirm.CreateAsync(db);
        var id = await firm.GrantAsync();

        (await other.RunAsync((c, t) => other.Service.RevokeAsync(c, t, id, "x", default))).Error.Code.ShouldBe("authorisation-not-found");
        (await firm.Case.LookAsync()).Outcome.ShouldBe("granted");
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task A_look_stands_on_the_enterprises_access_list_at_once_and_on_nobody_elses()
    {
        using var firm = await SignedInFirm.CreateAsync(db);
        using var other = await SignedInFirm.CreateAsync(db);
        await firm.GrantAsync();
        var granted = await firm.Case.LookAsync();
        var refused = await firm.Case.LookAsync(purpose: "post-loan");

        (await firm.RunAsync((c, _) => TicketsAsync(c))).ShouldBe([granted.Ticket, refused.Ticket], ignoreOrder: true);
        (await other.RunAsync((c, _) => TicketsAsync(c))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("update consent.authorisation set uses = 0")]
    [InlineData("update consent.authorisation set max_uses = 400")]
    [InlineData("update consent.access_record set outcome = 'refused'")]
    [InlineData("delete from consent.authorisation")]
    [InlineData("delete from consent.access_record")]
    [InlineData("insert into consent.authorisation (id, uses) values (gen_random_uuid(), 5)")]
    [Trait("rule", "A1")]
    public async Task The_portal_itself_changes_nothing_that_was_signed_or_recorded(string statement)
    {
        using var firm = await SignedInFirm.CreateAsync(db);

        var refused = await Should.ThrowAsync<PostgresException>(() => firm.RunAsync((c, _) => ExecuteAsync(c, statement), commit: false));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<Guid>> TicketsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select ticket from consent.access_record", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var tickets = new List<Guid>();
        while (await reader.ReadAsync())
        {
            tickets.Add(reader.GetGuid(0));
        }

        return tickets;
    }
}
