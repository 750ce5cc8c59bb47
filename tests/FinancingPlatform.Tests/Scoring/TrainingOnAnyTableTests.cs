using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Categories, time, search and leaks: what training on a stranger's table needs.</summary>
public sealed class TrainingOnAnyTableTests
{
    private static readonly TrainingPlan Quick = TrainingTests.Quick with { MaxRounds = 40 };

    [Fact]
    public void A_rows_own_outcome_is_never_in_its_encoded_category()
    {
        var table = Table(200);
        var turned = table with { Labels = [.. table.Labels] };
        var (encoded, _) = OrderedTargetStatistics.Fit(table, 7);

        for (var row = 0; row < 20; row++)
        {
            turned.Labels[row] = 1 - turned.Labels[row];
            var (again, _) = OrderedTargetStatistics.Fit(turned with { Values = table.Values }, 7);
            // The prior moves a little with the overall share; the row's own outcome would move it by at least a fifteenth.
            again.Row(row)[0].ShouldBe(encoded.Row(row)[0], 0.01f);
            turned.Labels[row] = 1 - turned.Labels[row];
        }
    }

    [Fact]
    public void By_time_a_category_is_worked_by_hand()
    {
        var table = new ModelTable([new SchemaColumn("c", ColumnRole.Feature, ColumnType.Category)], [0, 0, 0, float.NaN], 4)
        {
            Labels = [1, 0, 1, 0],
            Times = [3, 1, 2, 4],
            Categories = [["x"]],
        };

        var (encoded, encodings) = OrderedTargetStatistics.Fit(table, 1);

        // Overall share 1/2 counts for ten rows: first 5/10, then 5/11 after the good one, then 6/12 after the bad one.
        encoded.Values.ShouldBe([6 / 12f, 5 / 10f, 5 / 11f, float.NaN]);
        encodings.Single().Values["x"].ShouldBe(7 / 13f);
        var later = OrderedTargetStatistics.Apply(table with { Categories = [["never seen"]] }, encodings);
        later.Values.ShouldBe([0.5f, 0.5f, 0.5f, float.NaN]);
    }

    [Fact]
    public void With_a_time_each_later_part_is_judged_by_those_before_it_and_no_subject_is_on_both_sides()
    {
        var table = Table(2000) with { Times = [.. Enumerable.Range(0, 2000).Select(i => (double)(i / 2))], Groups = [.. Enumerable.Range(0, 2000).Select(i => i / 4)] };

        var splits = Splits.Of(table, Quick);

        splits.Select(s => (s.Taught.Length, s.Held.Length)).ShouldBe([(800, 400), (1200, 400), (1600, 400)]);
        foreach (var split in splits)
        {
            split.Taught.Max(r => table.Times[r]).ShouldBeLessThan(split.Held.Min(r => table.Times[r]));
            split.Held.Select(r => table.Groups[r]).Intersect(split.Taught.Select(r => table.Groups[r])).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Where_the_past_tells_too_little_the_last_part_alone_judges()
    {
        var table = Table(200) with { Times = [.. Enumerable.Range(0, 200).Select(i => (double)i)] };

        var split = Splits.Of(table, Quick).ShouldHaveSingleItem();

        (split.Taught.Length, split.Held.Length).ShouldBe((160, 40));
    }

    [Fact]
    public void Where_all_rows_are_of_one_time_they_are_split_as_without_any()
    {
        var table = Table(200) with { Times = [.. Enumerable.Repeat(7d, 200)] };

        Splits.Of(table, Quick).Count.ShouldBe(Quick.Folds);
    }

    [Fact]
    public void With_categories_and_a_search_the_same_seed_gives_the_same_bytes()
    {
        TrainingTests.NeedLibrary();
        var table = Table(300);
        var plan = Quick with { Candidates = 2 };

        var first = Trainer.Train(table, plan).Value;
        var second = Trainer.Train(table, plan).Value;

        second.Model.ShouldBe(first.Model);
        second.Calibration.ShouldBe(first.Calibration);
        second.Categories.Single().Values.ShouldBe(first.Categories.Single().Values);
    }

    [Fact]
    public void A_cross_validation_gives_each_fold_and_all_together()
    {
        TrainingTests.NeedLibrary();

        var result = CrossValidation.Run(Table(600), Quick, 4).Value;

        result.Folds.Count.ShouldBe(4);
        result.Folds.Sum(f => f.Rows).ShouldBe(600);
        result.All.Rows.ShouldBe(600);
        // The category alone ranks with 0.7 where its true shares are known.
        result.All.Auc.ShouldBeInRange(0.6, 0.85);
    }

    [Fact]
    public void A_category_without_bearing_on_the_outcome_gains_nothing()
    {
        TrainingTests.NeedLibrary();
        var random = new Random(5);
        // Two rows a category: an encoding fitted on the judged rows too would rank them almost without fault.
        var table = new ModelTable([new SchemaColumn("c", ColumnRole.Feature, ColumnType.Category)], [.. Enumerable.Range(0, 600).Select(i => (float)(i / 2))], 600)
        {
            Labels = [.. Enumerable.Range(0, 600).Select(_ => random.Next(2) == 0 ? 1f : 0f)],
            Categories = [[.. Enumerable.Range(0, 300).Select(i => $"c{i}")]],
        };

        CrossValidation.Run(table, Quick, 5).Value.All.Auc.ShouldBeInRange(0.4, 0.6);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_column_that_nearly_is_the_label_is_named_as_a_leak(bool asUnknown)
    {
        TrainingTests.NeedLibrary();
        var table = Table(400);
        for (var row = 0; row < table.Rows; row++)
        {
            var bad = table.Labels[row] > 0;
            table.Values[(row * 2) + 1] = asUnknown ? bad ? row : float.NaN : bad ? 500 + row : row % 2 == 0 ? -row - 1 : 1000 + row;
        }

        var error = Trainer.Train(table, Quick).Error;

        error.Field.ShouldBe("column x");
        error.MessageEn.ShouldContain("leak");
    }

    [Fact]
    public void A_bootstrap_brackets_the_area_and_a_model_does_not_differ_from_itself()
    {
        var table = Table(300);
        double[] margins = [.. Enumerable.Range(0, 300).Select(r => (table.Labels[r] * 0.5) + (r % 7))];

        var interval = PairedBootstrap.Of(table, margins, margins, 1);

        var area = ModelMetrics.Of(table, margins).Auc;
        interval.Low.ShouldBeLessThan(area);
        interval.High.ShouldBeGreaterThan(area);
        (interval.Difference, interval.DifferenceLow, interval.DifferenceHigh).ShouldBe((0, 0, 0));
    }

    /// <summary>One category whose shares of default differ, and one column of noise.</summary>
    private static ModelTable Table(int rows)
    {
        var random = new Random(3);
        var (values, labels) = (new float[rows * 2], new float[rows]);
        for (var row = 0; row < rows; row++)
        {
            var category = random.Next(6);
            values[row * 2] = category;
            values[(row * 2) + 1] = random.NextSingle();
            labels[row] = random.NextDouble() < 0.1 + (0.15 * category) ? 1 : 0;
        }

        return new ModelTable([new SchemaColumn("c", ColumnRole.Feature, ColumnType.Category), new SchemaColumn("x", ColumnRole.Feature)], values, rows)
        {
            Labels = labels,
            Categories = [["a", "b", "c", "d", "e", "f"], null],
        };
    }
}
