using System.Net;
using System.Text.Json;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Tests.Portal;

/// <summary>The enterprise's score page: limit with every number, hints in both languages, nobody else's.</summary>
public sealed class ScorePageTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private static readonly ScoringPack s_full = PackStore.ReadBuiltIn(PlatformPacks.FullName).Value;

    [Fact, Trait("rule", "C3"), Trait("trap", "26")]
    public async Task The_owner_sees_the_limits_whole_sum_and_what_would_raise_the_score()
    {
        await DemonstrationLimits.AddAsync(portal.Db.Source("loader"), TimeProvider.System, CancellationToken.None);
        var (visitor, id, uscc) = await portal.EnterpriseAsync();
        await ScoredAsync(id, uscc);

        var page = WebUtility.HtmlDecode(await visitor.PageAsync("/enterprise/score"));

        // G3: 3,000,000 × 0.20 × 0.65
        page.ShouldContain("390,000.00");
        page.ShouldContain("3,000,000.00");
        page.ShouldContain(DemonstrationLimits.Version);
        page.ShouldContain(LimitPolicy.NoteZh);
        page.ShouldContain("不是真实额度");
        page.ShouldContain("依法申请信用修复");
        page.ShouldContain("以上全部做到");

        visitor.Speak("en");
        page = WebUtility.HtmlDecode(await visitor.PageAsync("/enterprise/score"));
        page.ShouldContain(LimitPolicy.NoteEn);
        page.ShouldContain("lawful credit repair");
        WebUtility.HtmlDecode(await visitor.PageAsync("/enterprise/report")).ShouldContain("390,000.00");
    }

    [Fact, Trait("rule", "A1"), Trait("rule", "B1")]
    public async Task Another_enterprise_sees_nothing_of_it_and_removed_inputs_give_neither_limit_nor_hint()
    {
        var (visitor, id, uscc) = await portal.EnterpriseAsync();
        await ScoredAsync(id, uscc);
        var (stranger, _, _) = await portal.EnterpriseAsync();

        WebUtility.HtmlDecode(await stranger.PageAsync("/enterprise/score")).ShouldContain("还没有评分");

        await portal.Db.ExecuteAsync("update scoring.score set inputs = null, withheld_on = '2026-05-01', withheld_rule = 'repair' where enterprise_id = $1", id);
        var page = WebUtility.HtmlDecode(await visitor.PageAsync("/enterprise/score"));
        page.ShouldContain("评分输入已依法移除");
        page.ShouldNotContain("信用修复");
    }

    [Fact, Trait("rule", "C4")]
    public async Task A_bank_that_keeps_to_another_version_is_shown_that_one_and_so_is_the_owner_with_both_named()
    {
        await DemonstrationLimits.AddAsync(portal.Db.Source("loader"), TimeProvider.System, CancellationToken.None);
        var (visitor, id, uscc) = await portal.EnterpriseAsync();
        await ScoredAsync(id, uscc);
        await PinnedAsync(id);

        var page = WebUtility.HtmlDecode(await visitor.PageAsync("/enterprise/score"));

        page.ShouldContain("沿用评分模型 city-2025（2025.2）");
        page.ShouldContain("本市现行模型为 demonstration-full（1.0.0），得分 600");
        page.ShouldContain("671");
        // G2 of the pinned version: 3,000,000 × 0.20 × 0.85, not the 390,000 of the city's own G3.
        page.ShouldContain("510,000.00");
        page.ShouldNotContain("390,000.00");

        await portal.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where enterprise_id = $1", id);
        WebUtility.HtmlDecode(await visitor.PageAsync("/enterprise/score")).ShouldNotContain("city-2025");
    }

    /// <summary>The bank of the enterprise's authorisation keeps to last year's version, which gave other points.</summary>
    private Task PinnedAsync(long enterprise) => portal.Db.ExecuteAsync(
        """
        with version as
        (
            insert into scoring.pack_version (sha256, kind, name, version, demonstration, features, state)
            values (repeat('7', 64), 'full', 'city-2025', '2025.2', true, '{}', 'retired')
            on conflict (sha256) do nothing
        ),
        pin as
        (
            insert into scoring.bank_pin (bank_uscc, kind, sha256, pinned_by)
            select distinct a.bank_uscc, 'full', repeat('7', 64), 'platform' from consent.authorisation a where a.enterprise_id = $1
            on conflict (bank_uscc, kind) do update set sha256 = excluded.sha256
        )
        insert into scoring.parallel_score
            (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, computed_at, margin, points, grade, demonstration, input_sha256,
             inputs, reasons)
        select s.enterprise_id, 'full', s.authorisation_id, s.items, 'city-2025', '2025.2', repeat('7', 64), s.as_of, s.computed_at, 0.3, 671, 'G2', true, sha256('y'),
            s.inputs, '[]'
        from scoring.score s
        where s.enterprise_id = $1 and s.kind = 'full'
        """,
        enterprise);

    private async Task ScoredAsync(long enterprise, string uscc)
    {
        var inputs = JsonSerializer.Serialize(s_full.Features.ToDictionary(f => f.Name, f => f.Name switch
        {
            "sales_12m" => 3_000_000f, "penalties_36m" => 2f, "sales_voided_share_12m" => 0.3f, "customer_top_share_12m" => 0.8f, _ => (float?)null,
        }));
        await portal.Db.ExecuteAsync(
            """
            with granted as
            (
                insert into consent.authorisation
                (
                    id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
                    text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
                )
                select gen_random_uuid(), $1, $2, $3, '2024', array['invoice-sales'], 'loan-application', true, true, false, d.today, d.today + 30, 5,
                    '2026-11/loan-application', 'text', sha256(convert_to('text', 'UTF8')), sha256(convert_to($2, 'UTF8')), '\x01', '\x01', '\x01', '\x01', '\x01', clock_timestamp()
                from (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
                returning id
            )
            insert into scoring.score
                (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration,
                 input_sha256, inputs, reasons)
            select $1, 'full', g.id, array['invoice-sales'], 'demonstration-full', '1.0.0', $4, '2026-11-20', clock_timestamp(), clock_timestamp(), 0.5, 600, 'G3', true, sha256('x'),
                $5::jsonb, '[]'
            from granted g
            """,
            enterprise, uscc, PortalServer.BankA, s_full.Sha256, inputs);
    }
}
