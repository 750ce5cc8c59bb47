using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Catalogue;

/// <summary>An item's layout as JSON (布局文件). A member that is missing, unknown or of the wrong sort is named, so that a slip is not lost in silence.</summary>
public static class LayoutJson
{
    /// <summary>Bytes of one layout; the largest real one holds about 20 kB.</summary>
    public const int MaxBytes = 256 << 10;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Parses and checks a layout; error <c>layout-invalid</c> names the member.</summary>
    public static Result<ItemLayout> Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxBytes)
        {
            return LayoutRules.Invalid("$", $"a layout has at most {MaxBytes} characters", $"布局文件不得超过{MaxBytes}个字符");
        }

        try
        {
            return JsonSerializer.Deserialize<ItemLayout>(json, Options) is { } layout
                ? LayoutRules.Check(layout)
                : LayoutRules.Invalid("$", "the file holds no object", "文件中没有对象");
        }
        catch (JsonException e)
        {
            return LayoutRules.Invalid(e.Path ?? "$", e.Message, "成员缺失、多余或类型不符");
        }
    }

    /// <summary>The same layout as canonical JSON.</summary>
    public static string Write(ItemLayout layout) => JsonSerializer.Serialize(layout, Options);
}
