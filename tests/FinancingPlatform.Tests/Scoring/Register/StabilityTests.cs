using FinancingPlatform.Scoring.Monitoring;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Scoring.Register;

/// <summary>The arithmetic of drift and of back-tests, against cases worked by hand.</summary>
public sealed class StabilityTests
{
    [Fact]
    public void The_index_of_a_textbook_shift_is_the_one_worked_by_hand()
    {
        // (0.4−0.5)·ln(0.4/0.5) + (0.6−0.5)·ln(0.6/0.5) = 0.0223144 + 0.0182322
        PopulationStability.Index([0.5, 0.5], [0.4, 0.6]).ShouldBe(0.0405465, 1e-6);
        PopulationStability.Index([0.1, 0.2, 0.7], [0.1, 0.2, 0.7]).ShouldBe(0);
        PopulationStability.Index([0.5, 0.5, 0], [0.5, 0.5, 0]).ShouldBe(0, "a bin that is empty on both days says nothing");
        double.IsFinite(PopulationStability.Index([1, 0], [0, 1])).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => PopulationStability.Index([1], [0.5, 0.5]));
    }

    [Fact]
    public void The_index_is_never_below_zero()
    {
        foreach (var (a, b) in Gen.Sample(Gen.Choose(0, 50).ArrayOf(11).Two(), 300).Select(p => (p.Item1, p.Item2)))
        {
            var (then, now) = (PopulationStability.Shares([.. a.Select(n => (long)n + 1)]), PopulationStability.Shares([.. b.Select(n => (long)n + 1)]));
            PopulationStability.Index(then, now).ShouldBeGreaterThanOrEqualTo(-1e-12);
        }
    }

    [Fact]
    public void Bins_follow_the_deciles_and_unknown_is_a_bin_of_its_own()
    {
        var edges = PopulationStability.Edges(Enumerable.Range(0, 100).Select(i => (double)i));

        edges.ShouldBe([10, 20, 30, 40, 50, 60, 70, 80, 90]);
        PopulationStability.Bin(edges, -5).ShouldBe(0);
        PopulationStability.Bin(edges, 9.9).ShouldBe(0);
        PopulationStability.Bin(edges, 10).ShouldBe(1);
        PopulationStability.Bin(edges, 1000).ShouldBe(9);
        PopulationStability.Bin(edges, double.NaN).ShouldBe(10);
        PopulationStability.Edges([0, 0, 0, 0]).ShouldBe([0, double.Epsilon], "a list that nobody stands on must show when somebody does");
        PopulationStability.Edges(Enumerable.Repeat(0d, 95).Concat(Enumerable.Repeat(1d, 15))).ShouldBe([1]);
        PopulationStability.Edges([double.NaN]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.05, 1000, "ok")]
    [InlineData(0.10, 1000, "watch")]
    [InlineData(0.25, 1000, "alarm")]
    [InlineData(0.90, 99, "too-few")]
    public void Levels_have_named_bounds(double index, long rows, string level) => PopulationStability.Level(index, rows).ShouldBe(level);

    [Fact]
    [Trait("rule", "C4")]
    [Trait("rule", "D10")]
    public void A_small_group_gives_counts_and_no_figure()
    {
        BackTest.Of([.. Outcomes(29, 10)]).IsShown.ShouldBeFalse();
        BackTest.Of([.. Outcomes(100, 4)]).IsShown.ShouldBeFalse();
        BackTest.Of([.. Outcomes(100, 96)]).IsShown.ShouldBeFalse();
        BackTest.Of([.. Outcomes(30, 5)]).ShouldSatisfyAllConditions(t => t.IsShown.ShouldBeTrue(), t => t.Rows.ShouldBe(30), t => t.Bad.ShouldBe(5));
        BackTest.Of([]).AucLevel.ShouldBe("too-few");
    }

    [Fact]
    public void Ranking_and_calibration_are_those_worked_by_hand()
    {
        // 25 good at 0.1, 5 bad at 0.9: perfect order; mean 0.2333 against 5/30 = 0.1667.
        var perfect = BackTest.Of([.. Enumerable.Repeat(new ScoredOutcome(0.1, false), 25), .. Enumerable.Repeat(new ScoredOutcome(0.9, true), 5)]);
        perfect.Auc.ShouldBe(1);
        perfect.CalibrationError!.Value.ShouldBe(0.0666667, 1e-6);
        perfect.CalibrationLevel.ShouldBe("alarm");
        // All the same: every pair is a tie.
        BackTest.Of([.. Outcomes(40, 10)]).Auc.ShouldBe(0.5);
        // Four of five bad above all 25 good, one below: 100 of 125 pairs.
        var mixed = BackTest.Of([.. Enumerable.Repeat(new ScoredOutcome(0.2, false), 25), .. Enumerable.Repeat(new ScoredOutcome(0.3, true), 4), new ScoredOutcome(0.1, true)]);
        mixed.Auc.ShouldBe(0.8);
        mixed.AucLevel.ShouldBe("ok");
    }

    private static IEnumerable<ScoredOutcome> Outcomes(int rows, int bad) => Enumerable.Range(0, rows).Select(i => new ScoredOutcome(0.2, i < bad));
}
