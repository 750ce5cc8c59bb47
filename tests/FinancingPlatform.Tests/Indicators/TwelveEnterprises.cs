using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Indicators;

/// <summary>
/// Twelve enterprises whose ratios are worked by hand, one for each way to count or not to count. Everything is dated relative to yesterday,
/// so that yesterday is a day that is over and knows it all.
/// </summary>
internal static class TwelveEnterprises
{
    /// <summary>A to D and K: 91-codes of the city, active or suspended.</summary>
    public const int Existing = 5;

    /// <summary>A, B, C, D. Not K: its account was made for it and never used.</summary>
    public const int Registered = 4;

    /// <summary>A and C. Not D: its verification has run out.</summary>
    public const int Verified = 2;

    /// <summary>A and C. Not B: its look was refused; not D: its look was never read.</summary>
    public const int Pulled = 2;

    /// <summary>A. Not C: a pre-credit look within 60 seconds of its registration.</summary>
    public const int PulledNet = 1;

    /// <summary>G and H.</summary>
    public const int Unknown = 2;

    /// <summary>E, F, G, I, J: registered, and no existing enterprises of the city.</summary>
    public const int RegisteredOutside = 5;

    private const string Bank = "91370900MA0000BANK";

    public static async Task LoadAsync(CityDatabase db)
    {
        var a = await EnterpriseAsync(db, 1, "active");
        var b = await EnterpriseAsync(db, 2, "active");
        var c = await EnterpriseAsync(db, 3, "active", parent: true);
        var d = await EnterpriseAsync(db, 4, "suspended");
        var e = await EnterpriseAsync(db, 5, "revoked");
        var f = await EnterpriseAsync(db, 6, "moved_out");
        var g = await EnterpriseAsync(db, 7, "unknown");
        await EnterpriseAsync(db, 8, "unknown");
        var i = await EnterpriseAsync(db, 9, "active", prefix: "92");
        var j = await EnterpriseAsync(db, 10, "active", inCity: false);
        var k = await EnterpriseAsync(db, 11, "active");
        await EnterpriseAsync(db, 12, "cancelled");

        foreach (var id in new[] { a, b, c, d, e, f, g, i, j })
        {
            await AccountAsync(db, id, loggedIn: true);
        }

        await AccountAsync(db, k, loggedIn: false);
        foreach (var id in new[] { a, c, e, j })
        {
            await VerificationAsync(db, id, validForDays: 300);
        }

        await VerificationAsync(db, d, validForDays: -1);
        await LookAsync(db, a, "loan-application", "granted", read: true, secondsAfterLogin: 3600);
        await LookAsync(db, b, "loan-application", "refused", read: false, secondsAfterLogin: 3600);
        await LookAsync(db, c, "pre-credit", "granted", read: true, secondsAfterLogin: 30);
        await LookAsync(db, d, "loan-application", "granted", read: false, secondsAfterLogin: 3600);
    }

    public static Task<long> EnterpriseAsync(CityDatabase db, int number, string status, bool inCity = true, string prefix = "91", bool parent = false) =>
        db.ScalarAsync<long>(
            """
            insert into registry.enterprise (uscc, name, status, in_city, division, legal_representative, parent_uscc, invented, row_sha256, created_at)
            values ($1, '虚构企业' || $2, $3, $4, case when $4 then '370902' else '110101' end, '张' || $2, case when $5 then $1 end, true, sha256(''::bytea), clock_timestamp() - interval '30 days')
            returning id
            """,
            InventedSubjects.Code(number, prefix), number, status, inCity, parent);

    public static Task AccountAsync(CityDatabase db, long enterprise, bool loggedIn, string phone = "") => db.ExecuteAsync(
        """
        insert into identity.account (id, kind, enterprise_id, user_name, display_name, phone_hash, phone_masked, phone_proved_at, security_stamp, created_at, first_login_at)
        select gen_random_uuid(), 'enterprise', e.id, e.uscc, e.name, sha256(convert_to(coalesce(nullif($3, ''), e.uscc), 'UTF8')), '138****0000',
            case when $2 then t.at end, 'made-up', t.at, case when $2 then t.at end
        from registry.enterprise e
        cross join (select clock_timestamp() - interval '3 days' as at) t
        where e.id = $1
        """,
        enterprise, loggedIn, phone);

    public static Task VerificationAsync(CityDatabase db, long enterprise, int validForDays) => db.ExecuteAsync(
        """
        insert into identity.verification
            (id, enterprise_id, account_id, level, method, verifier, evidence, credential_id, public_key_cose, legal_representative, verified_at, valid_until)
        select gen_random_uuid(), e.id, a.id, 1, 'small-transfer', 'made-up', 'made-up', '\x01', '\x01', e.legal_representative,
            clock_timestamp() - interval '3 days', (clock_timestamp() at time zone 'Asia/Shanghai')::date - 1 + $2::int
        from registry.enterprise e
        join identity.account a on a.enterprise_id = e.id
        where e.id = $1
        """,
        enterprise, validForDays);

    public static Task LookAsync(CityDatabase db, long enterprise, string purpose, string outcome, bool read, int secondsAfterLogin) => db.ExecuteAsync(
        """
        insert into consent.access_record
            (ticket, at, enterprise_id, uscc, authorisation_id, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, refusal, opened_xid, read_at, proof)
        select gen_random_uuid(), t.at, e.id, e.uscc, gen_random_uuid(), $2, 'made-up', 'op-1', '泰山支行', $3, 'REF-1', '{invoice-sales}', $4,
            case when $4 = 'refused' then 'no-authorisation' end, pg_current_xact_id(), case when $5 then t.at end, 'made-up'
        from registry.enterprise e
        join identity.account a on a.enterprise_id = e.id
        cross join lateral (select a.first_login_at + make_interval(secs => $6::int) as at) t
        where e.id = $1
        """,
        enterprise, Bank, purpose, outcome, read, secondsAfterLogin);
}
