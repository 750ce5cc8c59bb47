using System.Net;
using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Tests.Scoring;

namespace FinancingPlatform.Tests.Portal;

/// <summary>Raising an objection and following it, over the portal's addresses; and the operator's side of it.</summary>
public sealed class ObjectionPagesTests(PortalServer portal) : IClassFixture<PortalServer>, IAsyncLifetime
{
    private readonly ScoringCity _city = new(portal.Db);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    [Trait("rule", "B5")]
    [Trait("trap", "14")]
    public async Task An_objection_is_raised_in_the_page_marks_the_record_at_once_and_its_clock_runs_from_acceptance()
    {
        var (visitor, firm, _) = await portal.EnterpriseAsync();
        var record = await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-9), 50000, code: "general", key: "虚罚异议1号");
        await _city.Run.ForEnterpriseAsync(firm);
        var form = $"/enterprise/objections/new?record={record}";
        (await visitor.PageAsync("/enterprise/report")).ShouldContain($"href=\"{form}\"");
        (await visitor.PageAsync(form)).ShouldContain("虚罚异议1号");

        using var raised = await visitor.PostFormAsync(form, form, ("record", $"{record}"), ("reason", " 决定已被撤销 "), ("statement", "已缴清，决定已撤销（虚构）"));

        raised.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        raised.Headers.Location!.ToString().ShouldBe("/enterprise/objections");
        var list = await visitor.PageAsync("/enterprise/objections");
        list.ShouldContain("异议已提出，记录已标注");
        list.ShouldContain("虚罚异议1号");
        list.ShouldContain("待受理");
        var report = await visitor.PageAsync("/enterprise/report");
        report.ShouldContain("有异议，处理中");
        report.ShouldContain("已缴清，决定已撤销（虚构）");
        (await visitor.PageAsync("/enterprise")).ShouldContain("有异议，处理中", customMessage: "the reason that rests on it is marked as well");

        (await new ObjectionForwarding(portal.Db.Source(DatabaseRoles.Worker), WorkingCalendar.Official, TimeProvider.System).RunOnceAsync()).Value.ShouldBeGreaterThanOrEqualTo(1);
        list = await visitor.PageAsync("/enterprise/objections");
        list.ShouldContain("已转办");
        list.ShouldContain(WorkingCalendar.Official.AddWorkingDays(ScoringCity.Today, ObjectionForwarding.OtherUnitDays).Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        using var csv = await visitor.GetAsync("/enterprise/objections?handler=Csv");
        var exported = await csv.Content.ReadAsStringAsync();
        exported.ShouldContain("虚罚异议1号");
        exported.ShouldContain("已转办");
    }

    [Fact]
    [Trait("rule", "B5")]
    public async Task A_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed()
    {
        var (visitor, firm, _) = await portal.EnterpriseAsync();
        var record = await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-9), 1, code: "general", key: "虚罚异议2号");
        var form = $"/enterprise/objections/new?record={record}";

        foreach (var (reason, statement) in new[] { ("  ", "留住的话"), (new string('长', 1001), "留住的话"), ("理由", new string('长', 501)) })
        {
            using var bad = await visitor.PostFormAsync(form, form, ("record", $"{record}"), ("reason", reason), ("statement", statement));
            bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            var page = await bad.Content.ReadAsStringAsync();
            page.ShouldContain("理由须为1至1000字");
            page.ShouldContain(statement.Trim());
        }

        (await portal.Db.ScalarAsync<long>("select count(*) from credit.objection where enterprise_id = $1", firm)).ShouldBe(0);
        using var first = await visitor.PostFormAsync(form, form, ("record", $"{record}"), ("reason", "不实"), ("statement", ""));
        first.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        visitor.Speak("en");
        using var second = await visitor.PostFormAsync(form, form, ("record", $"{record}"), ("reason", "wrong again"), ("statement", ""));
        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var again = await second.Content.ReadAsStringAsync();
        again.ShouldContain("An objection to this record is open already");
        again.ShouldContain("wrong again");
        (await portal.Db.ScalarAsync<long>("select count(*) from credit.objection where enterprise_id = $1", firm)).ShouldBe(1);
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Nobody_objects_to_anothers_record()
    {
        var (visitor, _, _) = await portal.EnterpriseAsync();
        var (_, other, _) = await portal.EnterpriseAsync();
        var theirs = await _city.RecordAsync(other, "penalty", ScoringCity.Today.AddDays(-9), 1, code: "general", key: "别家的罚单");

        (await visitor.PageAsync($"/enterprise/objections/new?record={theirs}", HttpStatusCode.NotFound)).ShouldNotContain("别家的罚单");
        using var tried = await visitor.PostFormAsync("/enterprise/report", $"/enterprise/objections/new?record={theirs}", ("record", $"{theirs}"), ("reason", "不实"));
        tried.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    [Trait("rule", "B5")]
    [Trait("rule", "D7")]
    public async Task The_operator_filters_exports_and_sees_every_missed_clock()
    {
        var (_, firm, _) = await portal.EnterpriseAsync();
        await ObjectionAsync(firm, "逾期未答", submittedDaysAgo: 30, acceptedDaysAgo: 29, dueDaysAgo: 18);
        await ObjectionAsync(firm, "受理晚", submittedDaysAgo: 30, acceptedDaysAgo: 2, dueDaysAgo: -9);
        await ObjectionAsync(firm, "答复晚", submittedDaysAgo: 30, acceptedDaysAgo: 29, dueDaysAgo: 18, isClosed: true);
        using var visitor = await portal.StaffAsync("operator");

        var all = await visitor.PageAsync("/operator/decisions");
        var overdue = await visitor.PageAsync("/operator/decisions?state=overdue");
        var closed = await visitor.PageAsync("/operator/decisions?state=closed");
        using var csv = await visitor.GetAsync("/operator/decisions?handler=Csv&state=overdue");
        var exported = await csv.Content.ReadAsStringAsync();

        foreach (var mark in new[] { "逾期未答复", "受理逾期", "答复逾期" })
        {
            all.ShouldContain($"<span class=\"mark mark-bad\">{mark}</span>");
        }

        overdue.ShouldContain("<span class=\"mark mark-bad\">逾期未答复</span>");
        overdue.ShouldNotContain("<span class=\"mark mark-bad\">答复逾期</span>");
        closed.ShouldContain("<span class=\"mark mark-bad\">答复逾期</span>");
        exported.ShouldContain("逾期未答复");
        exported.ShouldNotContain("答复逾期,");
        (all + exported).ShouldNotContain("受理晚", customMessage: "no content of records");
        (await visitor.PageAsync("/operator/decisions?item=no-such-item")).ShouldContain("还没有异议");
    }

    [Fact]
    [Trait("rule", "B5")]
    public async Task The_operator_records_an_answer_that_came_by_letter_and_a_bad_one_is_named()
    {
        var (_, firm, _) = await portal.EnterpriseAsync();
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-9), 1, code: "general", key: "虚罚异议5号");
        var id = await ObjectionAsync(firm, "虚罚异议5号", submittedDaysAgo: 5, acceptedDaysAgo: 5, dueDaysAgo: -4);
        using var visitor = await portal.StaffAsync("operator");
        var path = $"/operator/decisions/answer?id={id}";
        var today = ScoringCity.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (string, string)[] Fields(string outcome = "removed", string number = "虚决5号", string day = "", string law = "条例39") =>
            [("id", id.ToString()), ("outcome", outcome), ("number", number), ("authority", "虚构局"), ("decided", day.Length == 0 ? today : day), ("law", law)];

        foreach (var (fields, words) in new[]
        {
            (Fields(outcome: "pardoned"), "请选择结果"), (Fields(number: ""), "决定文号须为"), (Fields(day: "昨天"), "决定日期须写作"),
            (Fields(day: "2020-01-01"), "在提出异议之日至今天之间"), (Fields(law: ""), "依据须为"),
        })
        {
            using var bad = await visitor.PostFormAsync(path, path, fields);
            bad.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, words);
            (await bad.Content.ReadAsStringAsync()).ShouldContain(words);
        }

        using var done = await visitor.PostFormAsync(path, path, Fields());
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await portal.Db.ScalarAsync<string>("select concat_ws(' ', state, outcome, decision_no, answered_through, reason is null) from credit.objection where id = $1", id)).ShouldBe("closed removed 虚决5号 operator t");
        (await portal.Db.ScalarAsync<long>("select count(*) from credit.credit_record where enterprise_id = $1 and removed_at is null", firm)).ShouldBe(0);
        using var other = await visitor.PostFormAsync(path, path, Fields(outcome: "maintained", number: "虚决6号"));
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    [Trait("rule", "B5")]
    public async Task What_has_no_interface_goes_out_as_a_table_of_letters_once()
    {
        var (_, firm, uscc) = await portal.EnterpriseAsync();
        await ObjectionAsync(firm, "=虚罚异议6号", submittedDaysAgo: 1, acceptedDaysAgo: 1, dueDaysAgo: -6);
        var file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".csv");
        var loader = portal.Db.Source(DatabaseRoles.Loader);
        try
        {
            (await ObjectionLetters.WriteAsync(loader, file, again: false)).ShouldBeGreaterThanOrEqualTo(1);
            var letters = await File.ReadAllTextAsync(file);
            letters.ShouldContain(uscc);
            letters.ShouldContain("'=虚罚异议6号", customMessage: "a cell that a spreadsheet would run is neutralised");
            await ObjectionLetters.WriteAsync(loader, file, again: false);
            (await File.ReadAllTextAsync(file)).ShouldNotContain(uscc);
            await ObjectionLetters.WriteAsync(loader, file, again: true);
            (await File.ReadAllTextAsync(file)).ShouldContain(uscc);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private Task<Guid> ObjectionAsync(long firm, string key, int submittedDaysAgo, int acceptedDaysAgo, int dueDaysAgo, bool isClosed = false) => portal.Db.ScalarAsync<Guid>(
        """
        insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, needs_other_unit, state, submitted_at, accepted_at, due_on,
            decided_on, synced_at, closed_at, outcome, decision_no, authority, answered_through, answered_by)
        select gen_random_uuid(), $1, 'penalty', $2, '虚构局', '不实', true, case when $6 then 'closed' else 'forwarded' end,
            now() - make_interval(days => $3), now() - make_interval(days => $4), d.today - $5,
            case when $6 then d.today end, case when $6 then now() end, case when $6 then now() end, case when $6 then 'maintained' end,
            case when $6 then $2 end, case when $6 then '虚构局' end, case when $6 then 'file' end, case when $6 then '虚构局' end
        from (select (now() at time zone 'Asia/Shanghai')::date as today) d
        returning id
        """,
        firm, key, submittedDaysAgo, acceptedDaysAgo, dueDaysAgo, isClosed);
}
