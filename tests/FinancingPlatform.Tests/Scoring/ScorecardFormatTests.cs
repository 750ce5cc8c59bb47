using System.Text;
using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Scoring.Tables;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>One format of scorecards for packs and joint models, and one reader that also takes the earlier way of writing.</summary>
public sealed class ScorecardFormatTests
{
    private static readonly string[] s_own = ["late", "age"];

    private const string InLogOdds = """
        {"format":"financing-platform-scorecard/1","intercept":-1.5,"features":[
          {"name":"late","unknown":0.5,"bins":[{"below":0.7,"log_odds":-0.25},{"below":3,"log_odds":0.5},{"log_odds":0.75}]},
          {"name":"age","unknown":0,"bins":[{"below":10,"log_odds":1.0},{"log_odds":0.25}]}]}
        """;

    private static readonly ModelSchema s_schema = new([new SchemaColumn("late", ColumnRole.Feature, Direction: 1), new SchemaColumn("age", ColumnRole.Feature, Direction: -1)]);

    [Fact]
    public void A_card_written_in_log_odds_says_what_it_always_said_to_the_last_bit()
    {
        var model = Joint(InLogOdds);

        Prop.ForAll(ArbMap.Default.ArbFor<(float Late, float Age)>(), row =>
        {
            // As the bank's own arithmetic: bounds in double precision, added in order.
            var late = float.IsNaN(row.Late) ? 0.5 : row.Late < 0.7 ? -0.25 : row.Late < 3.0 ? 0.5 : 0.75;
            var age = float.IsNaN(row.Age) ? 0 : row.Age < 10 ? 1.0 : 0.25;
            return model.Margin([row.Late, row.Age]) == -1.5 + late + age;
        }).QuickCheckThrowOnFailure();
        model.Margin([0.7f, float.NaN]).ShouldBe(-1.75, "0.7 in single precision lies below 0.7");
    }

    [Fact]
    public void The_platforms_own_card_is_taken_as_a_joint_model_and_a_banks_as_a_pack()
    {
        const string Points = """
            {"format":"financing-platform-scorecard/1","columns":["late","age"],"points_to_double_odds":40,"anchor_points":600,"anchor_log_odds":-2,"base_points":610,
             "characteristics":[{"name":"late","trend":1,"bins":[{"below":3,"points":15,"share":0.8},{"points":-30,"share":0.15}],"unknown":{"points":0,"share":0.05}}]}
            """;

        var joint = Joint(Points);
        var trees = ModelFile.Read(Encoding.UTF8.GetBytes(Points)).Value;
        var older = ModelFile.Read(Encoding.UTF8.GetBytes(InLogOdds)).Value;

        joint.Margin([1, 5]).ShouldBe(-2 + ((600 - 625) * Math.Log(2) / 40), 1e-12);
        trees.Margin([1, 5]).ShouldBe((float)joint.Margin([1, 5]), 1e-6f);
        older.Margin([1, 5]).ShouldBe((float)Joint(InLogOdds).Margin([1, 5]), 1e-6f);
        ModelFile.ScorecardOf(Encoding.UTF8.GetBytes(InLogOdds)).ShouldNotBeNull().Columns.ShouldBe(["late", "age"]);
    }

    [Theory]
    [InlineData("\"log_odds\":0.75", "\"log_odds\":0.25", "pack-not-monotone")]
    [InlineData("\"below\":3,", "\"below\":0.7,", "model-malformed")]
    [InlineData("\"below\":10,", "", "model-malformed")]
    [InlineData("\"name\":\"age\"", "\"name\":\"late\"", "model-malformed")]
    [InlineData("\"intercept\":-1.5", "\"intercept\":1e400", "model-malformed")]
    [InlineData("\"unknown\":0,", "", "model-malformed")]
    [InlineData("scorecard/1", "scorecard/9", "model-malformed")]
    public void What_is_wrong_with_a_card_in_log_odds_is_refused(string what, string with, string code) =>
        JointModel.Read(JointKind.Scorecard, Encoding.UTF8.GetBytes(InLogOdds.Replace(what, with, StringComparison.Ordinal)), s_schema, s_own).Error.Code.ShouldBe(code);

    [Fact]
    public void Two_bounds_between_which_no_value_lies_are_one()
    {
        var card = Scorecard.Read(Encoding.UTF8.GetBytes(InLogOdds.Replace("\"below\":3,", "\"below\":0.7000000001,", StringComparison.Ordinal))).Value;

        card.Characteristics[0].Bins.Count.ShouldBe(2);
        card.LogOdds([5, float.NaN]).ShouldBe(-0.75);
    }

    private static JointModel Joint(string json) => JointModel.Read(JointKind.Scorecard, Encoding.UTF8.GetBytes(json), s_schema, s_own).Value;
}
