using System.Text.Json.Serialization;
using FinancingPlatform.BankApi.Authorisations;
using FinancingPlatform.BankApi.Deliveries;
using FinancingPlatform.BankApi.Events;
using FinancingPlatform.BankApi.Joint;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.BankApi.Models;
using FinancingPlatform.BankApi.Needs;
using FinancingPlatform.BankApi.Objections;
using FinancingPlatform.BankApi.PreCredit;
using FinancingPlatform.BankApi.Products;
using FinancingPlatform.BankApi.ReportPulls;
using FinancingPlatform.BankApi.Requests;
using FinancingPlatform.BankApi.ScorePulls;
using FinancingPlatform.BankApi.Usage;
using FinancingPlatform.Lending.Needs;

namespace FinancingPlatform.BankApi.Http;

/// <summary>JSON of the API: snake case, strict on the way in, generated at build time because a pull is the hot path.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 10)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(ScorePullRequest))]
[JsonSerializable(typeof(ScorePullAnswer))]
[JsonSerializable(typeof(ReportPullRequest))]
[JsonSerializable(typeof(CreditLineRequest))]
[JsonSerializable(typeof(LoanRequest))]
[JsonSerializable(typeof(RepaymentRequest))]
[JsonSerializable(typeof(OverdueRequest))]
[JsonSerializable(typeof(ClassificationRequest))]
[JsonSerializable(typeof(WriteOffRequest))]
[JsonSerializable(typeof(ExtensionRequest))]
[JsonSerializable(typeof(PostedAnswer))]
[JsonSerializable(typeof(BatchLine))]
[JsonSerializable(typeof(BatchOutcome))]
[JsonSerializable(typeof(Page<CreditLineEntry>))]
[JsonSerializable(typeof(Page<LoanEntry>))]
[JsonSerializable(typeof(LoanFile))]
[JsonSerializable(typeof(LimitPolicyRequest))]
[JsonSerializable(typeof(OverrideRequest))]
[JsonSerializable(typeof(PackPinRequest))]
[JsonSerializable(typeof(PackList))]
[JsonSerializable(typeof(JointModelRequest))]
[JsonSerializable(typeof(JointModelList))]
[JsonSerializable(typeof(JointScoreRequest))]
[JsonSerializable(typeof(JointScoreAnswer))]
[JsonSerializable(typeof(JointBackTestAnswer))]
[JsonSerializable(typeof(NeedClaimRequest))]
[JsonSerializable(typeof(NeedReleaseRequest))]
[JsonSerializable(typeof(NeedDecisionRequest))]
[JsonSerializable(typeof(NeedStepAnswer))]
[JsonSerializable(typeof(Page<NeedEntry>))]
[JsonSerializable(typeof(IReadOnlyList<RefusalCode>))]
[JsonSerializable(typeof(ProductRequest))]
[JsonSerializable(typeof(ProductAnswer))]
[JsonSerializable(typeof(Page<ProductEntry>))]
[JsonSerializable(typeof(AuthorisationAskRequest))]
[JsonSerializable(typeof(AuthorisationAskCancelRequest))]
[JsonSerializable(typeof(AskAnswer))]
[JsonSerializable(typeof(Page<AskEntry>))]
[JsonSerializable(typeof(AuthorisationHistory))]
[JsonSerializable(typeof(Page<PreCreditEntry>))]
[JsonSerializable(typeof(UsageAnswer))]
[JsonSerializable(typeof(IReadOnlyList<UsageDay>))]
[JsonSerializable(typeof(IReadOnlyList<BrowsingEntry>))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(Page<AlertEntry>))]
[JsonSerializable(typeof(WebhookRequest))]
[JsonSerializable(typeof(WebhookDisableRequest))]
[JsonSerializable(typeof(WebhookList))]
[JsonSerializable(typeof(AuthorisationPage))]
[JsonSerializable(typeof(DeliveryRequest))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryRejectionPage))]
[JsonSerializable(typeof(ObjectionPage))]
[JsonSerializable(typeof(ObjectionAnswerRequest))]
[JsonSerializable(typeof(ObjectionAnswered))]
[JsonSerializable(typeof(DeliveryUseAnswer))]
internal sealed partial class BankApiJson : JsonSerializerContext;
