using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>However a model is laid out for speed, the answer is that of stepping down its trees one by one.</summary>
public sealed class FastEvaluationTests
{
    private const int Columns = 6;
    private const int CategoryColumn = 5;

    /// <summary>Shallow, full, deep enough to be walked, and thin ones; many thresholds make more lists than one.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 0.9)]
    [InlineData(5, 1)]
    [InlineData(6, 0.8)]
    [InlineData(8, 0.9)]
    [InlineData(10, 0.9)]
    [InlineData(12, 0.55)]
    public void One_row_and_many_rows_are_the_trees_added_one_by_one(int depth, double growth)
    {
        var random = new Random(depth);
        var trees = Enumerable.Range(0, 12).Select(_ => RandomTree.Grow(random, depth, growth, Columns, CategoryColumn)).ToArray();
        var model = XgboostJson.Read(TreeJson.Bytes(TreeJson.Model(Columns, [.. trees.Select(t => t.Json())]))).Value;
        foreach (var count in new[] { 1, 7, 8, 33, 256, 300 })
        {
            var rows = RandomTree.Rows(random, count, Columns, CategoryColumn);
            var margins = new float[count];

            model.Margins(rows, margins);

            for (var row = 0; row < count; row++)
            {
                var own = rows.AsSpan(row * Columns, Columns);
                var expected = model.BaseMargin;
                foreach (var tree in trees)
                {
                    expected += tree.Value(own);
                }

                BitConverter.SingleToInt32Bits(model.Margin(own)).ShouldBe(BitConverter.SingleToInt32Bits(expected), $"row {row} of {count} alone");
                BitConverter.SingleToInt32Bits(margins[row]).ShouldBe(BitConverter.SingleToInt32Bits(expected), $"row {row} of {count} at once");
            }
        }
    }

    [Fact]
    public void Several_threads_give_the_same_bits()
    {
        var random = new Random(3);
        var model = XgboostJson.Read(TreeJson.Bytes(TreeJson.Model(Columns, [.. Enumerable.Range(0, 3).Select(_ => RandomTree.Grow(random, 5, 0.9, Columns, CategoryColumn).Json())]))).Value;
        var rows = RandomTree.Rows(random, 20_000, Columns, CategoryColumn);
        var (one, two) = (new float[20_000], new float[20_000]);

        model.Margins(rows, one);
        model.Margins(rows, two, 2);

        two.ShouldBe(one);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 0.9)]
    [InlineData(8, 0.7)]
    public void Shapley_values_from_tables_are_those_of_the_recursion(int depth, double growth)
    {
        var random = new Random(depth);
        var model = XgboostJson.Read(TreeJson.Bytes(TreeJson.Model(Columns, [.. Enumerable.Range(0, 8).Select(_ => RandomTree.Grow(random, depth, growth, Columns, CategoryColumn).Json())]))).Value;
        model.Tables.ShouldNotBeNull();
        var rows = RandomTree.Rows(random, 70, Columns, CategoryColumn);
        var (byTables, byRecursion, alone) = (new double[rows.Length], new double[rows.Length], new double[Columns]);
        var explainer = new ShapleyExplainer(model);

        explainer.Explain(rows, byTables);
        new ShapleyExplainer(model, byTables: false).Explain(rows, byRecursion);

        for (var i = 0; i < rows.Length; i++)
        {
            byTables[i].ShouldBe(byRecursion[i], 1e-6, $"row {i / Columns}, column {i % Columns}");
        }

        for (var row = 0; row < 70; row++)
        {
            explainer.Explain(rows.AsSpan(row * Columns, Columns), alone);
            alone.ShouldBe(byTables[(row * Columns)..((row + 1) * Columns)]);
            (alone.Sum() + explainer.Bias).ShouldBe(model.Margin(rows.AsSpan(row * Columns, Columns)), 1e-4);
        }
    }

    [Fact]
    public void A_model_too_deep_for_tables_is_explained_all_the_same()
    {
        var random = new Random(11);
        var model = XgboostJson.Read(TreeJson.Bytes(TreeJson.Model(Columns, RandomTree.Grow(random, 12, 0.9, Columns, CategoryColumn).Json()))).Value;
        var row = RandomTree.Rows(random, 1, Columns, CategoryColumn);
        var contributions = new double[Columns];

        model.Tables.ShouldBeNull();
        var explainer = new ShapleyExplainer(model);
        explainer.Explain(row, contributions);

        (contributions.Sum() + explainer.Bias).ShouldBe(model.Margin(row), 1e-5);
    }

    [Fact]
    public void Categories_are_XGBoosts_own_answers_unseen_negative_and_unknown_ones_too()
    {
        var fixture = XgboostFixture.Categories;
        var explainer = new ShapleyExplainer(fixture.Model);
        var contributions = new double[fixture.Width];
        fixture.Model.Sets.Count.ShouldBeGreaterThan(0);
        for (var row = 0; row < fixture.Count; row++)
        {
            fixture.Model.Margin(fixture.Row(row)).ShouldBe(fixture.Margins[row], 1e-6f, $"row {row}");
            explainer.Explain(fixture.Row(row), contributions);
            for (var column = 0; column < fixture.Width; column++)
            {
                contributions[column].ShouldBe(fixture.Contributions[(row * (fixture.Width + 1)) + column], 1e-5, $"row {row}, column {column}");
            }
        }
    }
}
