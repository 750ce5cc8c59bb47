using System.Globalization;
using FinancingPlatform.Tests.Scoring;

namespace FinancingPlatform.Tests.Cli.Model;

/// <summary>The two worked examples of docs/training.md, by real processes of fp: what a stranger does with a table that nobody here has seen.</summary>
public sealed class StrangersTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-stranger-").FullName;

    [Fact]
    public async Task Sixty_four_ratios_of_bankrupt_firms_become_a_pack_that_judges_scores_and_explains()
    {
        TrainingTests.NeedLibrary();
        var (data, schema) = await ExampleAsync("bankruptcy", 1500);
        var pack = Path.Combine(_folder, "pack");

        // Neither waits for the other, and a machine with two cores has them in half the time.
        var folding = FpRun.JsonAsync("model", "crossvalidate", "--data", data, "--schema", schema, "--folds", "3", "--seed", "7", "--search", "0");
        var trained = await FpRun.JsonAsync("model", "train", "--data", data, "--schema", schema, "--out", pack, "--seed", "7", "--search", "0");
        var folds = await folding;
        var judged = await FpRun.JsonAsync("model", "evaluate", "--model", pack, "--data", data);
        var explained = await FpRun.JsonAsync("model", "explain", "--model", pack, "--data", data, "--row", "17");
        var scores = Path.Combine(_folder, "scores.csv");
        await FpRun.JsonAsync("model", "score", "--model", pack, "--data", data, "--out", scores);

        string[] figures = ["rows", "auc", "ks", "brier", "ece", "logloss"];
        folds.EnumerateObject().Select(p => p.Name).ShouldBe([.. figures, "folds"]);
        judged.EnumerateObject().Select(p => p.Name).ShouldBe(figures);
        folds.GetProperty("folds").GetArrayLength().ShouldBe(3);
        folds.GetProperty("rows").GetInt32().ShouldBe(1500);
        folds.GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.75);
        folds.GetProperty("ece").GetDouble().ShouldBeLessThan(0.03);
        trained.GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.75);

        var contributions = explained.GetProperty("contributions").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetDouble());
        contributions.Count.ShouldBe(64);
        (explained.GetProperty("bias").GetDouble() + contributions.Values.Sum()).ShouldBe(explained.GetProperty("margin").GetDouble(), 1e-5);
        var lines = await File.ReadAllLinesAsync(scores, TestContext.Current.CancellationToken);
        lines[0].ShouldBe("row,probability,margin,points,grade");
        lines.Length.ShouldBe(1501);
        lines[17].Split(',')[0].ShouldBe("17");
        double.Parse(lines[17].Split(',')[2], CultureInfo.InvariantCulture).ShouldBe(explained.GetProperty("margin").GetDouble(), 1e-5);
    }

    [Fact]
    public async Task Consumer_loans_with_ids_texts_months_and_running_loans_become_a_pack_and_a_scorecard_that_can_be_compared()
    {
        TrainingTests.NeedLibrary();
        var (data, schema) = await ExampleAsync("loans", 3000);
        var (trees, card) = (Path.Combine(_folder, "trees"), Path.Combine(_folder, "card"));

        var points = FpRun.JsonAsync("model", "train", "--data", data, "--schema", schema, "--out", card, "--kind", "scorecard");
        var first = await FpRun.OfAsync("model", "train", "--data", data, "--schema", schema, "--out", trees, "--search", "0", "--json");
        await points;
        var compared = await FpRun.JsonAsync("model", "compare", "--model", trees, "--against", card, "--data", data);

        first.ExitCode.ShouldBe(0, first.Errors);
        first.Errors.ShouldContain("rows left out");
        first.Json.GetProperty("rows").GetInt32().ShouldBeInRange(2500, 2999);
        compared.GetProperty("model").GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.6);
        compared.GetProperty("against").GetProperty("auc").GetDouble().ShouldBeGreaterThan(0.6);
        (await File.ReadAllTextAsync(Path.Combine(trees, "card.md"), TestContext.Current.CancellationToken)).ShouldContain("home_ownership");
    }

    [Fact]
    public async Task A_column_filled_after_the_outcome_is_refused_by_name_and_leaves_no_pack()
    {
        TrainingTests.NeedLibrary();
        var (data, schema) = await ExampleAsync("loans", 2000);
        var text = await File.ReadAllTextAsync(schema, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(schema, text.Replace("\"recoveries\", \"role\": \"ignore\"", "\"recoveries\", \"role\": \"feature\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var pack = Path.Combine(_folder, "pack");

        var run = await FpRun.OfAsync("model", "train", "--data", data, "--schema", schema, "--out", pack);

        run.ExitCode.ShouldBe(1);
        run.Errors.ShouldContain("column recoveries");
        run.Errors.ShouldContain("probable leak");
        Directory.Exists(pack).ShouldBeFalse();
    }

    [Fact]
    public async Task A_schema_whose_bad_values_the_table_never_holds_is_told_what_it_holds()
    {
        TrainingTests.NeedLibrary();
        var (data, schema) = await ExampleAsync("bankruptcy", 500);
        var text = await File.ReadAllTextAsync(schema, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(schema, text.Replace("\"bad\": [1]", "\"bad\": [\"bankrupt\"]", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var run = await FpRun.OfAsync("model", "crossvalidate", "--data", data, "--schema", schema, "--json");

        run.ExitCode.ShouldBe(1);
        run.Answer.ShouldBeEmpty();
        run.Errors.ShouldContain("column class");
        run.Errors.ShouldContain("“0” ×");
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_example()
    {
        var (first, _) = await ExampleAsync("loans", 500);
        var bytes = await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken);

        await ExampleAsync("loans", 500);

        (await File.ReadAllBytesAsync(first, TestContext.Current.CancellationToken)).ShouldBe(bytes);
        Path.GetFileName(first).ShouldStartWith("invented");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<(string Data, string Schema)> ExampleAsync(string name, int rows)
    {
        var made = await FpRun.JsonAsync("model", "example", name, "--out", _folder, "--rows", rows.ToString(CultureInfo.InvariantCulture));
        return (made.GetProperty("data").GetString()!, made.GetProperty("schema").GetString()!);
    }
}
