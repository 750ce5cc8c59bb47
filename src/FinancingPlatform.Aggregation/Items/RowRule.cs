using System.Globalization;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Intake;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>A check across the fields of one row (跨字段校验), compiled once; pure. Null = the row keeps it. A side that is unknown breaks nothing.</summary>
internal delegate Rejection? RowRule(FieldValue[] values);

/// <summary>Compiles the rules of a layout (规则编译).</summary>
internal static class RowRules
{
    public static RowRule Compile(RuleLayout rule, FieldCheck[] fields) => rule.Rule switch
    {
        RuleName.NotBefore => NotBefore(fields, Index(fields, rule.Field!), Index(fields, rule.Other!)),
        RuleName.AtMost => AtMost(fields, Index(fields, rule.Field!), Index(fields, rule.Other!)),
        RuleName.Sum => Sum(fields, Index(fields, rule.Field!), [.. rule.Of!.Select(name => Index(fields, name))], rule.Tolerance ?? 0),
        RuleName.RequiredIf => RequiredIf(fields, Index(fields, rule.Field!), Condition(rule.When!, fields)),
        RuleName.OneOfRequired => OneOfRequired(fields, [.. rule.Fields!.Select(name => Index(fields, name))]),
        _ => throw new InvalidOperationException($"{rule.Rule} is no rule of one row."),
    };

    /// <summary>True when the field holds one of the values.</summary>
    public static Func<FieldValue[], bool> Condition(ConditionLayout condition, FieldCheck[] fields)
    {
        var at = Index(fields, condition.Field);
        var values = condition.In.ToHashSet(StringComparer.Ordinal);
        return row => row[at].IsKnown && values.Contains(fields[at].TextOf(row[at]));
    }

    public static int Index(FieldCheck[] fields, string name) => Array.FindIndex(fields, field => field.Name == name);

    private static RowRule NotBefore(FieldCheck[] fields, int field, int other) => values =>
        values[field].IsKnown && values[other].IsKnown && values[field].Date < values[other].Date
            ? Broken(fields, values, field, RuleName.NotBefore, $"{fields[field].Layout.Zh}不得早于{fields[other].Layout.Zh} {fields[other].TextOf(values[other])} / not before {fields[other].Layout.En}")
            : null;

    private static RowRule AtMost(FieldCheck[] fields, int field, int other) => values =>
        values[field].IsKnown && values[other].IsKnown && values[field].Number > values[other].Number
            ? Broken(fields, values, field, RuleName.AtMost, $"{fields[field].Layout.Zh}不得大于{fields[other].Layout.Zh} {fields[other].TextOf(values[other])} / at most {fields[other].Layout.En}")
            : null;

    private static RowRule Sum(FieldCheck[] fields, int field, int[] of, decimal tolerance) => values =>
    {
        if (!values[field].IsKnown)
        {
            return null;
        }

        decimal sum = 0;
        foreach (var addend in of)
        {
            if (!values[addend].IsKnown)
            {
                return null;
            }

            sum += values[addend].Number;
        }

        if (Math.Abs(sum - values[field].Number) <= tolerance)
        {
            return null;
        }

        var made = sum.ToString("0.00##", CultureInfo.InvariantCulture);
        return Broken(
            fields,
            values,
            field,
            "does-not-add-up",
            $"{string.Join('、', of.Select(i => fields[i].Layout.Zh))}之和为 {made}，请核对 / {string.Join(" and ", of.Select(i => fields[i].Layout.En))} make {made}; compare with the document");
    };

    private static RowRule RequiredIf(FieldCheck[] fields, int field, Func<FieldValue[], bool> when) => values =>
        !values[field].IsKnown && when(values) ? new Rejection(fields[field].Name, RuleName.RequiredIf, string.Empty, RejectionTexts.Of(RuleName.RequiredIf, fields[field])) : null;

    private static RowRule OneOfRequired(FieldCheck[] fields, int[] of) => values =>
    {
        foreach (var field in of)
        {
            if (values[field].IsKnown)
            {
                return null;
            }
        }

        return new Rejection(
            string.Join('/', of.Select(i => fields[i].Name)),
            RuleName.OneOfRequired,
            string.Empty,
            $"至少填写一项：{string.Join('、', of.Select(i => fields[i].Layout.Zh))} / give one of these");
    };

    private static Rejection Broken(FieldCheck[] fields, FieldValue[] values, int field, string rule, string howToMend) =>
        new(fields[field].Name, rule, fields[field].TextOf(values[field]), howToMend);
}
