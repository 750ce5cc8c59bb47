using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Consent;

/// <summary>What the gate lets through and how it says no. Rows' dates move, never the clock.</summary>
public sealed class GateTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    [Trait("rule", "A1")]
    public async Task A_look_under_a_live_authorisation_is_granted_counted_and_recorded()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();

        var answer = await test.LookAsync(["invoice-sales", "penalty"]);

        answer.Outcome.ShouldBe("granted");
        answer.AuthorisationId.ShouldBe(authorisation);
        (await test.UsesAsync(authorisation)).ShouldBe(1);
        (await test.RecordedRefusalAsync(answer.Ticket)).ShouldBe("granted");
        (await db.ScalarAsync<long>("select count(*) from audit.event where event_id = $1", answer.Ticket)).ShouldBe(1);
    }

    [Theory]
    [InlineData("no-authorisation", "loan-application", "2024", 0, 0, 0)]
    [InlineData("authorisation-expired", "loan-application", "2024", -20, -1, 5)]
    [InlineData("authorisation-not-yet-valid", "loan-application", "2024", 1, 9, 5)]
    [InlineData("authorisation-wrong-purpose", "post-loan", "2024", -1, 9, 5)]
    [InlineData("authorisation-too-narrow", "loan-application", "2021", -1, 9, 5)]
    [Trait("rule", "A1")]
    [Trait("trap", "1")]
    [Trait("trap", "27")]
    public async Task A_refusal_names_its_cause_gives_nothing_and_is_recorded(string refusal, string purpose, string version, int from, int to, int uses)
    {
        var test = await GateCase.CreateAsync(db);
        if (uses > 0)
        {
            await test.AuthoriseAsync(purpose, version, from: from, to: to, uses: uses);
        }

        // utility-water came with the list of 2024: an authorisation under the list of 2021 does not extend to it.
        var answer = await test.LookAsync(version == "2021" ? ["invoice-sales", "utility-water"] : ["invoice-sales"]);

        answer.Outcome.ShouldBe("refused");
        answer.Refusal.ShouldBe(refusal);
        answer.AuthorisationId.ShouldBeNull();
        (await test.RecordedRefusalAsync(answer.Ticket)).ShouldBe(refusal);
        (await test.TakeAsync(answer.Ticket)).ShouldBe(new TicketAnswer(null, "ticket-refused"));
        (await db.ScalarAsync<string>("select reason from audit.event where event_id = $1", answer.Ticket)).ShouldBe(refusal);
    }

    [Fact]
    public async Task An_unknown_enterprise_is_refused_and_the_try_is_recorded()
    {
        var test = await GateCase.CreateAsync(db);

        var answer = await test.LookAsync(uscc: InventedCodes.Next());

        answer.Refusal.ShouldBe("enterprise-unknown");
        (await test.RecordedRefusalAsync(answer.Ticket)).ShouldBe("enterprise-unknown");
    }

    [Fact]
    [Trait("trap", "2")]
    public async Task A_revoked_or_paused_authorisation_opens_nothing_and_stops_a_ticket_that_is_already_open()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();
        var open = await test.LookAsync();

        await db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", authorisation);
        (await test.LookAsync()).Refusal.ShouldBe("authorisation-revoked");
        (await test.TakeAsync(open.Ticket)).Refusal.ShouldBe("authorisation-revoked");

        await db.ExecuteAsync("update consent.authorisation set revoked_at = null, paused_at = clock_timestamp() where id = $1", authorisation);
        (await test.LookAsync()).Refusal.ShouldBe("authorisation-paused");
    }

    [Fact]
    public async Task An_authorisation_is_used_up_after_its_last_use()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync(uses: 1);

        (await test.LookAsync()).Outcome.ShouldBe("granted");
        (await test.LookAsync()).Refusal.ShouldBe("authorisation-used-up");
    }

    [Fact]
    public async Task Items_outside_the_authorisation_are_too_wide_a_look_and_public_ones_are_not()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync(items: ["invoice-sales"]);

        (await test.LookAsync(["invoice-sales", "invoice-purchase"])).Refusal.ShouldBe("authorisation-too-narrow");
        (await test.LookAsync(["no-such-item"])).Refusal.ShouldBe("authorisation-too-narrow");
        (await test.LookAsync(["penalty"])).Outcome.ShouldBe("granted");
    }

    [Fact]
    public async Task An_authorisation_of_another_bank_or_without_the_look_leg_is_none()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync(bank: InventedCodes.Next());
        await test.AuthoriseAsync(look: false);

        (await test.LookAsync()).Refusal.ShouldBe("no-authorisation");
    }

    [Fact]
    public async Task Of_several_authorisations_the_one_that_allows_the_look_is_used()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync(to: -1, from: -30);
        await test.AuthoriseAsync(purpose: "pre-credit");
        var live = await test.AuthoriseAsync(uses: 1);
        await test.AuthoriseAsync(items: ["utility-water"]);

        (await test.LookAsync()).AuthorisationId.ShouldBe(live);
        (await test.LookAsync()).Refusal.ShouldBe("authorisation-used-up");
    }

    [Fact]
    public async Task The_last_use_goes_to_exactly_one_of_many_simultaneous_looks()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync(uses: 3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => test.LookAsync()));

        answers.Count(answer => answer.Outcome == "granted").ShouldBe(3);
        answers.Where(answer => answer.Outcome != "granted").ShouldAllBe(answer => answer.Refusal == "authorisation-used-up");
        (await test.UsesAsync(authorisation)).ShouldBe(3);
    }

    /// <summary>Looks do not check the text they leave alone; whoever touches text or digest is checked, whichever role it is.</summary>
    [Theory]
    [InlineData("update consent.authorisation set text_shown = text_shown || '!' where id = $1")]
    [InlineData("update consent.authorisation set text_sha256 = sha256('other') where id = $1")]
    [Trait("rule", "A4")]
    public async Task A_text_that_is_not_that_of_its_digest_is_refused(string sql)
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();

        var fault = await Should.ThrowAsync<PostgresException>(() => db.ExecuteAsync(sql, authorisation));

        fault.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        fault.ConstraintName.ShouldBe("authorisation_text_digest");
        (await test.LookAsync()).Outcome.ShouldBe("granted");
        var inserted = await Should.ThrowAsync<PostgresException>(() => db.ExecuteAsync(
            """
            insert into consent.authorisation
            select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'text_shown', 'another text', 'nonce', sha256('another')))).*
            from consent.authorisation a where a.id = $1
            """,
            authorisation));
        inserted.ConstraintName.ShouldBe("authorisation_text_digest");
    }
}
