using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace FinancingPlatform.Lending.Intake;

/// <summary>A credit line as it goes up (授信报文).</summary>
internal sealed record CreditLineMessage(
    Guid Id, string Uscc, string BankUscc, string ClientId, Guid AuthorisationId, string LineNo, decimal AmountYuan, decimal AnnualRatePercent,
    DateOnly ValidFrom, DateOnly ValidTo, string Kind, DateTimeOffset PostedAt);

/// <summary>A loan as it goes up (放款报文).</summary>
internal sealed record LoanMessage(
    Guid Id, string Uscc, string BankUscc, string ClientId, Guid AuthorisationId, Guid CreditLineId, string LineNo, string NoteNo, decimal AmountYuan,
    decimal AnnualRatePercent, DateOnly DisbursedOn, DateOnly DueOn, string LoanType, bool FirstLoan, DateTimeOffset PostedAt);

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
