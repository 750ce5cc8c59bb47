using System.Globalization;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Training through XGBoost's C library; skipped where it is not installed, never in CI.</summary>
public sealed class TrainingTests
{
    [Fact]
    public void The_same_table_and_seed_give_the_same_bytes()
    {
        NeedLibrary();
        var table = Table(400);

        var first = Trainer.Train(table, Quick).Value;
        var second = Trainer.Train(table, Quick).Value;

        second.Model.ShouldBe(first.Model);
        second.Calibration.ShouldBe(first.Calibration);
        Trainer.Train(table, Quick with { Depth = 2 }).Value.Model.ShouldNotBe(first.Model);
    }

    [Fact]
    public void What_is_trained_foretells_and_keeps_the_declared_directions()
    {
        NeedLibrary();
        var table = Table(600);

        var model = XgboostJson.Read(Trainer.Train(table, Quick).Value.Model).Value;
        var held = Trainer.HeldOutMargins(table, Quick).Value;

        model.FeatureNames.ShouldBe(["risky", "safe", "noise"]);
        MonotonicityProof.Violation(model, 0, 1).ShouldBeNull();
        MonotonicityProof.Violation(model, 1, -1).ShouldBeNull();
        ModelMetrics.Of(table, [.. held.Select(m => (double)m)]).Auc.ShouldBeGreaterThan(0.75);
    }

    [Fact]
    public void The_managed_evaluator_answers_as_the_library_on_a_fresh_model()
    {
        NeedLibrary();
        var table = Table(500);
        var json = Trainer.Train(table, Quick).Value.Model;
        using var booster = XgboostBooster.Load(json);
        using var matrix = new XgboostMatrix(table, labelled: false);
        var margins = booster.Margins(matrix);
        var contributions = booster.Contributions(matrix);
        var model = XgboostJson.Read(json).Value;
        var explainer = new ShapleyExplainer(model);
        var own = new double[table.Width];

        for (var row = 0; row < table.Rows; row++)
        {
            model.Margin(table.Row(row)).ShouldBe(margins[row], 1e-6f);
            explainer.Explain(table.Row(row), own);
            for (var column = 0; column < table.Width; column++)
            {
                own[column].ShouldBe(contributions[(row * (table.Width + 1)) + column], 1e-5);
            }
        }
    }

    [Fact]
    public void Calibration_brings_the_mean_probability_to_the_share_of_defaults()
    {
        NeedLibrary();
        var table = Table(600);
        var held = Trainer.HeldOutMargins(table, Quick).Value;

        var metrics = ModelMetrics.Of(table, [.. held.Select(m => (double)m)]);

        metrics.Ece.ShouldBeLessThan(0.08);
        held.Average(m => 1 / (1 + Math.Exp(-m))).ShouldBe(table.Labels.Average(), 0.03);
    }

    [Theory]
    [InlineData(10, "rows")]
    [InlineData(200, "label")]
    public void An_unfit_table_is_named(int rows, string where)
    {
        NeedLibrary();
        var table = Table(rows) with { Labels = new float[rows] };

        Trainer.Train(table, Quick).Error.Field.ShouldBe(where);
    }

    [Fact]
    public void A_constant_column_is_named()
    {
        NeedLibrary();
        var table = Table(200);
        for (var row = 0; row < table.Rows; row++)
        {
            table.Values[(row * table.Width) + 2] = float.NaN;
        }

        Trainer.Train(table, Quick).Error.Field.ShouldBe("column noise");
    }

    [Fact]
    [Trait("rule", "C2")]
    public void One_subject_is_never_in_two_folds()
    {
        var table = Table(300) with { Groups = [.. Enumerable.Range(0, 300).Select(i => i / 3)] };

        var folds = Folds.Of(table, 5, 1);

        Enumerable.Range(0, 300).GroupBy(i => i / 3).ShouldAllBe(g => g.Select(i => folds[i]).Distinct().Count() == 1);
        Enumerable.Range(0, 300).Select(i => folds[i]).Distinct().Count().ShouldBe(5);
    }

    [Fact]
    public void An_area_and_its_interval_are_those_worked_by_hand()
    {
        var table = new ModelTable([new SchemaColumn("x", ColumnRole.Feature)], new float[6], 6) { Labels = [0, 0, 1, 0, 1, 1] };

        var metrics = ModelMetrics.Of(table, [-2, -1, -1, 0, 1, 2]);
        var interval = AucInterval.Of(table, [-2, -1, -1, 0, 1, 2]);

        // Pairs won by the bad one: (1 + 0.5 + 0) + 3 + 3 = 7.5 of 9.
        metrics.Auc.ShouldBe(7.5 / 9, 1e-12);
        interval.Auc.ShouldBe(7.5 / 9, 1e-12);
        // Placement values: bad .5 1 1, good 1 5/6 2/3: variances 1/12 and 1/36, each over 3.
        interval.StandardError.ShouldBe(Math.Sqrt(((1 / 12d) / 3) + ((1 / 36d) / 3)), 1e-9);
        metrics.Ks.ShouldBe(2 / 3d, 1e-12);
    }

    internal static TrainingPlan Quick { get; } = new() { Step = 0.2, MaxRounds = 60, Patience = 10 };

    internal static void NeedLibrary()
    {
        var probe = XgboostLibrary.Probe();
        if (!probe.IsOk && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(probe.Error.MessageEn);
        }

        probe.IsOk.ShouldBeTrue("in CI the library must be there");
    }

    private static ModelTable Table(int rows)
    {
        var random = new Random(11);
        var values = new float[rows * 3];
        var labels = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            float risky = random.NextSingle(), safe = random.NextSingle();
            values[row * 3] = risky;
            values[(row * 3) + 1] = row % 7 == 0 ? float.NaN : safe;
            values[(row * 3) + 2] = float.Parse(random.Next(1000).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-((4 * risky) - (4 * safe)))) ? 1 : 0;
        }

        return new ModelTable(
            [new SchemaColumn("risky", ColumnRole.Feature, Direction: 1), new SchemaColumn("safe", ColumnRole.Feature, Direction: -1), new SchemaColumn("noise", ColumnRole.Feature)],
            values,
            rows) { Labels = labels };
    }
}
