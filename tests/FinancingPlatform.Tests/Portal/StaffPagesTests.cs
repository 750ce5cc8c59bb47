using System.Net;
using FinancingPlatform.Tests.Indicators;

namespace FinancingPlatform.Tests.Portal;

public sealed class StaffPagesTests(PortalServer portal) : IClassFixture<PortalServer>
{
    [Fact, Trait("rule", "D2")]
    public async Task The_regulator_reads_ratios_with_both_counts_and_F3_as_not_measurable()
    {
        await TwelveEnterprises.LoadAsync(portal.Db);
        using var visitor = await portal.StaffAsync("regulator");
        var page = await visitor.PageAsync("/regulator?asOf=" + TwelveEnterprisesDatabase.Yesterday.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

        page.ShouldContain("80.0000 %");
        page.ShouldContain("40.0000 %");
        page.ShouldContain("尚不可计量");
        page.ShouldContain("F1/2022-1");
        page.ShouldContain("existing-enterprise/2022-reconstructed-1");
        page.ShouldContain("data-share=\"80\"");
        page.ShouldNotContain(InventedSubjects.Code(1), customMessage: "counts only, never a code");

        visitor.Speak("en");
        (await visitor.PageAsync("/regulator")).ShouldContain("not measurable yet");
    }

    [Theory]
    [InlineData("2099-01-01", "zh", "还没有到")]
    [InlineData("2099-01-01", "en", "has not come yet")]
    [InlineData("yesterday", "zh", "YYYY-MM-DD")]
    public async Task A_date_that_cannot_be_shown_is_named_and_todays_figures_stand_instead(string asOf, string language, string words)
    {
        using var visitor = await portal.StaffAsync("regulator");
        visitor.Speak(language);

        (await visitor.PageAsync("/regulator?asOf=" + asOf, HttpStatusCode.BadRequest)).ShouldContain(words);
    }

    [Fact]
    public async Task The_district_export_says_that_it_is_invented()
    {
        using var visitor = await portal.StaffAsync("regulator");
        using var answer = await visitor.GetAsync("/regulator?handler=Csv");

        (await answer.Content.ReadAsStringAsync()).ShouldContain("演示数据，均为虚构");
        await visitor.PageAsync("/regulator?handler=Csv&asOf=2099-01-01", HttpStatusCode.BadRequest);
    }

    [Fact, Trait("rule", "A1"), Trait("rule", "A5")]
    public async Task A_bank_sees_its_own_looks_and_never_another_banks()
    {
        var (_, id, uscc) = await portal.EnterpriseAsync();
        foreach (var bank in new[] { PortalServer.BankA, PortalServer.BankB })
        {
            await portal.Db.ExecuteAsync(
                """
                insert into consent.access_record
                    (ticket, at, enterprise_id, uscc, bank_uscc, client_id, operator, branch, purpose, reference, items, outcome, refusal, opened_xid, proof)
                values (gen_random_uuid(), clock_timestamp(), $1, $2, $3, 'made-up', 'op', '支行', 'pre-credit', 'REF-' || $3, '{}', 'refused', 'no-authorisation', pg_current_xact_id(), 'made-up')
                """,
                id, uscc, bank);
        }

        using var visitor = await portal.StaffAsync("bank");
        var page = await visitor.PageAsync("/bank?tab=looks");

        page.ShouldContain("REF-" + PortalServer.BankA);
        page.ShouldNotContain("REF-" + PortalServer.BankB);
    }

    [Fact]
    public async Task The_operator_sees_the_backlog_by_destination()
    {
        await portal.Db.ExecuteAsync("select exchange.enqueue(gen_random_uuid(), 'province', 'enterprise:x', 'authorisation', '\\x01')");
        using var visitor = await portal.StaffAsync("operator");
        var page = await visitor.PageAsync("/operator");

        page.ShouldContain("province");
        page.ShouldContain("没有停留报文");
    }

    [Theory]
    [InlineData("indicator.operator_parked(10)")]
    [InlineData("indicator.operator_seal()")]
    public async Task The_operators_functions_answer_no_other_session(string function)
    {
        await portal.Db.ExecuteAsync(
            "insert into credit.import_batch (item, source, file_name, file_sha256) values ('penalty', '市监局', 'f.csv', sha256(''::bytea))");
        await using var connection = await portal.Db.OpenAsync("portal");
        await using var command = new Npgsql.NpgsqlCommand($"select count(*) from {function}", connection);

        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }
}
