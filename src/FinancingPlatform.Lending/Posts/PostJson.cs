using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Lending.Products;
using FinancingPlatform.Lending.Requests;
using FinancingPlatform.Lending.Webhooks;

namespace FinancingPlatform.Lending.Posts;

/// <summary>Facts as <c>lending.post</c> reads them: snake case, amounts as decimal strings so that no digit is lost.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.WriteAsString,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(CreditLine))]
[JsonSerializable(typeof(Loan))]
[JsonSerializable(typeof(Repayment))]
[JsonSerializable(typeof(Overdue))]
[JsonSerializable(typeof(Classification))]
[JsonSerializable(typeof(WriteOff))]
[JsonSerializable(typeof(Extension))]
[JsonSerializable(typeof(NeedClaim))]
[JsonSerializable(typeof(NeedRelease))]
[JsonSerializable(typeof(NeedDecision))]
[JsonSerializable(typeof(Product))]
[JsonSerializable(typeof(AuthorisationAsk))]
[JsonSerializable(typeof(AuthorisationAskCancelled))]
[JsonSerializable(typeof(WebhookAddress))]
[JsonSerializable(typeof(WebhookDisabled))]
internal sealed partial class PostJson : JsonSerializerContext
{
    public static string Write<T>(T fact, JsonTypeInfo<T> type) => JsonSerializer.Serialize(fact, type);
}
