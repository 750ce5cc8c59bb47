using System.Text;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Scoring.Trees;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A scorecard can be worked out on paper, and gives the same as the pack.</summary>
public sealed class ScorecardTests : IDisposable
{
    private const string Card = """
        {"format":"financing-platform-scorecard/1","columns":["debts","age","idle"],"points_to_double_odds":40,"anchor_points":600,"anchor_log_odds":-2,"base_points":610,
         "characteristics":[
           {"name":"age","trend":-1,"bins":[{"below":2,"points":-30,"share":0.3},{"below":5,"points":0,"share":0.3},{"points":25,"share":0.3}],"unknown":{"points":-5,"share":0.1}},
           {"name":"debts","trend":1,"bins":[{"points":0,"share":1}],"unknown":{"points":-60,"share":0.000001}}]}
        """;

    private static readonly TrainingPlan Plan = new() { Kind = ModelKind.Scorecard };
    private readonly string _folder = Directory.CreateTempSubdirectory("fp-card-").FullName;

    [Theory]
    [InlineData(1f, 610 - 30)]
    [InlineData(2f, 610)]
    [InlineData(4.9f, 610)]
    [InlineData(5f, 635)]
    [InlineData(-1e30f, 580)]
    [InlineData(float.NaN, 605)]
    public void Points_are_added_up_by_hand(float age, int points)
    {
        var model = ModelFile.Read(Encoding.UTF8.GetBytes(Card)).Value;

        // 600 points are log-odds of -2, 40 points more halve the odds.
        model.Margin([0, age, 7]).ShouldBe((float)(-2 + ((600 - points) * Math.Log(2) / 40)), 1e-5f);
        model.Margin([float.NaN, age, 7]).ShouldBe((float)(-2 + ((660 - points) * Math.Log(2) / 40)), 1e-5f);
    }

    [Fact]
    public void Its_shapley_shares_are_the_points_less_the_usual_ones()
    {
        var model = ModelFile.Read(Encoding.UTF8.GetBytes(Card)).Value;
        var shares = new double[3];

        new ShapleyExplainer(model).Explain([0, 1, 7], shares);

        // Usual points of age: 0.3 × -30 + 0.3 × 0 + 0.3 × 25 + 0.1 × -5 = -2.
        shares[1].ShouldBe((30 - 2) * Math.Log(2) / 40, 1e-5);
        shares[2].ShouldBe(0);
        (MonotonicityProof.Violation(model, 1, -1), MonotonicityProof.Violation(model, 1, 1) is null).ShouldBe((null, false));
    }

    [Theory]
    [InlineData("\"below\":5", "\"below\":1", "age, bin 1")]
    [InlineData("{\"below\":2,", "{", "age, bin 0")]
    [InlineData("\"name\":\"debts\"", "\"name\":\"age\"", "characteristic age")]
    [InlineData("\"name\":\"debts\"", "\"name\":\"else\"", "characteristic else")]
    [InlineData("\"share\":0.000001", "\"share\":0", "debts, bin 1")]
    [InlineData("\"points_to_double_odds\":40", "\"points_to_double_odds\":0", "scale")]
    [InlineData("scorecard/1", "scorecard/9", "format")]
    [InlineData("\"points\":-30", "\"points\":\"-30\"", "points")]
    [InlineData("\"points\":-30", "\"points\":2000000", "age, bin 0")]
    [InlineData("\"trend\":-1", "\"trend\":-1,\"extra\":1", "extra")]
    [InlineData("\"base_points\":610,", "", "base_points")]
    [InlineData("\"unknown\":{\"points\":-5,\"share\":0.1}", "\"unknown\":null", "unknown")]
    public void A_card_that_is_wrong_names_characteristic_and_row(string from, string to, string where)
    {
        var text = Card.Replace(from, to, StringComparison.Ordinal);
        text.ShouldNotBe(Card);

        var error = ModelFile.Read(Encoding.UTF8.GetBytes(text)).Error;

        error.Code.ShouldBe("model-malformed");
        $"{error.Field} {error.MessageEn}".ShouldContain(where);
    }

    [Fact]
    public void Bins_rise_or_fall_as_declared_whatever_the_data_say() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            float[] values = [.. Enumerable.Range(0, 400).Select(_ => random.Next(10) == 0 ? float.NaN : (float)random.Next(60))];
            float[] labels = [.. values.Select(v => random.NextDouble() < 0.3 + (0.2 * Math.Sin(v)) ? 1f : 0f)];
            return new[] { -1, 1 }.All(direction =>
            {
                var bins = MonotoneBins.Of(values, labels, _ => 1, direction);
                var shares = bins.Counts.Select(c => c.BadShare).ToArray();
                return bins.Trend == direction
                    && shares.Zip(shares.Skip(1)).All(p => direction * (p.Second - p.First) > 0)
                    && bins.Counts.Count <= 8
                    && Math.Abs(bins.Total.All - 400) < 1e-9
                    && values.GroupBy(bins.Place).All(g => Math.Abs((g.Key < 0 ? bins.Unknown : bins.Counts[g.Key]).All - g.Count()) < 1e-9);
            });
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Evidence_and_information_are_worked_by_hand()
    {
        // 100 rows: below 1 there are 30 good and 10 bad, from 1 on 30 good and 30 bad.
        float[] values = [.. Enumerable.Repeat(0f, 40), .. Enumerable.Repeat(1f, 60)];
        float[] labels = [.. Enumerable.Repeat(0f, 30), .. Enumerable.Repeat(1f, 10), .. Enumerable.Repeat(0f, 30), .. Enumerable.Repeat(1f, 30)];

        var bins = MonotoneBins.Of(values, labels, _ => 1, 0);

        bins.Trend.ShouldBe(1);
        bins.Below.ShouldBe([1f]);
        var woe = new[] { Math.Log(30.5 / 60 / (10.5 / 40)), Math.Log(30.5 / 60 / (30.5 / 40)) };
        bins.Counts.Select(bins.Woe).ShouldBe(woe, 1e-12);
        bins.InformationValue.ShouldBe((((30 / 60d) - (10 / 40d)) * woe[0]) + (((30 / 60d) - (30 / 40d)) * woe[1]), 1e-12);
    }

