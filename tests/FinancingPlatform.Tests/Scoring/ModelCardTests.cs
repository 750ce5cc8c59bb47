using System.Text;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A model card says what the model was made of, how it does, and for whom it does worse.</summary>
public sealed class ModelCardTests
{
    private const string Schema = """
        {"columns":[{"name":"x","role":"feature","direction":1},{"name":"size","role":"ignore","missing":["?"]},{"name":"day","role":"time","type":"date"},{"name":"y","role":"label"}],
         "fairness":["size"],"label":{"column":"y","bad":["1"]}}
        """;

    [Fact]
    public void Groups_are_worked_by_hand_and_small_ones_are_not_told()
    {
        var table = Read();

        // Log-odds 0 for everybody: one half is foretold, nothing is ranked.
        var groups = Fairness.Of(table, new double[table.Rows]);

        groups.ShouldBe([new GroupFigures("size", "small", 200, 0.25, 0.5, 0.5), new GroupFigures("size", "", 100, 0.1, 0.5, 0.5)]);
    }

    [Fact]
    public void The_card_tells_data_period_figures_groups_points_and_limits()
    {
        var (table, schema) = (Read(), ModelSchema.Read(Encoding.UTF8.GetBytes(Schema)).Value);
        var trained = Trainer.Train(table, new TrainingPlan { Kind = ModelKind.Scorecard }).Value;
        var margins = new double[table.Rows];

        var card = new ModelCard("c", "loans|1.csv", "ab12", table, schema, ModelMetrics.Of(table, margins), Fairness.Of(table, margins), trained, false);

        var text = card.Write();
        text.ShouldContain("loans\\|1.csv, SHA-256 `ab12`, 330 rows");
        text.ShouldContain("day 2020-01-01 to 2020-11-25");
        text.ShouldContain("| size | small | 200 | 25.00% | 50.00% | 0.500 |");
        text.ShouldNotContain("large");
        text.ShouldContain("risk may only rise");
        text.ShouldContain("## Points");
        text.ShouldContain("参考，银行独立决策");
        text.ShouldContain("dart, gblinear");
        card.Write().ShouldBe(text);
    }

    [Fact]
    public void A_table_whose_held_out_rows_are_told_apart_completely_gives_no_card_that_nobody_can_read() =>
        Trainer.Train(Read(apart: 40), new TrainingPlan { Kind = ModelKind.Scorecard }).Error.MessageEn.ShouldContain("told apart completely");

    [Fact]
    public void A_fairness_column_that_is_nowhere_is_refused_by_name() =>
        ModelSchema.Read(Encoding.UTF8.GetBytes(Schema.Replace("[\"size\"]", "[\"district\"]", StringComparison.Ordinal))).Error.Field.ShouldBe("fairness: district");

    /// <summary>200 small firms of which 50 are bad, 30 large ones, 100 of unknown size of which 10 are bad.</summary>
    private static ModelTable Read(int apart = 20)
    {
        var text = new StringBuilder("x,size,day,y\n");
        for (var i = 0; i < 330; i++)
        {
            var (size, bad) = i < 200 ? ("small", i % 4 == 0) : i < 230 ? ("large", i % 4 == 0) : ("?", i % 10 == 0);
            text.Append((bad ? apart : 0) + (i * 7 % 60)).Append(',').Append(size).Append(',').Append(new DateOnly(2020, 1, 1).AddDays(i).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)).Append(',').Append(bad ? 1 : 0).Append('\n');
        }

        return ModelTableReader.Read(new StringReader(text.ToString()), ModelSchema.Read(Encoding.UTF8.GetBytes(Schema)).Value, labelled: true).Value;
    }
}
