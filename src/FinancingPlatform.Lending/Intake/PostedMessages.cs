using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FinancingPlatform.Lending.Intake;

/// <summary>A credit line as it goes up (授信报文); with a version above 1 it is a correction.</summary>
internal sealed record CreditLineMessage(
    Guid Id, string Uscc, string BankUscc, string ClientId, Guid AuthorisationId, string LineNo, decimal AmountYuan, decimal AnnualRatePercent,
    DateOnly ValidFrom, DateOnly ValidTo, string Kind, DateTimeOffset PostedAt, bool Backfill = false, int Version = 1, string? Correction = null,
    string? BranchUscc = null, string? LegalEntityUscc = null);

/// <summary>A loan as it goes up (放款报文); with a version above 1 it is a correction.</summary>
internal sealed record LoanMessage(
    Guid Id, string Uscc, string BankUscc, string ClientId, Guid AuthorisationId, Guid CreditLineId, string LineNo, string NoteNo, decimal AmountYuan,
    decimal AnnualRatePercent, DateOnly DisbursedOn, DateOnly DueOn, string LoanType, bool FirstLoan, DateTimeOffset PostedAt, bool Inclusive = false,
    bool Backfill = false, decimal? BalanceYuan = null, string? Renewal = null, Guid? RenewedLoanId = null, int Version = 1, string? Correction = null,
    string? BranchUscc = null, string? LegalEntityUscc = null);

/// <summary>What happened to a loan, as it goes up (还款、逾期、分类、核销、展期报文).</summary>
internal sealed record LoanEventMessage(
    Guid Id, string Uscc, string BankUscc, string ClientId, Guid AuthorisationId, Guid LoanId, string NoteNo, string EventNo, DateOnly OccurredOn,
    DateTimeOffset PostedAt, decimal? PrincipalYuan = null, decimal? InterestYuan = null, decimal? BalanceYuan = null, string? Payer = null,
    int? OverdueDays = null, string? FiveClass = null, DateOnly? DueOn = null, bool? Distress = null, bool Withdrawn = false, int Version = 1,
    string? Correction = null, string? BranchUscc = null, string? LegalEntityUscc = null);

/// <summary>JSON of this part's messages: snake case, amounts as decimal strings, unknown and duplicate members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CreditLineMessage))]
[JsonSerializable(typeof(LoanMessage))]
[JsonSerializable(typeof(LoanEventMessage))]
internal sealed partial class LendingJson : JsonSerializerContext
{
    /// <summary>Reads a message; null when it is not one.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
