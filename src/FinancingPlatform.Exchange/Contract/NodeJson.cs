using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Exchange.Contract;

/// <summary>How the contract is written as JSON (报文 JSON 约定): snake_case, bounded depth, no unknown numbers for names.</summary>
public static class NodeJson
{
    /// <summary>The one set of options that client and node share.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Brings a host's own options (<c>ConfigureHttpJsonOptions</c>) to the contract.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = ExchangeLimits.JsonDepth;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
