using System.Text;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Tests.Architecture;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>
/// Which XGBoost wrote a model: 1.7 is proved against the library, in JSON and UBJSON; 1.0, 2.1 and 3.1 by files written after their
/// published schema, with margins worked by hand.
/// </summary>
public sealed class XgboostVersionTests
{
    /// <summary>Two levels: c0 below 0.5 (or unknown) gives -1, else c1 below 2 gives 0.25, else (or unknown) 1; a second tree adds 0.125.</summary>
    private const string Trees10 = """
        "gradient_booster":{"model":{"gbtree_model_param":{"num_trees":"2","size_leaf_vector":"0"},"tree_info":[0,0],"trees":[
          {"base_weights":[0,-1,0.5,0.25,1],"default_left":[true,false,false,false,false],"id":0,"left_children":[1,-1,3,-1,-1],"loss_changes":[9,0,4,0,0],"parents":[2147483647,0,0,2,2],
           "right_children":[2,-1,4,-1,-1],"split_conditions":[0.5,-1,2,0.25,1],"split_indices":[0,0,1,0,0],"sum_hessian":[40,10,30,20,10],"tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"0"}},
          {"base_weights":[0.125],"default_left":[false],"id":1,"left_children":[-1],"loss_changes":[0],"parents":[2147483647],
           "right_children":[-1],"split_conditions":[0.125],"split_indices":[0],"sum_hessian":[40],"tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"1","size_leaf_vector":"0"}}]},"name":"gbtree"}
        """;

    private const string Trees21 = """
        "gradient_booster":{"model":{"gbtree_model_param":{"num_parallel_tree":"1","num_trees":"2"},"iteration_indptr":[0,1,2],"tree_info":[0,0],"trees":[
          {"base_weights":[0,-1,0.5,0.25,1],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[1,0,0,0,0],"id":0,"left_children":[1,-1,3,-1,-1],
           "loss_changes":[9,0,4,0,0],"parents":[2147483647,0,0,2,2],"right_children":[2,-1,4,-1,-1],"split_conditions":[0.5,-1,2,0.25,1],"split_indices":[0,0,1,0,0],"split_type":[0,0,0,0,0],
           "sum_hessian":[40,10,30,20,10],"tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"5","size_leaf_vector":"1"}},
          {"base_weights":[0.125],"categories":[],"categories_nodes":[],"categories_segments":[],"categories_sizes":[],"default_left":[0],"id":1,"left_children":[-1],
           "loss_changes":[0],"parents":[2147483647],"right_children":[-1],"split_conditions":[0.125],"split_indices":[0],"split_type":[0],
           "sum_hessian":[40],"tree_param":{"num_deleted":"0","num_feature":"2","num_nodes":"1","size_leaf_vector":"1"}}]},"name":"gbtree"}
        """;

    private const string Objective = """
        "objective":{"name":"binary:logistic","reg_loss_param":{"scale_pos_weight":"1"}}
        """;

    private const string Xgboost10 = $$$"""
        {"learner":{"attributes":{},{{{Trees10}}},"learner_model_param":{"base_score":"5E-1","num_class":"0","num_feature":"2"},{{{Objective}}}},"version":[1,0,2]}
        """;

    private const string Xgboost21 = $$$"""
        {"learner":{"attributes":{"best_iteration":"1"},"feature_names":["c0","c1"],"feature_types":["float","float"],{{{Trees21}}},
         "learner_model_param":{"base_score":"5E-1","boost_from_average":"1","num_class":"0","num_feature":"2","num_target":"1"},{{{Objective}}}},"version":[2,1,4]}
        """;

    private const string Xgboost31 = $$$"""
        {"learner":{"attributes":{},"feature_names":["c0","c1"],"feature_types":["float","float"],{{{Trees21}}},
         "learner_model_param":{"base_score":"[5E-1]","boost_from_average":"1","num_class":"0","num_feature":"2","num_target":"1"},{{{Objective}}}},"version":[3,1,1]}
        """;

    [Theory]
    [InlineData(Xgboost10)]
    [InlineData(Xgboost21)]
    [InlineData(Xgboost31)]
    public void A_file_by_each_versions_schema_gives_the_margins_worked_by_hand(string json)
    {
        var model = ModelFile.Read(Encoding.UTF8.GetBytes(json)).Value;

        model.Margin([0.25f, 9]).ShouldBe(-1 + 0.125f);
        model.Margin([float.NaN, 9]).ShouldBe(-1 + 0.125f);
        model.Margin([0.5f, 1]).ShouldBe(0.25f + 0.125f);
        model.Margin([7, 2]).ShouldBe(1 + 0.125f);
        model.Margin([7, float.NaN]).ShouldBe(1 + 0.125f);
    }

