using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>A request that states a fact.</summary>
internal interface IPostRequest<T> : IJsonRequest<T>
{
    Result<IPost> Read();
}

/// <summary>Makes the request a new version of what was posted before (更正); the earlier version is kept.</summary>
/// <param name="Reason">Why, for those who read both versions.</param>
/// <param name="Withdrawn">The event never happened; only events can be withdrawn.</param>
internal sealed record CorrectionField(string Reason, bool Withdrawn = false);

/// <summary>Which note a loan renews, and how.</summary>
/// <param name="Kind"><c>no-repayment</c> (无还本续贷) or <c>after-repayment</c> (还后续贷).</param>
/// <param name="NoteNo">The note that is renewed.</param>
internal sealed record RenewalField(string Kind, string NoteNo);

/// <summary>A credit line as a bank posts it.</summary>
internal sealed record CreditLineRequest(
    string Uscc, string LineNo, Guid AuthorisationId, MoneyField Amount, string AnnualRatePercent, DateOnly ValidFrom, DateOnly ValidTo, string Kind,
    bool Backfill = false, CorrectionField? Correction = null) : IPostRequest<CreditLineRequest>
{
    public static JsonTypeInfo<CreditLineRequest> JsonType => BankApiJson.Default.CreditLineRequest;

    public Result<IPost> Read() =>
        PostFields.NotWithdrawn(Correction).Then(reason => Amount.Yuan().Then(yuan => MoneyField.Percent(AnnualRatePercent).Map<IPost>(
            rate => new CreditLine(Uscc, LineNo, AuthorisationId, yuan, rate, ValidFrom, ValidTo, Kind, Backfill, Correction?.Reason))));
}

/// <summary>A loan as a bank posts it.</summary>
internal sealed record LoanRequest(
    string LineNo, string NoteNo, MoneyField Amount, DateOnly DisbursedOn, DateOnly DueOn, string AnnualRatePercent, string LoanType, bool FirstLoan,
    bool Inclusive = false, bool Backfill = false, MoneyField? Balance = null, RenewalField? Renewal = null, CorrectionField? Correction = null)
    : IPostRequest<LoanRequest>
{
    public static JsonTypeInfo<LoanRequest> JsonType => BankApiJson.Default.LoanRequest;

    public Result<IPost> Read() =>
        PostFields.NotWithdrawn(Correction).Then(reason => Amount.Yuan().Then(yuan => PostFields.Optional(Balance, "balance").Then(
            balance => MoneyField.Percent(AnnualRatePercent).Map<IPost>(rate => new Loan(
                LineNo, NoteNo, yuan, DisbursedOn, DueOn, rate, LoanType, FirstLoan, Inclusive, Backfill, balance.Value, Renewal?.Kind, Renewal?.NoteNo, Correction?.Reason)))));
}

/// <summary>A repayment as a bank posts it.</summary>
internal sealed record RepaymentRequest(
    string NoteNo, string EventNo, DateOnly OccurredOn, MoneyField Principal, MoneyField Interest, MoneyField Balance, string Payer = "borrower",
    CorrectionField? Correction = null) : IPostRequest<RepaymentRequest>
{
    public static JsonTypeInfo<RepaymentRequest> JsonType => BankApiJson.Default.RepaymentRequest;

    public Result<IPost> Read() =>
        Principal.Yuan("principal").Then(principal => Interest.Yuan("interest").Then(interest => Balance.Yuan("balance").Map<IPost>(
            balance => new Repayment(NoteNo, EventNo, OccurredOn, principal, interest, balance, Payer, Correction?.Reason, Correction?.Withdrawn ?? false))));
}

/// <summary>Overdue as a bank posts it.</summary>
internal sealed record OverdueRequest(
    string NoteNo, string EventNo, DateOnly OccurredOn, int OverdueDays, MoneyField Principal, MoneyField Interest, CorrectionField? Correction = null)
    : IPostRequest<OverdueRequest>
{
    public static JsonTypeInfo<OverdueRequest> JsonType => BankApiJson.Default.OverdueRequest;

    public Result<IPost> Read() =>
        Principal.Yuan("principal").Then(principal => Interest.Yuan("interest").Map<IPost>(
            interest => new Overdue(NoteNo, EventNo, OccurredOn, OverdueDays, principal, interest, Correction?.Reason, Correction?.Withdrawn ?? false)));
}

/// <summary>A five-class change as a bank posts it.</summary>
internal sealed record ClassificationRequest(string NoteNo, string EventNo, DateOnly OccurredOn, string FiveClass, CorrectionField? Correction = null)
    : IPostRequest<ClassificationRequest>
{
    public static JsonTypeInfo<ClassificationRequest> JsonType => BankApiJson.Default.ClassificationRequest;

    public Result<IPost> Read() => new Classification(NoteNo, EventNo, OccurredOn, FiveClass, Correction?.Reason, Correction?.Withdrawn ?? false);
}

/// <summary>A write-off as a bank posts it.</summary>
internal sealed record WriteOffRequest(string NoteNo, string EventNo, DateOnly OccurredOn, MoneyField Principal, CorrectionField? Correction = null)
    : IPostRequest<WriteOffRequest>
{
    public static JsonTypeInfo<WriteOffRequest> JsonType => BankApiJson.Default.WriteOffRequest;

    public Result<IPost> Read() =>
        Principal.Yuan("principal").Map<IPost>(
            principal => new WriteOff(NoteNo, EventNo, OccurredOn, principal, Correction?.Reason, Correction?.Withdrawn ?? false));
}

/// <summary>An extension as a bank posts it.</summary>
internal sealed record ExtensionRequest(string NoteNo, string EventNo, DateOnly OccurredOn, DateOnly DueOn, bool Distress, CorrectionField? Correction = null)
    : IPostRequest<ExtensionRequest>
{
    public static JsonTypeInfo<ExtensionRequest> JsonType => BankApiJson.Default.ExtensionRequest;

    public Result<IPost> Read() => new Extension(NoteNo, EventNo, OccurredOn, DueOn, Distress, Correction?.Reason, Correction?.Withdrawn ?? false);
}

/// <summary>Fields that several posts share.</summary>
internal static class PostFields
{
    /// <summary>A number that may be absent.</summary>
    public readonly record struct OptionalNumber(decimal? Value);

    public static Result<OptionalNumber> Optional(MoneyField? money, string field) =>
        money is null ? new OptionalNumber(null) : money.Yuan(field).Map(yuan => new OptionalNumber(yuan));

    /// <summary>A rate that may be absent.</summary>
    public static Result<OptionalNumber> OptionalPercent(string? percent) =>
        percent is null ? new OptionalNumber(null) : MoneyField.Percent(percent).Map(rate => new OptionalNumber(rate));

    public static Result<string> NotWithdrawn(CorrectionField? correction) =>
        correction is { Withdrawn: true }
            ? BankApiErrors.Field("correction.withdrawn", "授信和借据不能撤销，只能更正。", "A line or a note cannot be withdrawn, only corrected.")
            : correction?.Reason ?? string.Empty;
}
