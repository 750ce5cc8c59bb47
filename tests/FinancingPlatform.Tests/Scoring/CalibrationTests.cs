using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Platt's and isotonic calibration, and which of them is taken.</summary>
public sealed class CalibrationTests
{
    [Fact]
    public void A_bent_truth_is_calibrated_by_steps_and_a_straight_one_by_platts_line()
    {
        var (bent, bentMargins) = Drawn(6000, m => m < 0 ? 0.1 : 0.6);
        var (straight, straightMargins) = Drawn(6000, m => 1 / (1 + Math.Exp(-((0.7 * m) - 0.5))));

        var steps = CalibrationChoice.Fit(bent, bentMargins, 1);
        var line = CalibrationChoice.Fit(straight, straightMargins, 1);

        steps.Method.ShouldBe(Calibration.Isotonic);
        Probability(steps, -2).ShouldBe(0.1, 0.04);
        Probability(steps, 2).ShouldBe(0.6, 0.04);
        line.Method.ShouldBe(Calibration.Platt);
        line.Slope.ShouldBe(0.7, 0.1);
    }

    [Fact]
    public void Few_rows_make_no_steps()
    {
        var (table, margins) = Drawn(Calibration.MinIsotonicRows - 1, m => m < 0 ? 0.1 : 0.6);

        CalibrationChoice.Fit(table, margins, 1).Method.ShouldBe(Calibration.Platt);
    }

    [Fact]
    public void Neither_kind_ever_turns_two_margins_round_or_ties_them() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (table, margins) = Drawn(1200, m => 0.5 + (0.4 * Math.Sin(m * 3)), seed);
            var steps = IsotonicCalibration.Fit(table, margins, PlattCalibration.Fit(table, margins));
            var sorted = Enumerable.Range(-50, 101).Select(i => i / 5f).Select(steps.LogOdds).ToArray();
            return steps.Fault() is null && sorted.All(double.IsFinite) && sorted.Zip(sorted.Skip(1)).All(p => p.First < p.Second);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Shares_of_the_margin_add_up_to_the_calibrated_distance()
    {
        var steps = new Calibration(Calibration.Isotonic, 1, 0) { Knots = [new(-1, -3), new(0, -1), new(2, 0)] };

        steps.LogOdds(-0.5f).ShouldBe(-2, 1e-12);
        steps.LogOdds(3).ShouldBe(1, 1e-12);
        steps.LogOdds(-2).ShouldBe(-4, 1e-12);
        (steps.SlopeBetween(-1, 2) * 3).ShouldBe(steps.LogOdds(2) - steps.LogOdds(-1), 1e-12);
        new Calibration(Calibration.Platt, 0.75, 0.25).SlopeBetween(1, 5).ShouldBe(0.75);
    }

    [Fact]
    public void Knots_that_fall_or_are_no_numbers_are_refused()
    {
        var good = new Calibration(Calibration.Isotonic, 1, 0) { Knots = [new(0, 0), new(1, 1)] };

        good.Fault().ShouldBeNull();
        (good with { Knots = [new(0, 0), new(1, -1)] }).Fault().ShouldNotBeNull();
        (good with { Knots = [new(0, 0), new(0, 1)] }).Fault().ShouldNotBeNull();
        (good with { Knots = [new(0, double.NaN)] }).Fault().ShouldNotBeNull();
        (good with { Knots = [] }).Fault().ShouldNotBeNull();
        (good with { Knots = null }).Fault().ShouldNotBeNull();
        (good with { Slope = 0 }).Fault().ShouldNotBeNull();
    }

    private static double Probability(Calibration calibration, float margin) => 1 / (1 + Math.Exp(-calibration.LogOdds(margin)));

    private static (ModelTable Table, float[] Margins) Drawn(int rows, Func<double, double> truth, int seed = 3)
    {
        var random = new Random(seed);
        float[] margins = [.. Enumerable.Range(0, rows).Select(_ => (float)((random.NextDouble() * 8) - 4))];
        return (new ModelTable([new SchemaColumn("x", ColumnRole.Feature)], margins, rows) { Labels = [.. margins.Select(m => random.NextDouble() < truth(m) ? 1f : 0f)] }, margins);
    }
}
