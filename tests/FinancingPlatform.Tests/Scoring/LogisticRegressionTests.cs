using System.Globalization;
using System.Text.Json.Nodes;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Newton's method against a paper's printed table, and what has no maximum.</summary>
public sealed class LogisticRegressionTests
{
    [Theory]
    [InlineData("table8", new[] { "RealEstate", "Portion", "Recession" })]
    [InlineData("table7a", new[] { "New", "RealEstate", "DisbursementGross", "Portion", "Recession" })]
    public void The_papers_table_is_reproduced_to_every_printed_digit(string table, string[] columns)
    {
        var printed = JsonNode.Parse(File.ReadAllText(SharedData.Require("sba-loans/golden_logit.json")))![table]!;

        var fit = LogisticRegression.Fit(Training(columns)).Value;

        fit.Coefficients.Select(c => c.Name).ShouldBe([LogisticRegression.Intercept, .. columns]);
        foreach (var coefficient in fit.Coefficients)
        {
            var figures = printed[coefficient.Name]!.AsArray();
            AsPrinted(coefficient.Estimate, figures[0]!);
            AsPrinted(coefficient.StandardError, figures[1]!);
            AsPrinted(coefficient.Wald, figures[2]!);
        }
    }

    [Fact]
    public void Its_second_opinion_agrees_to_six_digits_and_on_unseen_loans()
    {
        var golden = JsonNode.Parse(File.ReadAllText(SharedData.Require("sba-loans/golden_logit.json")))!;
        string[] columns = ["RealEstate", "Portion", "Recession"];

        var fit = LogisticRegression.Fit(Training(columns)).Value;

        foreach (var coefficient in fit.Coefficients)
        {
            var figures = golden["full_precision_table8"]![coefficient.Name]!.AsArray();
            coefficient.Estimate.ShouldBe((double)figures[0]!, 5e-7);
            coefficient.StandardError.ShouldBe((double)figures[1]!, 5e-7 * 10);
        }

        var test = Rows("0").ToArray();
        test.Count(row => row["Default"] == "1" && fit.LogOdds(Numbers(row, columns)) < 0).ShouldBe((int)golden["test_confusion_at_0.5"]!["defaults called lower risk"]!);
        test.Count(row => row["Default"] == "0" && fit.LogOdds(Numbers(row, columns)) >= 0).ShouldBe((int)golden["test_confusion_at_0.5"]!["paid loans called higher risk"]!);
    }

    [Fact]
    public void A_two_by_two_table_is_worked_by_hand()
    {
        // 10 of 40 bad where x = 0, 30 of 50 bad where x = 1: odds 1/3 and 3/2.
        var fit = LogisticRegression.Fit(new Design(["x"], [0, 0, 1, 1], [1, 0, 1, 0], [10, 30, 30, 20])).Value;

        fit.Coefficients[0].Estimate.ShouldBe(Math.Log(1 / 3d), 1e-9);
        fit.Coefficients[1].Estimate.ShouldBe(Math.Log(4.5), 1e-9);
        fit.Coefficients[1].StandardError.ShouldBe(Math.Sqrt((1 / 10d) + (1 / 30d) + (1 / 30d) + (1 / 20d)), 1e-9);
        fit.Coefficients[1].Wald.ShouldBe(Math.Pow(Math.Log(4.5), 2) / ((1 / 10d) + (1 / 30d) + (1 / 30d) + (1 / 20d)), 1e-9);
    }

    [Theory]
    [InlineData("same", new double[] { 1, 1, 2, 2, 3, 3, 1, 1 }, "column same")]
    [InlineData("flat", new double[] { 1, 5, 2, 5, 3, 5, 1, 5 }, "column flat")]
    [InlineData("unknown", new double[] { 1, double.NaN, 2, 1, 3, 4, 1, 5 }, "column unknown")]
    [InlineData("endless", new double[] { 1, double.PositiveInfinity, 2, 1, 3, 4, 1, 5 }, "column endless")]
    public void A_column_that_can_not_be_estimated_is_named(string name, double[] values, string where) =>
        LogisticRegression.Fit(new Design(["x", name], values, [1, 0, 1, 0], [])).Error.Field.ShouldBe(where);

    [Fact]
    public void Classes_that_a_column_separates_have_no_maximum_and_it_is_named()
    {
        var error = LogisticRegression.Fit(new Design(["x"], [1, 2, 3, 11, 12, 13], [0, 0, 0, 1, 1, 1], [])).Error;

        error.Field.ShouldBe("column x");
        error.MessageEn.ShouldContain("separates");
    }

    [Fact]
    public void A_penalty_shrinks_what_separates_to_something_finite() =>
        LogisticRegression.Fit(new Design(["x"], [1, 2, 3, 11, 12, 13], [0, 0, 0, 1, 1, 1], []), ridge: 1).Value.Coefficients[1].Estimate.ShouldBeInRange(0.05, 1);

    /// <summary>Rounds as the table does: to as many digits as it prints.</summary>
    private static void AsPrinted(double figure, JsonNode printed)
    {
        var text = printed.ToJsonString();
        var (mantissa, power) = text.Contains('e', StringComparison.OrdinalIgnoreCase)
            ? (text[..text.IndexOf('e', StringComparison.OrdinalIgnoreCase)], int.Parse(text[(text.IndexOf('e', StringComparison.OrdinalIgnoreCase) + 1)..], CultureInfo.InvariantCulture))
            : (text, 0);
        var digits = mantissa.Contains('.', StringComparison.Ordinal) ? mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        Math.Abs(figure - (double)printed).ShouldBeLessThanOrEqualTo(0.5 * Math.Pow(10, power - digits) * 1.000001, text);
    }

    private static Design Training(string[] columns)
    {
        var rows = Rows("1").ToArray();
        rows.Length.ShouldBe(1051);
        return new Design(columns, [.. rows.SelectMany(row => Numbers(row, columns))], [.. rows.Select(row => row["Default"] == "1" ? 1f : 0f)], []);
    }

    private static double[] Numbers(Dictionary<string, string> row, string[] columns) => [.. columns.Select(c => double.Parse(row[c], CultureInfo.InvariantCulture))];

    private static IEnumerable<Dictionary<string, string>> Rows(string selected)
    {
        using var reader = new StreamReader(SharedData.Require("sba-loans/sbacase.csv"));
        var rows = CsvRows.Read(reader).Select(r => r.Fields).ToArray();
        var header = rows[0].ConvertAll(h => h.Trim('\uFEFF'));
        return [.. rows[1..].Select(fields => header.Zip(fields).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)).Where(row => row["Selected"] == selected)];
    }
}
