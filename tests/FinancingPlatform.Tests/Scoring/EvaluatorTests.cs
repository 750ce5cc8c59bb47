using FinancingPlatform.Scoring.Trees;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>The managed evaluator answers what XGBoost answers, and gives exact reasons.</summary>
public sealed class EvaluatorTests
{
    private static readonly XgboostFixture Fixture = XgboostFixture.Shared;

    [Fact]
    public void A_margin_is_XGBoosts_own_with_unknown_values_and_on_thresholds()
    {
        for (var row = 0; row < Fixture.Count; row++)
        {
            Fixture.Model.Margin(Fixture.Row(row)).ShouldBe(Fixture.Margins[row], 1e-6f, $"row {row}");
        }
    }

    [Fact]
    public void A_probability_is_XGBoosts_own()
    {
        for (var row = 0; row < Fixture.Count; row++)
        {
            BoostedTrees.Probability(Fixture.Model.Margin(Fixture.Row(row))).ShouldBe(Fixture.Probabilities[row], 1e-6f, $"row {row}");
        }
    }

    [Fact]
    public void Many_rows_at_once_are_the_rows_one_by_one()
    {
        var margins = new float[Fixture.Count];

        Fixture.Model.Margins(Fixture.Rows, margins);

        margins.ShouldBe(Enumerable.Range(0, Fixture.Count).Select(r => Fixture.Model.Margin(Fixture.Row(r))));
    }

    [Fact]
    public void Contributions_are_XGBoosts_own()
    {
        var explainer = new ShapleyExplainer(Fixture.Model);
        var contributions = new double[Fixture.Width];
        for (var row = 0; row < Fixture.Count; row++)
        {
            explainer.Explain(Fixture.Row(row), contributions);
            for (var column = 0; column < Fixture.Width; column++)
            {
                contributions[column].ShouldBe(Fixture.Contributions[(row * (Fixture.Width + 1)) + column], 1e-5, $"row {row}, column {column}");
            }

            explainer.Bias.ShouldBe(Fixture.Contributions[(row * (Fixture.Width + 1)) + Fixture.Width], 1e-5);
        }
    }

    [Fact]
    public void Contributions_and_bias_sum_to_the_margin_for_any_row()
    {
        var values = Gen.OneOf(Gen.Choose(-3000, 3000).Select(i => i / 1000f), Gen.Constant(float.NaN));
        var rows = values.ArrayOf(Fixture.Width).ToArbitrary();

        Prop.ForAll(rows, row =>
        {
            var explainer = new ShapleyExplainer(Fixture.Model);
            var contributions = new double[Fixture.Width];
            explainer.Explain(row, contributions);
            return Math.Abs(contributions.Sum() + explainer.Bias - Fixture.Model.Margin(row)) < 1e-5;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Scoring_and_explaining_allocate_nothing_per_row()
    {
        var explainer = new ShapleyExplainer(Fixture.Model);
        var contributions = new double[Fixture.Width];
        Ask(explainer, contributions);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Ask(explainer, contributions);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_row_of_another_width_is_refused() =>
        Should.Throw<ArgumentException>(() => Fixture.Model.Margin(new float[Fixture.Width + 1]));

    private static void Ask(ShapleyExplainer explainer, double[] contributions)
    {
        for (var row = 0; row < Fixture.Count; row++)
        {
            Fixture.Model.Margin(Fixture.Row(row));
            explainer.Explain(Fixture.Row(row), contributions);
        }
    }
}
