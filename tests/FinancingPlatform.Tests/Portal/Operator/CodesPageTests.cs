using System.Net;
using System.Text;
using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Tests.Aggregation;

namespace FinancingPlatform.Tests.Portal.Operator;

/// <summary>The figure of assigned codes in the page, and the correction file out and back in, over real HTTP.</summary>
[Trait("rule", "B3")]
public sealed class CodesPageTests(PortalServer portal) : IClassFixture<PortalServer>
{
    [Fact]
    public async Task A_correction_file_goes_out_of_the_page_comes_back_and_the_codes_are_counted_again()
    {
        await DeliverAsync("赋码甲局", "=1+2,乙一有限公司", $"{Deliveries.Code(12)},乙二有限公司", $"{Deliveries.Code(12)},乙三有限公司", $"{Deliveries.Code(14)},乙四有限公司");
        using var visitor = await portal.StaffAsync("operator");
        var page = await visitor.PageAsync("/operator/codes");
        page.ShouldContain("75.0000 %");
        page.ShouldContain("一码多主体");

        using var export = await visitor.GetAsync("/operator/codes?handler=Csv");
        var csv = await export.Content.ReadAsStringAsync();
        csv.ShouldStartWith(CodeLedger.Header + "\r\n");
        csv.ShouldContain($"赋码甲局,'=1+2,乙一有限公司,length,,\r\n");
        // Another test's department stands in the file as well.
        var decided = string.Join("\r\n", csv.Split("\r\n").Where(line => !line.StartsWith("赋码乙局", StringComparison.Ordinal)))
            .Replace("乙一有限公司,length,,", $"乙一有限公司,length,0,{Deliveries.Code(11)}", StringComparison.Ordinal)
            .Replace("乙三有限公司,same-code,,", "乙三有限公司,same-code,1,", StringComparison.Ordinal)
            .Replace("乙二有限公司,same-code,,", "乙二有限公司,same-code,7,", StringComparison.Ordinal);

        using var answer = await visitor.PostFileAsync("/operator/codes", "/operator/codes", "file", "整改.csv", Encoding.UTF8.GetBytes(decided));
        var after = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, after);
        after.ShouldContain("收到 3 行 = 新赋码 1 + 删除 1 + 保留 0 + 未填 0 + 对不上 0 + 退回 1");
        after.ShouldContain("操作标识：0 新赋码");
        after.ShouldNotContain("一码多主体");
        after.ShouldContain("0.0000 %");
        (await portal.Db.ScalarAsync<long>("select count(*) from credit.code_correction where department = '赋码甲局'")).ShouldBe(2);
    }

    [Theory]
    [InlineData("", "请选择整改清单文件")]
    [InlineData("a,b\r\n1,2\r\n", "department")]
    [InlineData("\0\u0001\0\u0002\0\0", "整改.csv")]
    public async Task A_file_that_is_none_changes_nothing_and_says_why(string content, string words)
    {
        using var visitor = await portal.StaffAsync("operator");

        using var answer = await visitor.PostFileAsync("/operator/codes", "/operator/codes", "file", "整改.csv", Encoding.UTF8.GetBytes(content));
        var page = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity, page);
        page.ShouldContain(words);
        page.ShouldNotContain("/tmp/");
    }

    [Fact]
    public async Task The_worker_keeps_the_judgement_and_page_and_figure_read_it_until_codes_come_again()
    {
        await DeliverAsync("赋码乙局", "123,丁一有限公司");
        var judgement = new CodeJudgement(portal.Db.Source("worker"));
        (await judgement.RunOnceAsync(CancellationToken.None)).ShouldBeTrue();
        (await judgement.RunOnceAsync(CancellationToken.None)).ShouldBeFalse();
        (await portal.Db.ScalarAsync<long>("select count(*) from credit.faulty_code where department = '赋码乙局'")).ShouldBe(1);
        using var visitor = await portal.StaffAsync("operator");
        (await visitor.PageAsync("/operator/codes")).ShouldContain("丁一有限公司");

        await DeliverAsync("赋码乙局", "456,丁二有限公司");
        var page = await visitor.PageAsync("/operator/codes");
        page.ShouldContain("丁二有限公司");
        page.ShouldNotContain("丁一有限公司", customMessage: "what was judged speaks of other codes");
        (await judgement.RunOnceAsync(CancellationToken.None)).ShouldBeTrue();
    }

    [Fact, Trait("rule", "A1")]
    public async Task Nobody_but_an_operator_corrects_a_code()
    {
        await using var connection = await portal.Db.OpenAsync("portal");
        await using var command = new Npgsql.NpgsqlCommand("select * from indicator.operator_correct_codes('{}', '{}', '{}', '{}', '{}')", connection);

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    private async Task DeliverAsync(string department, params string[] rows)
    {
        using var deliveries = new Deliveries(portal.Db);
        var outcome = await deliveries.RegistryAsync(deliveries.Write($"{Guid.NewGuid():N}.csv", ["uscc,name", .. rows]), deliveries.Options with { Source = department });
        outcome.IsOk.ShouldBeTrue(outcome.IsOk ? "" : outcome.Error.MessageEn);
    }
}