    [Fact]
    public void A_trained_card_keeps_directions_is_calibrated_and_gives_whole_points_in_the_pack()
    {
        var table = Table(3000);

        var trained = Trainer.Train(table, Plan).Value;
        var held = Trainer.HeldOutMargins(table, Plan).Value;

        var card = Scorecard.Read(trained.Model).Value;
        card.LeftOut!.ShouldContain(l => l.Name == "noise");
        card.Characteristics.Select(c => c.Name).ShouldBe(["risky", "safe", "kind"]);
        card.Characteristics.ShouldAllBe(c => c.Coefficient < 0 && c.Wald > 10 && c.StandardError > 0 && c.InformationValue > 0.02);
        var metrics = ModelMetrics.Of(table, [.. held.Select(m => (double)m)]);
        metrics.Auc.ShouldBeGreaterThan(0.8);
        metrics.Ece.ShouldBeLessThan(0.04);

        var pack = Write(table, trained);
        pack.Card.ShouldNotBeNull();
        var encoded = pack.Encode(table);
        for (var row = 0; row < 200; row++)
        {
            var values = encoded.Row(row);
            double points = card.BasePoints;
            foreach (var characteristic in card.Characteristics)
            {
                var value = values[pack.Features.Select(f => f.Name).ToList().IndexOf(characteristic.Name)];
                points += (float.IsNaN(value) ? characteristic.Unknown : characteristic.Bins.First(b => b.Below is null || value < b.Below)).Points;
            }

            pack.Score(values).Points.ShouldBe((int)Math.Clamp(points, 300, 900));
        }
    }

    [Fact]
    public void The_same_table_and_seed_give_the_same_card()
    {
        var table = Table(500);

        Trainer.Train(table, Plan).Value.Model.ShouldBe(Trainer.Train(table, Plan).Value.Model);
    }

    [Fact]
    public void A_column_told_twice_is_left_out_once_and_said()
    {
        var table = Table(800);
        var twice = table with
        {
            Features = [.. table.Features, new SchemaColumn("again", ColumnRole.Feature, Direction: 1)],
            Values = [.. Enumerable.Range(0, table.Rows).SelectMany(r => new[] { table.Row(r)[0], table.Row(r)[1], table.Row(r)[2], table.Row(r)[3], table.Row(r)[0] })],
            Categories = [.. table.Categories, null],
        };

        var card = Scorecard.Read(Trainer.Train(twice, Plan).Value.Model).Value;

        card.LeftOut!.Select(l => l.Name).ShouldContain("again");
        card.Characteristics.Select(c => c.Name).ShouldContain("risky");
    }

    [Fact]
    public void Nothing_that_tells_anything_is_an_error()
    {
        var random = new Random(1);
        var table = new ModelTable([new SchemaColumn("noise", ColumnRole.Feature)], [.. Enumerable.Range(0, 2000).Select(_ => random.NextSingle())], 2000)
        {
            Labels = [.. Enumerable.Range(0, 2000).Select(_ => random.Next(2) == 0 ? 1f : 0f)],
        };

        Trainer.Train(table, Plan).Error.MessageEn.ShouldContain("no column tells enough");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ScoringPack Write(ModelTable table, TrainedModel trained) =>
        PackStore.Write(_folder, "card", "1", PackKind.Table, false, new PackContent(
            trained.Model,
            new ModelSchema(table.Features),
            trained.Calibration,
            PointsScale.Of(table),
            new SortedDictionary<string, ReasonText>(table.Features.ToDictionary(f => f.Name, _ => new ReasonText("好", "good", "差", "bad", "未知", "unknown"))),
            Encoding.UTF8.GetBytes("{}"),
            "# card") { Categories = trained.Categories }).Value;

    /// <summary>A column of each kind: rising, falling with unknowns, noise, a category.</summary>
    private static ModelTable Table(int rows)
    {
        var random = new Random(17);
        var (values, labels) = (new float[rows * 4], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var (risky, safe, kind) = (random.NextSingle(), random.NextSingle(), random.Next(3));
            values[row * 4] = risky;
            values[(row * 4) + 1] = row % 6 == 0 ? float.NaN : safe;
            values[(row * 4) + 2] = random.Next(1000);
            values[(row * 4) + 3] = kind;
            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-((4 * risky) - (4 * safe) + kind - 1.5))) ? 1 : 0;
        }

        return new ModelTable(
            [
                new SchemaColumn("risky", ColumnRole.Feature, Direction: 1), new SchemaColumn("safe", ColumnRole.Feature, Direction: -1),
                new SchemaColumn("noise", ColumnRole.Feature), new SchemaColumn("kind", ColumnRole.Feature, ColumnType.Category),
            ],
            values,
            rows) { Labels = labels, Categories = [null, null, null, ["a", "b", "c"]] };
    }
}
