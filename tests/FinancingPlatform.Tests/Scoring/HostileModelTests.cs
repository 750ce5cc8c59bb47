using System.Text;
using System.Text.Json.Nodes;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A model file comes from outside: whatever it holds, the answer is a model or an error that names the place.</summary>
public sealed class HostileModelTests
{
    [Fact]
    public void A_cycle_names_tree_and_node()
    {
        var error = Refused(TreeJson.Tree([1, 0, -1], [2, 2, -1], [0, 0, 0], [0, 0, 0]));

        error.ShouldContain("tree 0, node 1");
        error.ShouldContain("reached twice");
    }

    [Fact]
    public void A_branch_shared_by_two_parents_is_refused() =>
        Refused(TreeJson.Tree([1, -1, -1], [1, -1, -1], [0, 0, 0], [0, 0, 0])).ShouldContain("reached twice");

    [Theory]
    [InlineData(99)]
    [InlineData(-7)]
    public void A_child_out_of_range_names_tree_and_node(int child) =>
        Refused(TreeJson.Tree([1, -1, -1], [child, -1, -1], [0, 0, 0], [0, 0, 0])).ShouldContain("tree 0, node 0");

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_column_out_of_range_names_tree_and_node(int column)
    {
        var error = Refused(TreeJson.Tree([1, -1, -1], [2, -1, -1], [column, 0, 0], [0, 0, 0]));

        error.ShouldContain("tree 0, node 0");
        error.ShouldContain("column");
    }

    [Fact]
    public void A_million_levels_are_refused_without_falling_over()
    {
        const int Levels = 1_000_000;
        var count = (2 * Levels) + 1;
        var (left, right) = (new int[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            (left[i], right[i]) = i % 2 == 0 && i + 2 < count ? (i + 1, i + 2) : (-1, -1);
        }

        Refused(TreeJson.Tree(left, right, new int[count], new float[count])).ShouldContain("deeper than");
    }

    [Fact]
    public void Json_nested_without_end_is_refused() =>
        XgboostJson.Read(Encoding.UTF8.GetBytes(new string('[', 100_000))).Error.Code.ShouldBe("model-malformed");

    [Fact]
    public void Arrays_of_different_lengths_are_refused() =>
        Refused(TreeJson.Tree([1, -1, -1], [2, -1, -1], [0, 0], [0, 0, 0])).ShouldContain("different lengths");

    [Fact]
    public void A_node_without_weight_is_refused_because_no_reasons_can_be_given() =>
        Refused(TreeJson.Tree([1, -1, -1], [2, -1, -1], [0, 0, 0], [0, 0, 0], cover: [1, 0, 1])).ShouldContain("sum_hessian");

    [Fact]
    public void An_infinite_leaf_names_its_place()
    {
        var json = Encoding.UTF8.GetString(TreeJson.Bytes(TreeJson.Model(1, TreeJson.Stump(0, 1, 2, 7.5f)))).Replace("7.5", "1e999", StringComparison.Ordinal);

        XgboostJson.Read(Encoding.UTF8.GetBytes(json)).Error.MessageEn.ShouldContain("tree 0");
    }

    [Theory]
    [InlineData("objective", "multi:softprob")]
    [InlineData("objective", "reg:squarederror")]
    [InlineData("booster", "dart")]
    [InlineData("booster", "gblinear")]
    public void What_is_not_read_is_refused_by_name(string part, string name)
    {
        var model = TreeJson.Model(1, TreeJson.Stump(0, 1, 2, 3));
        var learner = model["learner"]!;
        (part == "objective" ? learner["objective"]! : learner["gradient_booster"]!)["name"] = name;

        var error = XgboostJson.Read(TreeJson.Bytes(model)).Error;

        error.Code.ShouldBe("model-not-supported");
        error.MessageEn.ShouldContain(name);
    }

    [Fact]
    public void A_split_by_categories_without_its_categories_names_the_node()
    {
        Refused(Categorical([], [], [], [])).ShouldContain("tree 0, node 0");
        Refused(Categorical([1], [0], [0], [2])).ShouldContain("categories_nodes[0]");
        Refused(Categorical([1], [9], [0], [1])).ShouldContain("categories_nodes[0]");
        Refused(Categorical([1], [0], [int.MaxValue], [1])).ShouldContain("categories_nodes[0]");
        Refused(Categorical([-1], [0], [0], [1])).ShouldContain("tree 0, node 0");
        Refused(Categorical([1_000_000_000], [0], [0], [1])).ShouldContain("tree 0, node 0");
    }

    [Fact]
    public void A_threshold_that_is_no_number_names_tree_and_node()
    {
        var json = Encoding.UTF8.GetString(TreeJson.Bytes(TreeJson.Model(1, TreeJson.Stump(0, 7.5f, 2, 3)))).Replace("7.5", "NaN", StringComparison.Ordinal);

        XgboostJson.Read(Encoding.UTF8.GetBytes(json)).Error.MessageEn.ShouldContain("tree 0, node 0");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"learner\":3}")]
    [InlineData("{\"learner\":{\"objective\":{\"name\":7}}}")]
    public void Something_else_altogether_is_an_error_not_an_exception(string json) =>
        XgboostJson.Read(Encoding.UTF8.GetBytes(json)).IsOk.ShouldBeFalse();

    [Fact]
    public void Any_member_left_out_is_an_error_that_names_it()
    {
        foreach (var member in new[] { "left_children", "right_children", "split_indices", "split_conditions", "default_left", "sum_hessian" })
        {
            var tree = TreeJson.Stump(0, 1, 2, 3);
            tree.Remove(member);

            Refused(tree).ShouldContain(member);
        }
    }

    [Fact]
    public void Later_versions_booleans_and_vector_base_score_are_taken()
    {
        var tree = TreeJson.Stump(0, 1, 2, 3);
        tree["default_left"] = new JsonArray(true, false, false);
        var model = TreeJson.Model(1, tree);
        model["learner"]!["learner_model_param"]!["base_score"] = "[5E-1]";

        var read = XgboostJson.Read(TreeJson.Bytes(model)).Value;

        read.Margin([float.NaN]).ShouldBe(2f);
        read.Margin([1f]).ShouldBe(3f);
    }

    [Theory]
    [InlineData("num_feature", "2147483647")]
    [InlineData("num_feature", "99999999999999999999")]
    [InlineData("num_feature", "0")]
    [InlineData("num_class", "3")]
    [InlineData("base_score", "2")]
    [InlineData("base_score", "NaN")]
    [InlineData("base_score", "[]")]
    public void A_parameter_beyond_reason_is_named_and_nothing_of_that_size_is_made(string name, string value)
    {
        var model = TreeJson.Model(1, TreeJson.Stump(0, 1, 2, 3));
        model["learner"]!["learner_model_param"]![name] = value;

        XgboostJson.Read(TreeJson.Bytes(model)).Error.MessageEn.ShouldContain(name);
    }

    private static JsonObject Categorical(int[] categories, int[] nodes, int[] starts, int[] sizes) =>
        TreeJson.WithCategories(TreeJson.Stump(0, 1, 2, 3), categories, nodes, starts, sizes);

    private static string Refused(JsonObject tree)
    {
        var result = XgboostJson.Read(TreeJson.Bytes(TreeJson.Model(2, tree)));

        result.IsOk.ShouldBeFalse();
        result.Error.Code.ShouldBe("model-malformed");
        return result.Error.MessageEn;
    }
}
