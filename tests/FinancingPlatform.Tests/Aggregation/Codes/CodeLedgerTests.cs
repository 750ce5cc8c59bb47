using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Codes;

[Trait("rule", "B3")]
public sealed class CodeLedgerTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string IdentityNumber = "11010519491231002X";

    [Fact]
    public async Task Codes_are_counted_as_sent_and_case_folded_and_a_file_again_counts_once()
    {
        using var deliveries = new Deliveries(database);
        var file = deliveries.Write("sent.csv",
            "uscc,name",
            $"{Deliveries.Code(1)},甲一有限公司",
            $"{Deliveries.Code(1)},甲一有限公司",
            $"{Deliveries.Code(2).ToLowerInvariant()},甲二有限公司",
            $"{Deliveries.Code(3)},甲三有限公司",
            $"{Deliveries.Code(3)},甲三（另一家）",
            $"{Deliveries.Code(4)},甲四（山东）有限公司",
            $"{Deliveries.Code(5)},甲四(山东)有限公司",
            "123,甲六有限公司",
            "370900228000123,甲七有限公司",
            ",甲八有限公司",
            $"{IdentityNumber},甲九有限公司");

        var options = deliveries.Options with { Source = "counted" };
        await deliveries.RegistryAsync(file, options);
        await deliveries.RegistryAsync(file, options);

        // By hand: 8 codes (甲一 once); as sent wrong: 甲二, 甲六, 甲九; duplicate: both of code 3, both of 甲四.
        (await FiguresAsync(deliveries, "counted")).ShouldBe([new("counted", false, 8, 3, 4, 1, 1), new("counted", true, 8, 2, 4, 1, 1)]);
        (await database.ScalarAsync<long>("select count(*) from credit.assigned_code where code like '%19491231%'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_correction_file_goes_out_comes_back_and_is_counted_again()
    {
        using var deliveries = new Deliveries(database);
        var options = deliveries.Options with { Source = "corrected" };
        await deliveries.RegistryAsync(
            deliveries.Write("faulty.csv", "uscc,name", "=1+2,乙一有限公司", $"{Deliveries.Code(12)},乙二有限公司", $"{Deliveries.Code(12)},乙三有限公司", $"{Deliveries.Code(14)},乙四有限公司"), options);
        var path = Path.Combine(deliveries.Folder, "correct.csv");
        (await CodeLedger.ExportAsync(path, options, TestContext.Current.CancellationToken)).ShouldBeGreaterThanOrEqualTo(3);
        var lines = (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Where(line => line.StartsWith("corrected,", StringComparison.Ordinal)).ToList();
        lines.ShouldBe(
            ["corrected,'=1+2,乙一有限公司,length,,", $"corrected,{Deliveries.Code(12)},乙二有限公司,same-code,,", $"corrected,{Deliveries.Code(12)},乙三有限公司,same-code,,"]);

        var decided = deliveries.Write("decided.csv",
            CodeLedger.Header,
            $"corrected,'=1+2,乙一有限公司,length,0,{Deliveries.Code(11)}",
            $"corrected,{Deliveries.Code(12)},乙二有限公司,same-code,2,",
            $"corrected,{Deliveries.Code(12)},乙三有限公司,same-code,1,",
            $"corrected,{Deliveries.Code(14)},乙四有限公司,,0,123",
            $"corrected,{Deliveries.Code(15)},没有这家,,1,",
            $"corrected,{Deliveries.Code(14)},乙四有限公司,,,");
        var outcome = (await CorrectionFile.ImportAsync(decided, options, TestContext.Current.CancellationToken)).Value;

        (outcome.Received, outcome.Coded, outcome.Deleted, outcome.Kept, outcome.Undecided, outcome.Unmatched, outcome.Rejected).ShouldBe((6L, 1L, 1L, 1L, 1L, 1L, 1L));
        (await FiguresAsync(deliveries, "corrected"))[0].ShouldBe(new CodeFigure("corrected", false, 3, 0, 0, 0, 0));
        await CorrectionFile.ImportAsync(decided, options, TestContext.Current.CancellationToken);
        (await database.ScalarAsync<long>("select count(*) from credit.code_correction where department = 'corrected'")).ShouldBe(3);
        (await FiguresAsync(deliveries, "corrected"))[0].Codes.ShouldBe(3);
    }

    [Fact]
    public async Task Published_registrations_give_the_figure_that_a_count_without_the_database_gives()
    {
        var file = SharedData.Require("identifiers/registry_60k.csv.xz");
        using var deliveries = new Deliveries(database);
        var copy = Path.Combine(deliveries.Folder, "registry_60k.csv.xz");
        File.Copy(file, copy);

        var outcome = (await deliveries.RegistryAsync(copy, deliveries.Options with { Source = "published" })).Value;

        var figures = await FiguresAsync(deliveries, "published");
        figures[0].Wrong.ShouldBeGreaterThanOrEqualTo(figures[1].Wrong);
        (figures[0].Codes + figures[0].OldNumber + figures[0].Missing).ShouldBeInRange(outcome.Received - outcome.Duplicate - 100, outcome.Received);
        TestContext.Current.SendDiagnosticMessage("{0} {1} {2} rows/s", figures[0], figures[1], outcome.RowsPerS);
    }

    private static async Task<List<CodeFigure>> FiguresAsync(Deliveries deliveries, string department) =>
        [.. (await CodeLedger.ReportAsync(deliveries.Options, CancellationToken.None)).Where(figure => figure.Department == department)];
}
