using System.Net;

namespace FinancingPlatform.Tests.Portal.Operator;

/// <summary>The operator sees which source is late and why, over real HTTP.</summary>
public sealed class SourcesPageTests(PortalServer portal) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task A_source_that_is_late_says_why_and_another_is_on_time()
    {
        await BatchAsync("licence", "虚构审批局", "push", daysAgo: 0, received: 10, accepted: 10);
        await BatchAsync("penalty", "虚构执法局", "file", daysAgo: 20, received: 8, accepted: 6, rejected: 2);
        await FailedAsync("penalty", "虚构执法局", "header-unknown");
        using var visitor = await portal.StaffAsync("operator");

        var late = await visitor.PageAsync("/operator/sources?search=" + Uri.EscapeDataString("虚构执法局"));
        late.ShouldContain("此后 1 次调用失败，最近：header-unknown");
        late.ShouldContain("mark-bad");
        var fresh = await visitor.PageAsync("/operator/sources?search=" + Uri.EscapeDataString("虚构审批局"));
        fresh.ShouldContain("mark-good");
        fresh.ShouldContain("1 / 0 / 0");

        visitor.Speak("en");
        (await visitor.PageAsync("/operator/sources?search=" + Uri.EscapeDataString("虚构执法局"))).ShouldContain("1 calls failed since, last: header-unknown");
    }

    [Fact]
    public async Task An_item_that_nobody_delivers_stands_in_the_list_and_a_registered_department_with_its_name()
    {
        await portal.Db.ExecuteAsync(
            """
            insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
            values ('dept-water', '11370900MB0000000G', '虚构水务局', '{}', clock_timestamp(), 'department', '{utility-water}')
            """);
        using var visitor = await portal.StaffAsync("operator");

        (await visitor.PageAsync("/operator/sources?search=trademark")).ShouldContain("（无部门报送）");
        var water = await visitor.PageAsync("/operator/sources?search=utility-water");
        water.ShouldContain("虚构水务局");
        water.ShouldContain("从未报送");
        water.ShouldNotContain("（无部门报送）");
    }

    [Fact]
    public async Task A_state_filters_pages_follow_and_every_filtered_row_is_exported_safely()
    {
        await BatchAsync("patent", "=cmd|虚构局", "file", daysAgo: 0, received: 1, accepted: 1);
        using var visitor = await portal.StaffAsync("operator");

        var first = await visitor.PageAsync("/operator/sources?state=Late");
        first.ShouldContain("after=40");
        (await visitor.PageAsync("/operator/sources?state=Late&after=40")).ShouldContain("回到第一页");
        (await visitor.PageAsync("/operator/sources?state=OnTime")).ShouldNotContain("从未报送");
        using var answer = await visitor.GetAsync("/operator/sources?handler=Csv&search=patent");
        var csv = await answer.Content.ReadAsStringAsync();
        csv.ShouldContain(",'=cmd|虚构局,正常,");
        csv.ShouldContain("演示数据，均为虚构");
    }

    [Fact]
    public async Task One_sources_page_shows_its_deliveries_failed_calls_and_what_its_rows_are_rejected_for()
    {
        var batch = await BatchAsync("honour", "虚构工信局", "file", daysAgo: 1, received: 5, accepted: 2, rejected: 3);
        await FailedAsync("honour", "虚构工信局", "truncated");
        await portal.Db.ExecuteAsync(
            """
            insert into credit.rejection (batch_id, line, field, rule, value, how_to_mend)
            values ($1, 2, 'decided_on', 'date', '昨天', '日期写作 2026-01-31 / write the date as 2026-01-31'),
                ($1, 3, 'decided_on', 'date', '前天', '日期写作 2026-01-31 / write the date as 2026-01-31'),
                ($1, 4, 'kind', 'enum', '<b>', '使用：… / use one of these')
            """,
            batch);
        using var visitor = await portal.StaffAsync("operator");

        var page = await visitor.PageAsync("/operator/sources/honour?source=" + Uri.EscapeDataString("虚构工信局"));
        page.ShouldContain("日期写作 2026-01-31");
        page.ShouldContain("truncated");
        page.ShouldContain($"/operator/deliveries/{batch}");
        page.IndexOf("decided_on", StringComparison.Ordinal).ShouldBeLessThan(page.IndexOf(">enum<", StringComparison.Ordinal), "the commonest first");
        await visitor.PageAsync("/operator/sources/honour?source=" + Uri.EscapeDataString("没有的局"), HttpStatusCode.NotFound);
        await visitor.PageAsync("/operator/sources/no-such-item", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("indicator.operator_sources(365, null)")]
    [InlineData("indicator.operator_attempts('penalty', '虚构执法局', 10)")]
    [InlineData("indicator.operator_rejection_rules('penalty', '虚构执法局', 10)")]
    [InlineData("indicator.operator_deliveries(null, null, null, false, 10)")]
    [InlineData("indicator.operator_unfinished(10)")]
    [Trait("rule", "A1")]
    public async Task The_functions_behind_the_pages_answer_no_other_session(string function)
    {
        await BatchAsync("penalty", "虚构执法局", "file", daysAgo: 20, received: 8, accepted: 6, rejected: 2);
        await using var connection = await portal.Db.OpenAsync("portal");
        await using var command = new Npgsql.NpgsqlCommand($"select count(*) from {function}", connection);

        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    private Task<long> BatchAsync(string item, string source, string channel, int daysAgo, long received, long accepted, long rejected = 0) => portal.Db.ScalarAsync<long>(
        """
        insert into credit.import_batch (item, source, channel, file_name, file_sha256, finished_at, received, accepted_new, rejected)
        values ($1, $2, $3, 'f.csv', sha256(''::bytea), clock_timestamp() - make_interval(days => $4::int), $5, $6, $7)
        returning id
        """,
        item, source, channel, daysAgo, received, accepted, rejected);

    private Task<int> FailedAsync(string item, string source, string error) =>
        portal.Db.ExecuteAsync("insert into credit.delivery_call (item, source, channel, error) values ($1, $2, 'push', $3)", item, source, error);
}
