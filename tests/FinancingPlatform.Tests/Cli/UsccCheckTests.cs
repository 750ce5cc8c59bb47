using FinancingPlatform.Cli.Uscc;
using FinancingPlatform.Tests.Core;

namespace FinancingPlatform.Tests.Cli;

public sealed class UsccCheckTests
{
    private static readonly IProgress<double> Silent = new Progress<double>();

    [Fact]
    public async Task A_list_of_published_codes_agrees_with_the_vectors()
    {
        var valid = IdentifierVectors.Strings("uscc_valid", "stdnum").Concat(IdentifierVectors.Strings("uscc_valid", "go-gb")).ToArray();
        var published = IdentifierVectors.Pairs("uscc_published_but_invalid").ToArray();
        var innerFails = IdentifierVectors.Strings("uscc_valid_but_org_code_check_fails").ToArray();
        var mendable = published.Count(p => p.Remark.StartsWith("lower-case", StringComparison.Ordinal));

        var report = await ReportAsync([.. valid, .. published.Select(p => p.Value), .. innerFails]);

        report.Checked.ShouldBe(valid.Length + published.Length + innerFails.Length);
        report.Valid.ShouldBe(valid.Length + mendable + innerFails.Length);
        report.Invalid.ShouldBe(published.Length - mendable);
        report.Reasons["inner-check"].ShouldBeGreaterThanOrEqualTo(innerFails.Length);
        report.Reasons["check-character"].ShouldBe(published.Count(p => p.Remark == "check character"));
    }

    [Fact]
    public async Task A_table_gives_the_cells_of_its_code_column_whatever_they_hold()
    {
        var report = await ReportAsync("企业名称,统一社会信用代码,电话", "甲,91350100M000100Y43,053812345678901", "乙,无,053812345678901", "丙,\"９１３５０１００m000100y43\",");

        (report.Checked, report.Valid, report.Invalid).ShouldBe((3L, 2L, 1L));
    }

    [Fact]
    public async Task Text_gives_only_what_looks_like_a_code()
    {
        var report = await ReportAsync("名单如下：", "1. 泰山试验有限公司（91350100M000100Y43），电话 053812345678，2026-01-31", "2. 别的公司 91350100M000100Y44");

        (report.Checked, report.Valid, report.Invalid).ShouldBe((2L, 1L, 1L));
        report.Reasons["check-character"].ShouldBe(1);
    }

    [Fact]
    public async Task Each_finding_names_its_line()
    {
        var findings = new List<UsccFinding>();

        await ReportAsync(["91350100M000100Y43", "12345"], findings.Add);

        findings.ShouldBe([new UsccFinding(2, "12345", "length")]);
    }

    private static Task<UsccFileReport> ReportAsync(params string[] lines) => ReportAsync(lines, _ => { });

    private static async Task<UsccFileReport> ReportAsync(string[] lines, Action<UsccFinding> found)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, string.Join('\n', lines));
            return (await UsccFileReport.MakeAsync(path, found, Silent, CancellationToken.None)).Value;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
