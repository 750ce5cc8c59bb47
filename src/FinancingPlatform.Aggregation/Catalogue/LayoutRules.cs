using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Catalogue;

/// <summary>What makes a layout usable (布局校验): every name that it uses exists, and every check is possible on its fields.</summary>
internal static class LayoutRules
{
    private const int MaxFields = 150;

    public static Error Invalid(string member, string why, string whyZh) => new(
        ErrorKind.Invalid, "layout-invalid", $"布局有误（{member}）：{whyZh}。", $"The layout is wrong at {member}: {why}.")
    {
        Field = member,
    };

    public static Result<ItemLayout> Check(ItemLayout layout)
    {
        var fault = Head(layout) ?? Fields(layout) ?? Members(layout) ?? Rules(layout) ?? Others(layout);
        return fault is null ? layout : fault;
    }

    private static Error? Head(ItemLayout layout) =>
        layout.Code.Length is 0 or > 64 || !layout.Code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? Invalid("code", "lower-case letters, digits and hyphens, at most 64", "只用小写字母、数字和连字符，不超过64个")
        : layout.Revision < 1 ? Invalid("revision", "a revision counts from 1", "版本从1起")
        : Word("mode", layout.Mode, ItemMode.Public, ItemMode.Authorised, ItemMode.Joint)
            ?? Word("level", layout.Level, "national", "province", "city")
            ?? Word("sensitivity", layout.Sensitivity, "low", "medium", "high")
            ?? Word("update", layout.Update, "daily", "monthly", "quarterly", "yearly")
            ?? (layout.Lists.Count == 0 ? Invalid("lists", "no list version is named", "未注明清单版本") : null)
            ?? (layout.Feature is null && layout.NoFeature is null ? Invalid("no_feature", "without a feature, say why", "没有特征时须说明原因") : null)
            ?? (layout.Fields.Count is 0 or > MaxFields ? Invalid("fields", $"1 to {MaxFields} fields", $"字段数须在1到{MaxFields}之间") : null);

