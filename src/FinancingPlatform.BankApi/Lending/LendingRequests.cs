using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>A credit line as a bank posts it.</summary>
internal sealed record CreditLineRequest(
    string Uscc, string LineNo, Guid AuthorisationId, MoneyField Amount, string AnnualRatePercent, DateOnly ValidFrom, DateOnly ValidTo, string Kind)
    : IJsonRequest<CreditLineRequest>
{
    public static JsonTypeInfo<CreditLineRequest> JsonType => BankApiJson.Default.CreditLineRequest;

    public Result<CreditLine> Read() =>
        Amount.Yuan().Then(yuan => MoneyField.Percent(AnnualRatePercent).Map(
            rate => new CreditLine(Uscc, LineNo, AuthorisationId, yuan, rate, ValidFrom, ValidTo, Kind)));
}

/// <summary>A loan as a bank posts it.</summary>
internal sealed record LoanRequest(
    string LineNo, string NoteNo, MoneyField Amount, DateOnly DisbursedOn, DateOnly DueOn, string AnnualRatePercent, string LoanType, bool FirstLoan)
    : IJsonRequest<LoanRequest>
{
    public static JsonTypeInfo<LoanRequest> JsonType => BankApiJson.Default.LoanRequest;

    public Result<Loan> Read() =>
        Amount.Yuan().Then(yuan => MoneyField.Percent(AnnualRatePercent).Map(
            rate => new Loan(LineNo, NoteNo, yuan, DisbursedOn, DueOn, rate, LoanType, FirstLoan)));
}
