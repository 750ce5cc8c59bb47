using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Objections;

/// <summary>An objection that waits for its source's answer (待答复异议). Statement: what the subject lets everybody read beside the record.</summary>
internal sealed record ForwardedObjection(
    Guid Id, string Uscc, string EnterpriseName, string Item, string Key, DateOnly? OccurredOn, string? Reason, string? Statement, DateTime SubmittedAt,
    DateTime AcceptedAt, DateOnly DueOn);

/// <summary>A page, oldest first; <see cref="Next"/> leads to the following one.</summary>
internal sealed record ObjectionPage(IReadOnlyList<ForwardedObjection> Items, string? Next);

/// <summary>What the source decided (异议答复): removed and corrected uphold the objection, maintained does not.</summary>
internal sealed record ObjectionAnswerRequest(string Outcome, string DecisionNo, DateOnly DecidedOn, string Law) : IJsonRequest<ObjectionAnswerRequest>
{
    private const int LawLength = 200;

    public static JsonTypeInfo<ObjectionAnswerRequest> JsonType => BankApiJson.Default.ObjectionAnswerRequest;

    public Error? FirstFault() =>
        (Outcome is "removed" or "corrected" or "maintained"
            ? null
            : BankApiErrors.Field("outcome", "结果只能是 removed（移除）、corrected（更正）或 maintained（维持）。", "The outcome must be removed, corrected or maintained."))
        ?? FieldRules.Text("decision_no", DecisionNo, BankApiLimits.ReferenceLength)
        ?? FieldRules.Text("law", Law, LawLength);
}

/// <summary>The answer was taken over (已答复).</summary>
internal sealed record ObjectionAnswered(Guid Id, string State, string Outcome);