    private static Error? Fields(ItemLayout layout)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var slots = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < layout.Fields.Count; i++)
        {
            var (field, at) = (layout.Fields[i], $"fields[{i}]");
            var fault = !names.Add(field.Name) ? Invalid($"{at}.name", $"{field.Name} stands twice", $"{field.Name} 重复")
                : Word($"{at}.type", field.Type, [.. FieldType.All])
                    ?? Slot(field, at, slots)
                    ?? Range(field, at);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static Error? Slot(FieldLayout field, string at, HashSet<string> slots) =>
        field.Slot is not { } slot ? null
        : Word($"{at}.slot", slot, [.. FieldSlot.All])
            ?? (!slots.Add(slot) ? Invalid($"{at}.slot", $"slot {slot} is filled twice", $"槽位 {slot} 重复使用") : null)
            ?? (!FieldSlot.Takes(slot, field.Type) ? Invalid($"{at}.slot", $"slot {slot} can't hold {field.Type}", $"槽位 {slot} 不能存放 {field.Type}") : null);

    private static Error? Range(FieldLayout field, string at) =>
        field.Type == FieldType.Enum && field.Values is not { Count: > 0 } ? Invalid($"{at}.values", "an enumeration lists its values", "枚举须列出取值")
        : field.Type != FieldType.Enum && field.Values is not null ? Invalid($"{at}.values", "only an enumeration has values", "只有枚举可列取值")
        : field.Type == FieldType.Money && field.Unit is not ("yuan" or "wan") ? Invalid($"{at}.unit", "money is in yuan or wan", "金额单位为 yuan 或 wan")
        : field.Min > field.Max ? Invalid($"{at}.min", "the range is empty", "范围为空")
        : field.NotFuture && !FieldType.IsDate(field.Type) ? Invalid($"{at}.not_future", "only a date can be in the future", "只有日期可限定不晚于今天")
        : null;

    private static Error? Members(ItemLayout layout) =>
        Named(layout, "subject", layout.Subject, type => type == FieldType.Uscc)
        ?? (layout.Key.Count == 0 ? Invalid("key", "the key names no field", "主键未列字段") : null)
        ?? layout.Key.Select((name, i) => Named(layout, $"key[{i}]", name, type => !FieldType.IsNeverStored(type))).FirstOrDefault(fault => fault is not null)
        ?? Named(layout, "occurred_on", layout.OccurredOn, FieldType.IsDate)
        ?? (layout.ValidUntil is null ? null : Named(layout, "valid_until", layout.ValidUntil, FieldType.IsDate));

    private static Error? Rules(ItemLayout layout)
    {
        for (var i = 0; i < layout.Rules.Count; i++)
        {
            if (Rule(layout, layout.Rules[i], $"rules[{i}]") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static Error? Rule(ItemLayout layout, RuleLayout rule, string at) => rule.Rule switch
    {
        RuleName.NotBefore => Named(layout, $"{at}.field", rule.Field, FieldType.IsDate) ?? Named(layout, $"{at}.other", rule.Other, FieldType.IsDate),
        RuleName.AtMost => Named(layout, $"{at}.field", rule.Field, FieldType.IsNumber) ?? Named(layout, $"{at}.other", rule.Other, FieldType.IsNumber),
        RuleName.Sum => Named(layout, $"{at}.field", rule.Field, FieldType.IsNumber) ?? AllNamed(layout, $"{at}.of", rule.Of, FieldType.IsNumber),
        RuleName.RequiredIf => Named(layout, $"{at}.field", rule.Field, _ => true) ?? Condition(layout, $"{at}.when", rule.When),
        RuleName.OneOfRequired => AllNamed(layout, $"{at}.fields", rule.Fields, _ => true),
        RuleName.ExistingItem => Named(layout, $"{at}.field", rule.Field, type => !FieldType.IsNumber(type) && !FieldType.IsNeverStored(type))
            ?? (rule.Item is null ? Invalid($"{at}.item", "the other item is not named", "未注明另一信息项") : null)
            ?? (rule.Match is null ? Invalid($"{at}.match", "the other item's key field is not named", "未注明对应主键字段") : null),
        _ => Invalid($"{at}.rule", $"there is no rule {rule.Rule}", $"没有规则 {rule.Rule}"),
    };

    private static Error? Others(ItemLayout layout) =>
        layout.Withheld.Select((withheld, i) => Condition(layout, $"withheld[{i}].when", withheld.When)).FirstOrDefault(fault => fault is not null)
        ?? (layout.Timely is { } timely ? Timely(layout, timely) : null)
        ?? layout.Mappings
            .SelectMany((mapping, i) => mapping.Headers.Values.Where(name => name.Length > 0).Concat(mapping.Values?.Keys ?? []).Select(name => Named(layout, $"mappings[{i}]", name, _ => true)))
            .FirstOrDefault(fault => fault is not null);

    private static Error? Timely(ItemLayout layout, TimelyLayout timely) =>
        Named(layout, "timely.from", timely.From, FieldType.IsDate)
        ?? (timely.WorkingDays is < 0 or > 60 ? Invalid("timely.working_days", "0 to 60 working days", "0到60个工作日") : null);

    private static Error? Condition(ItemLayout layout, string at, ConditionLayout? condition)
    {
        if (condition is null)
        {
            return Invalid(at, "the condition is missing", "缺少条件");
        }

        var unknown = layout.Find(condition.Field)?.Values is { } values ? condition.In.FirstOrDefault(value => !values.ContainsKey(value)) : null;
        return Named(layout, $"{at}.field", condition.Field, type => !FieldType.IsPersonal(type))
            ?? (unknown is null ? null : Invalid($"{at}.in", $"{condition.Field} has no value {unknown}", $"{condition.Field} 没有取值 {unknown}"));
    }

    private static Error? AllNamed(ItemLayout layout, string at, IReadOnlyList<string>? names, Func<string, bool> fits) =>
        names is not { Count: > 0 } ? Invalid(at, "no field is named", "未列字段")
        : names.Select((name, i) => Named(layout, $"{at}[{i}]", name, fits)).FirstOrDefault(fault => fault is not null);

    private static Error? Named(ItemLayout layout, string at, string? name, Func<string, bool> fits) =>
        name is null || layout.Find(name) is not { } field ? Invalid(at, $"there is no field {name}", $"没有字段 {name}")
        : !fits(field.Type) ? Invalid(at, $"{name} is of type {field.Type}, which does not fit", $"字段 {name} 的类型 {field.Type} 不适用")
        : null;

    private static Error? Word(string at, string value, params string[] words) =>
        Array.IndexOf(words, value) >= 0 ? null : Invalid(at, $"{value} is none of {string.Join(", ", words)}", $"{value} 不在可选值中：{string.Join('、', words)}");
}
