using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A table that no model should be made of: said at once, for both kinds of model, with column and what to do.</summary>
public sealed class UnfitTableTests
{
    public static TheoryData<ModelKind> Kinds => [ModelKind.Trees, ModelKind.Scorecard];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Ten_rows_are_too_few(ModelKind kind) => Refused(kind, 10, r => r % 2, r => r * 7 % 5).MessageEn.ShouldContain("only 10 rows");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void All_of_one_class_names_the_label_and_where_to_look(ModelKind kind)
    {
        var error = Refused(kind, 200, _ => 0, r => r * 7 % 50);

        error.Field.ShouldBe("label");
        error.MessageEn.ShouldContain("0 bad and 200 good");
        error.MessageEn.ShouldContain("label.bad");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_constant_column_is_named(ModelKind kind)
    {
        var error = Refused(kind, 200, r => r % 3 == 0 ? 1 : 0, _ => 5);

        error.Field.ShouldBe("column x");
        error.MessageEn.ShouldContain("one value only");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_column_that_is_unknown_in_every_row_is_named(ModelKind kind) =>
        Refused(kind, 200, r => r % 3 == 0 ? 1 : 0, _ => float.NaN).Field.ShouldBe("column x");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_column_that_nearly_is_the_label_is_named_as_a_probable_leak(ModelKind kind)
    {
        var error = Refused(kind, 400, r => r % 3 == 0 ? 1 : 0, r => r % 3 == 0 ? 900 + (r % 7) : r % 11);

        error.Field.ShouldBe("column x");
        error.MessageEn.ShouldContain("probable leak");
        error.MessageZh.ShouldContain("泄漏");
    }

    [Fact]
    public void Without_a_label_it_is_said() =>
        Trainer.Train(Table(100, _ => 0, r => r) with { Labels = [] }, new TrainingPlan { Kind = ModelKind.Scorecard }).Error.MessageEn.ShouldContain("no label column");

    [Fact]
    public void The_same_data_seed_and_two_threads_give_the_same_bytes()
    {
        TrainingTests.NeedLibrary();
        var random = new Random(5);
        float[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextSingle())];
        var table = Table(3000, r => random.NextDouble() < x[r] ? 1 : 0, r => x[r]);
        var plan = TrainingTests.Quick with { Threads = 2, RowShare = 0.7, ColumnShare = 0.5 };

        Trainer.Train(table, plan).Value.Model.ShouldBe(Trainer.Train(table, plan).Value.Model);
        Trainer.Train(table, plan with { Seed = plan.Seed + 1 }).Value.Model.ShouldNotBe(Trainer.Train(table, plan).Value.Model);
    }

    private static Error Refused(ModelKind kind, int rows, Func<int, float> label, Func<int, float> x)
    {
        if (kind == ModelKind.Trees)
        {
            TrainingTests.NeedLibrary();
        }

        return Trainer.Train(Table(rows, label, x), TrainingTests.Quick with { Kind = kind }).Error;
    }

    /// <summary>One column that the test makes, beside one that is always in order.</summary>
    private static ModelTable Table(int rows, Func<int, float> label, Func<int, float> x) =>
        new([new SchemaColumn("other", ColumnRole.Feature), new SchemaColumn("x", ColumnRole.Feature)], [.. Enumerable.Range(0, rows).SelectMany(r => new[] { r * 13 % 29, x(r) })], rows)
        {
            Labels = [.. Enumerable.Range(0, rows).Select(label)],
        };
}
