using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A direction is proved on the finished model, not believed.</summary>
public sealed class MonotonicityTests
{
    [Fact]
    public void A_stump_has_one_direction_only()
    {
        var model = Read(TreeJson.Stump(0, 1, -0.5f, 0.5f));

        MonotonicityProof.Violation(model, 0, 1).ShouldBeNull();
        MonotonicityProof.Violation(model, 0, -1).ShouldNotBeNull().ShouldContain("tree 0");
        MonotonicityProof.Violation(model, 1, -1).ShouldBeNull();
    }

    [Fact]
    public void A_break_between_cousins_is_found()
    {
        // Column 1 splits first; within its branches column 0 rises, but across them nothing orders column 0: no break.
        var ordered = Read(TreeJson.Tree([1, 3, 5, -1, -1, -1, -1], [2, 4, 6, -1, -1, -1, -1], [1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 5, 6, 1, 2]));
        // Column 0 splits first, then column 1: at column 1 below 0 the value falls from 6 to 1.
        var broken = Read(TreeJson.Tree([1, 3, 5, -1, -1, -1, -1], [2, 4, 6, -1, -1, -1, -1], [0, 1, 1, 0, 0, 0, 0], [0, 0, 0, 6, 1, 1, 2]));

        MonotonicityProof.Violation(ordered, 0, 1).ShouldBeNull();
        MonotonicityProof.Violation(broken, 0, 1).ShouldNotBeNull();
    }

    [Fact]
    public void A_proof_agrees_with_walking_every_cell_of_random_trees()
    {
        var random = new Random(7);
        for (var trial = 0; trial < 300; trial++)
        {
            var leaves = Enumerable.Range(0, 4).Select(_ => (float)random.Next(4)).ToArray();
            var columns = Enumerable.Range(0, 3).Select(_ => random.Next(2)).ToArray();
            var cuts = Enumerable.Range(0, 3).Select(_ => (float)random.Next(3)).ToArray();
            var defaults = Enumerable.Range(0, 7).Select(_ => random.Next(2)).ToArray();
            var model = Read(TreeJson.Tree(
                [1, 3, 5, -1, -1, -1, -1], [2, 4, 6, -1, -1, -1, -1],
                [columns[0], columns[1], columns[2], 0, 0, 0, 0], [cuts[0], cuts[1], cuts[2], .. leaves], defaults));

            var proved = MonotonicityProof.Violation(model, 0, 1) is null;

            proved.ShouldBe(RisesEverywhere(model), $"columns {string.Join(',', columns)} cuts {string.Join(',', cuts)} leaves {string.Join(',', leaves)}");
        }
    }

    [Fact]
    public void A_column_split_by_categories_has_no_direction()
    {
        var model = Read(TreeJson.WithCategories(TreeJson.Stump(0, 1, -0.5f, 0.5f), [1], [0], [0], [1]));

        MonotonicityProof.Violation(model, 0, 1).ShouldNotBeNull().ShouldContain("categories");
        MonotonicityProof.Violation(model, 1, 1).ShouldBeNull();
    }

    [Fact]
    public void Leaves_for_different_categories_are_not_ordered_and_leaves_for_a_common_one_are()
    {
        // Column 1 splits by category {1}, then column 0; across the two categories nothing orders column 0.
        var ordered = Read(TreeJson.WithCategories(
            TreeJson.Tree([1, 3, 5, -1, -1, -1, -1], [2, 4, 6, -1, -1, -1, -1], [1, 0, 0, 0, 0, 0, 0], [0, 0, 0, 5, 6, 1, 2]), [1], [0], [0], [1]));
        // Column 0 first: below 0 category {1} has 6, above it category {1, 2} has 1.
        var broken = Read(TreeJson.WithCategories(
            TreeJson.Tree([1, 3, 5, -1, -1, -1, -1], [2, 4, 6, -1, -1, -1, -1], [0, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 6, 7, 1]), [1, 1, 2], [1, 2], [0, 1], [1, 2]));

        MonotonicityProof.Violation(ordered, 0, 1).ShouldBeNull();
        MonotonicityProof.Violation(broken, 0, 1).ShouldNotBeNull();
    }

    private static bool RisesEverywhere(BoostedTrees model)
    {
        foreach (var other in new[] { float.NaN, -0.5f, 0.5f, 1.5f, 2.5f })
        {
            var last = float.NegativeInfinity;
            foreach (var x in new[] { -0.5f, 0.5f, 1.5f, 2.5f })
            {
                var margin = model.Margin([x, other]);
                if (margin < last)
                {
                    return false;
                }

                last = margin;
            }
        }

        return true;
    }

    private static BoostedTrees Read(System.Text.Json.Nodes.JsonObject tree) => XgboostJson.Read(TreeJson.Bytes(TreeJson.Model(2, tree))).Value;
}
