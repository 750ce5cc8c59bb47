using System.Globalization;
using System.Net;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Indicators.Uses;
using FinancingPlatform.Tests.Indicators;

namespace FinancingPlatform.Tests.Portal.Operator;

/// <summary>Use is counted from looks, reports and scores, by the department whose records served them, and fed back in page, CSV and letter.</summary>
public sealed class UsePageTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string Tax = "虚构税务局";
    private const string Court = "=虚构法院";

    [Fact]
    public async Task Looks_reports_and_scores_are_counted_for_the_department_whose_records_they_read()
    {
        await CountAsync();
        using var visitor = await portal.StaffAsync("operator");

        var page = await visitor.PageAsync("/operator/use?source=" + Uri.EscapeDataString(Tax));
        page.ShouldContain(Month());
        Cells(page).ShouldBe(["2", "1", "1"], "two granted and read looks, one report, one score");
        Cells(await visitor.PageAsync("/operator/use?source=" + Uri.EscapeDataString(Court))).ShouldBe(["0", "0", "1"]);
        using var answer = await visitor.GetAsync("/operator/use?handler=Csv");
        var csv = await answer.Content.ReadAsStringAsync();
        csv.ShouldContain($"{Tax},{Month()},invoice-sales,销项发票,2,1,1\r\n");
        csv.ShouldContain($"'{Court},{Month()},dishonest-debtor,");
    }

    [Fact]
    public async Task A_letter_to_a_department_holds_its_own_use_and_totals()
    {
        await CountAsync();
        using var visitor = await portal.StaffAsync("operator");

        var letter = await visitor.PageAsync("/operator/use/letter?source=" + Uri.EscapeDataString(Tax));
        letter.ShouldContain(Tax + "：");
        letter.ShouldContain("合计：银行查询 2 次，信用报告 1 份，评分企业 1 户次。");
        letter.ShouldNotContain(Court);
        await visitor.PageAsync("/operator/use/letter?source=nobody", HttpStatusCode.NotFound);
        await visitor.PageAsync("/operator/use/letter", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("from=2026-13", "zh", "月份写作 2026-01")]
    [InlineData("from=2026-05&to=2026-04", "en", "Write months as 2026-01")]
    [InlineData("from=1990-01", "en", "at most 60")]
    public async Task Months_that_are_none_are_named(string query, string language, string words)
    {
        using var visitor = await portal.StaffAsync("operator");
        visitor.Speak(language);

        (await visitor.PageAsync("/operator/use?" + query, HttpStatusCode.BadRequest)).ShouldContain(words);
        (await visitor.GetAsync("/operator/use?handler=Csv&" + query)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_month_is_counted_once_a_day_and_a_month_that_is_over_once_more()
    {
        await CountAsync();
        var uses = new ItemUses(portal.Db.Source("worker"));
        (await uses.CountDueAsync(CancellationToken.None)).ShouldBe(0);
        await portal.Db.ExecuteAsync("update indicator.item_use_month set counted_at = counted_at - interval '40 days'");

        (await uses.CountDueAsync(CancellationToken.None)).ShouldBe(2);
    }

    private static string Month() => China.Today(TimeProvider.System).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string[] Cells(string page)
    {
        var row = page[page.IndexOf("<tbody>", StringComparison.Ordinal)..page.IndexOf("</tbody>", StringComparison.Ordinal)];
        return [.. row.Split("<td class=\"num\"").Skip(1).Select(cell => cell[(cell.IndexOf('>', StringComparison.Ordinal) + 1)..cell.IndexOf("</td>", StringComparison.Ordinal)])];
    }

    private async Task CountAsync()
    {
        if (await portal.Db.ScalarAsync<long>("select count(*) from credit.import_batch where source = $1", Tax) == 0)
        {
            await PlantAsync();
        }

        await portal.Db.ExecuteAsync("delete from indicator.item_use_month");
        await new ItemUses(portal.Db.Source("worker")).CountDueAsync(CancellationToken.None);
    }

    /// <summary>One firm with an invoice and a debtor's entry, known before everything: two looks read, one refused, one of another item; a report; a public score.</summary>
    private async Task PlantAsync()
    {
        var (visitor, firm, _) = await portal.EnterpriseAsync();
        visitor.Dispose();
        await RecordAsync(firm, "invoice-sales", Tax);
        await RecordAsync(firm, "dishonest-debtor", Court);
        await portal.Db.ExecuteAsync("update identity.account set first_login_at = clock_timestamp() - interval '30 seconds' where enterprise_id = $1", firm);
        await TwelveEnterprises.LookAsync(portal.Db, firm, "loan-application", "granted", read: true, secondsAfterLogin: 1);
        await TwelveEnterprises.LookAsync(portal.Db, firm, "loan-application", "granted", read: true, secondsAfterLogin: 2);
        await TwelveEnterprises.LookAsync(portal.Db, firm, "loan-application", "granted", read: false, secondsAfterLogin: 3);
        await TwelveEnterprises.LookAsync(portal.Db, firm, "loan-application", "refused", read: false, secondsAfterLogin: 4);
        await portal.Db.ExecuteAsync(
            """
            insert into credit.issued_report (code, enterprise_id, issued_at, as_of, list_version, digest, state, items, record_ids)
            select md5('report'), $1, clock_timestamp(), current_date, '2024', sha256(''::bytea), sha256(''::bytea), '{}', array_agg(r.id)
            from credit.credit_record r where r.enterprise_id = $1 and r.item = 'invoice-sales'
            """,
            firm);
        // The authorisation of this full score names invoices; the debtors' list is public.
        await portal.Db.ExecuteAsync(
            """
            insert into scoring.score
                (enterprise_id, kind, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration, input_sha256, inputs, reasons)
            values ($1, 'public', '{invoice-sales}', 'made-up', '1', 'x', current_date, clock_timestamp(), clock_timestamp(), 0, 600, 'A', true, sha256(''::bytea), '{}', '[]')
            """,
            firm);
    }

    private Task<int> RecordAsync(long firm, string item, string source) => portal.Db.ExecuteAsync(
        """
        with batch as
        (
            insert into credit.import_batch (item, source, file_name, file_sha256, finished_at, received, accepted_new)
            values ($2, $3, 'f.csv', sha256(''::bytea), clock_timestamp(), 1, 1) returning id
        )
        insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, batch_id, sha256, invented)
        select $1, $2, $3, current_date - 5, clock_timestamp() - interval '1 day', 'k', b.id, sha256(''::bytea), true from batch b
        """,
        firm, item, source);
}