    [Theory]
    [InlineData("\"num_target\":\"1\"", "\"num_target\":\"2\"", "num_target")]
    [InlineData("\"size_leaf_vector\":\"1\"", "\"size_leaf_vector\":\"3\"", "size_leaf_vector")]
    [InlineData("\"split_type\":[0,0,0,0,0]", "\"split_type\":[1,0,0,0,0]", "")]
    [InlineData("binary:logistic", "multi:softprob", "multi:softprob")]
    [InlineData("binary:logistic", "binary:logitraw", "binary:logitraw")]
    [InlineData("\"name\":\"gbtree\"", "\"name\":\"dart\"", "dart")]
    [InlineData("\"name\":\"gbtree\"", "\"name\":\"gblinear\"", "gblinear")]
    [InlineData("[5E-1]", "[5E-1,5E-1]", "base_score")]
    public void What_a_later_version_can_hold_and_is_not_taken_is_said_by_name(string from, string to, string says) =>
        ModelFile.Read(Encoding.UTF8.GetBytes(Xgboost31.Replace(from, to, StringComparison.Ordinal))).Error.MessageEn.ShouldContain(says);

    [Fact]
    public void Ubjson_of_1_7_is_the_same_model_as_its_json()
    {
        var binary = File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Tests", "Scoring", "Fixtures", "xgboost-1.7.ubj"));

        var model = ModelFile.Read(binary).Value;

        var fixture = XgboostFixture.Shared;
        model.FeatureNames.ShouldBe(fixture.Model.FeatureNames);
        for (var row = 0; row < fixture.Count; row++)
        {
            model.Margin(fixture.Row(row)).ShouldBe(fixture.Margins[row], 1e-6f);
            model.Margin(fixture.Row(row)).ShouldBe(fixture.Model.Margin(fixture.Row(row)));
        }
    }

    [Fact]
    public void A_fresh_model_saved_by_the_library_as_ubjson_answers_as_the_library()
    {
        TrainingTests.NeedLibrary();
        using var booster = XgboostBooster.Load(XgboostFixture.Shared.ModelJson);

        var model = ModelFile.Read(booster.Save("ubj")).Value;

        for (var row = 0; row < XgboostFixture.Shared.Count; row++)
        {
            model.Margin(XgboostFixture.Shared.Row(row)).ShouldBe(XgboostFixture.Shared.Margins[row], 1e-6f);
        }
    }

    [Fact]
    public void Ubjson_cut_off_or_with_any_byte_changed_is_an_error_or_a_model_and_never_more()
    {
        var binary = File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Tests", "Scoring", "Fixtures", "xgboost-1.7.ubj"));
        var random = new Random(20260101);
        for (var i = 0; i < 300; i++)
        {
            var changed = binary.ToArray();
            changed[random.Next(1, changed.Length)] = (byte)random.Next(256);
            _ = ModelFile.Read(changed).IsOk;
            ModelFile.Read(binary.AsMemory(0, random.Next(2, binary.Length - 1))).IsOk.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("{i\u0001a[$d#L\u007f\u007f\u007f\u007f\u007f\u007f\u007f\u007f")]
    [InlineData("{i\u0001a[$T#l\u007f\u007f\u007f\u007f")]
    [InlineData("{i\u0001aSl\u007f\u007f\u007f\u007f")]
    [InlineData("{#l\u007f\u007f\u007f\u007f")]
    [InlineData("{i\u0001aQ}")]
    [InlineData("{i\u0001aT}behind")]
    public void Counts_beyond_the_file_and_unknown_markers_name_the_byte(string text) =>
        ModelFile.Read(Encoding.Latin1.GetBytes(text)).Error.MessageEn.ShouldContain("byte ");

    [Fact]
    public void Ubjson_nested_without_end_is_refused() =>
        ModelFile.Read(Encoding.Latin1.GetBytes("{i\u0001a" + new string('[', 1_000_000))).Error.MessageEn.ShouldContain("nested");

    [Theory]
    [InlineData("binf\0\0\0?")]
    [InlineData("CONFIG-offset:123")]
    public void The_format_before_json_is_refused_with_what_to_do(string text) =>
        ModelFile.Read(Encoding.Latin1.GetBytes(text)).Error.MessageEn.ShouldContain(".json or .ubj");
}
