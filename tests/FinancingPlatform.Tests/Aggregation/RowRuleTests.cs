using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Items;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Aggregation;

/// <summary>Each check across fields, over many rows, against the sentence that it stands for; a side that is unknown breaks nothing.</summary>
public sealed class RowRuleTests
{
    private static readonly FieldCheck[] Fields =
    [
        Of("a", "date"), Of("b", "date"), Of("x", "number"), Of("y", "number"), Of("z", "number"), Of("kind", "enum"), Of("note", "text"),
    ];

    private static Arbitrary<int?> Numbers { get; } = Gen.Frequency((1, Gen.Constant((int?)null)), (5, Gen.Choose(-50, 50).Select(n => (int?)n))).ToArbitrary();

    [Fact]
    public void A_date_is_not_before_another() => Prop.ForAll(Numbers, Numbers, (a, b) =>
        Broken(new RuleLayout { Rule = "not-before", Field = "a", Other = "b" }, ("a", a), ("b", b)) == (a < b ? "a:not-before" : null)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_is_at_most_another() => Prop.ForAll(Numbers, Numbers, (x, y) =>
        Broken(new RuleLayout { Rule = "at-most", Field = "x", Other = "y" }, ("x", x), ("y", y)) == (x > y ? "x:at-most" : null)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_total_is_the_sum_of_its_parts_within_its_tolerance() => Prop.ForAll(Numbers, Numbers, Numbers, (x, y, z) =>
        Broken(new RuleLayout { Rule = "sum", Field = "x", Of = ["y", "z"], Tolerance = 2 }, ("x", x), ("y", y), ("z", z)) == (Math.Abs((x - y - z) ?? 0) > 2 ? "x:does-not-add-up" : null))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_field_is_required_where_another_says_so() => Prop.ForAll(Numbers, Gen.Elements(null, "general", "simple", "serious").ToArbitrary(), (x, kind) =>
        Broken(new RuleLayout { Rule = "required-if", Field = "x", When = new ConditionLayout("kind", ["general", "serious"]) }, kind, ("x", x))
            == (x is null && kind is ("general" or "serious") ? "x:required-if" : null)).QuickCheckThrowOnFailure();

    [Fact]
    public void One_of_some_fields_is_required() => Prop.ForAll(Numbers, Numbers, Gen.Elements(null, "general").ToArbitrary(), (x, y, kind) =>
        Broken(new RuleLayout { Rule = "one-of-required", Fields = ["x", "y", "kind"] }, kind, ("x", x), ("y", y)) == (x is null && y is null && kind is null ? "x/y/kind:one-of-required" : null))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void What_a_broken_rule_says_names_both_fields_and_the_other_sides_value()
    {
        var rule = RowRules.Compile(new RuleLayout { Rule = "not-before", Field = "a", Other = "b" }, Fields);

        var rejection = rule(Row(null, ("a", 1), ("b", 2)))!;

        (rejection.Field, rejection.Value).ShouldBe(("a", "2020-01-02"));
        rejection.HowToMend.ShouldContain("字段b 2020-01-03");
        rejection.HowToMend.ShouldContain("Field b");
    }

    private static string? Broken(RuleLayout rule, params (string Name, int? Value)[] cells) => Broken(rule, null, cells);

    private static string? Broken(RuleLayout rule, string? kind, params (string Name, int? Value)[] cells) =>
        RowRules.Compile(rule, Fields)(Row(kind, cells)) is { } rejection ? $"{rejection.Field}:{rejection.Rule}" : null;

    private static FieldValue[] Row(string? kind, params (string Name, int? Value)[] cells)
    {
        var row = new FieldValue[Fields.Length];
        foreach (var (name, value) in cells)
        {
            if (value is { } number)
            {
                row[RowRules.Index(Fields, name)] = new FieldValue { IsKnown = true, Number = number, Date = new DateOnly(2020, 1, 1).AddDays(number) };
            }
        }

        if (kind is not null)
        {
            row[RowRules.Index(Fields, "kind")] = new FieldValue { IsKnown = true, Text = kind };
        }

        return row;
    }

    private static FieldCheck Of(string name, string type) => new(
        new FieldLayout
        {
            Name = name,
            Zh = "字段" + name,
            En = "Field " + name,
            Type = type,
            Values = type == "enum" ? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["general"] = [], ["simple"] = [], ["serious"] = [] } : null,
        },
        null);
}
