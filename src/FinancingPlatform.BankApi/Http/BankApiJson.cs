using System.Text.Json.Serialization;
using FinancingPlatform.BankApi.Authorisations;
using FinancingPlatform.BankApi.Deliveries;
using FinancingPlatform.BankApi.Joint;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.BankApi.Models;
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
[JsonSerializable(typeof(LimitPolicyRequest))]
[JsonSerializable(typeof(OverrideRequest))]
[JsonSerializable(typeof(PackPinRequest))]
[JsonSerializable(typeof(PackList))]
[JsonSerializable(typeof(JointModelRequest))]
[JsonSerializable(typeof(JointModelList))]
[JsonSerializable(typeof(JointScoreRequest))]
[JsonSerializable(typeof(JointScoreAnswer))]
[JsonSerializable(typeof(JointBackTestAnswer))]
[JsonSerializable(typeof(AuthorisationPage))]
[JsonSerializable(typeof(DeliveryRequest))]
[JsonSerializable(typeof(DeliveryAnswer))]
internal sealed partial class BankApiJson : JsonSerializerContext;
