using System.Globalization;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Trees;

/// <summary>Carries a reader's error up to the one place that turns it into a value; never leaves this part.</summary>
internal sealed class MalformedModelException(Error error) : FormatException(error.MessageEn)
{
    public Error Error { get; } = error;
}

/// <summary>Typed access to parts of a model file, each failure naming its place.</summary>
internal static class JsonShape
{
    public static MalformedModelException Bad(string where, string zh, string en) => new(ScoringError.Model(where, zh, en));

    public static JsonElement Member(JsonElement parent, string name, string where) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member)
            ? member
            : throw Bad($"{where}.{name}", "缺少该成员", "this member is missing");

    public static JsonElement Array(JsonElement parent, string name, string where) =>
        Member(parent, name, where) is { ValueKind: JsonValueKind.Array } array
            ? array
            : throw Bad($"{where}.{name}", "须为数组", "it must be an array");

    public static string Text(JsonElement parent, string name, string where) =>
        Member(parent, name, where) is { ValueKind: JsonValueKind.String } text
            ? text.GetString()!
            : throw Bad($"{where}.{name}", "须为文本", "it must be text");

    /// <summary>XGBoost writes its parameters as text.</summary>
    public static int Number(JsonElement parent, string name, string where) =>
        int.TryParse(Text(parent, name, where), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad($"{where}.{name}", "须为整数", "it must be a whole number");

    public static int[] Integers(JsonElement parent, string name, string where)
    {
        var array = Array(parent, name, where);
        var values = new int[array.GetArrayLength()];
        var at = 0;
        foreach (var element in array.EnumerateArray())
        {
            values[at] = element.ValueKind switch
            {
                JsonValueKind.True => 1,
                JsonValueKind.False => 0,
                JsonValueKind.Number when element.TryGetInt32(out var number) => number,
                // A pruned node's column is the largest unsigned number; only nodes that are reached must be in range.
                JsonValueKind.Number => -1,
                _ => throw Bad($"{where}.{name}[{at}]", "须为整数", "it must be a whole number"),
            };
            at++;
        }

        return values;
    }

    public static float[] Singles(JsonElement parent, string name, string where)
    {
        var array = Array(parent, name, where);
        var values = new float[array.GetArrayLength()];
        var at = 0;
        foreach (var element in array.EnumerateArray())
        {
            values[at] = element.ValueKind == JsonValueKind.Number && element.TryGetSingle(out var number)
                ? number
                : element.ValueKind == JsonValueKind.String && element.ValueEquals(JsonNotANumber.StandIn)
                ? float.NaN
                : throw Bad($"{where}.{name}[{at}]", "须为数", "it must be a number");
            at++;
        }

        return values;
    }
}
