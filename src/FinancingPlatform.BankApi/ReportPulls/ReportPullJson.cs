using System.Text.Json.Serialization;

namespace FinancingPlatform.BankApi.ReportPulls;

/// <summary>JSON of a report on its way out: fields lie in entries, in blocks, in parts, deeper than any request may be.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 16)]
[JsonSerializable(typeof(ReportPullAnswer))]
internal sealed partial class ReportPullJson : JsonSerializerContext;
