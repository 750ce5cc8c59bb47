using System.Text.Json.Serialization;
using FinancingPlatform.BankApi.Authorisations;
using FinancingPlatform.BankApi.Deliveries;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.BankApi.ScorePulls;

namespace FinancingPlatform.BankApi.Http;

/// <summary>JSON of the API: snake case, strict on the way in, generated at build time because a pull is the hot path.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(ScorePullRequest))]
[JsonSerializable(typeof(ScorePullAnswer))]
[JsonSerializable(typeof(CreditLineRequest))]
[JsonSerializable(typeof(LoanRequest))]
[JsonSerializable(typeof(AuthorisationPage))]
[JsonSerializable(typeof(DeliveryRequest))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryUseAnswer))]
internal sealed partial class BankApiJson : JsonSerializerContext;
