using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Consent;

/// <summary>The hot path reads no table from end to end, however the city grows.</summary>
public sealed class GatePlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task Opening_and_reading_use_indexes_only()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        await db.ExecuteAsync(
            """
            insert into registry.enterprise (uscc, name, status, in_city, row_sha256, invented)
            select 'FILL' || lpad(n::text, 14, '0'), '填充', 'active', true, sha256('x'), true from generate_series(1, 5000) n
            """);
        await db.ExecuteAsync(
            """
            insert into consent.authorisation
            (
                id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
                text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
            )
            select gen_random_uuid(), e.id, e.uscc, $1, '2024', array['invoice-sales'], 'loan-application', true, true, false, current_date, current_date, 1,
                '2026-11/loan-application', 'x', sha256('x'), sha256(convert_to(e.uscc, 'UTF8')), '\x01', '\x01', '\x01', '\x01', '\x01', clock_timestamp()
            from registry.enterprise e where e.uscc like 'FILL%'
            """,
            test.Bank);
        await db.ExecuteAsync(
            """
            insert into consent.access_record (ticket, at, uscc, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, refusal, opened_xid, proof)
            select gen_random_uuid(), clock_timestamp(), 'x', 'x', 'x', 'x', 'x', 'x', 'x', '{}', 'refused', 'no-authorisation', '1', 'x' from generate_series(1, 5000)
            """);
        await db.ExecuteAsync("analyze registry.enterprise, consent.authorisation, consent.access_record");
        await using var owner = await db.OpenAsync("owner");

        await Plans.AssertRunsWithoutSequentialScanAsync(
            owner,
            $"select * from consent.open_look(gen_random_uuid(), 'c', '{test.Bank}', '{test.Uscc}', array['invoice-sales'], 'loan-application', 'o', 'b', 'r', 'p')",
            "enterprise", "authorisation", "access_record", "event");
        var look = await test.LookAsync();
        await Plans.AssertRunsWithoutSequentialScanAsync(
            owner, $"select * from consent.ticket_allows('{look.Ticket}', '{test.Client}', null)", "enterprise", "authorisation", "access_record");
    }
}
