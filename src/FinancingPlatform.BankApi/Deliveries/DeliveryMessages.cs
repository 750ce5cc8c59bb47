using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Http;

namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>What a department says of a delivery (报送声明) before its first row; no rows is a zero report (零报送). The digest is of all chunks' bytes in order, in hexadecimal.</summary>
internal sealed record DeliveryRequest(string Item, long Rows, string? Sha256 = null) : IJsonRequest<DeliveryRequest>
{
    public static JsonTypeInfo<DeliveryRequest> JsonType => BankApiJson.Default.DeliveryRequest;
}

/// <summary>Where a delivery stands (报送状态); <see cref="NextChunk"/> is the one to go on with. The balance is of rule B2, null until imported.</summary>
internal sealed record DeliveryAnswer(
    Guid Id, string Item, string State, long DeclaredRows, long RowsReceived, int NextChunk, DeliveryFault? Error, DeliveryBalance? Balance,
    IReadOnlyList<DeliveryRejection> Rejections);

/// <summary>Why a delivery could not be imported at all.</summary>
internal sealed record DeliveryFault(string Code, string Zh, string En);

/// <summary>received = accepted_new + accepted_version + duplicate + withheld + rejected.</summary>
internal sealed record DeliveryBalance(long Received, long AcceptedNew, long AcceptedVersion, long Duplicate, long Withheld, long Rejected);

/// <summary>A row that was not taken, and how to mend it. Lines count through all chunks, from 1; a personal value is masked.</summary>
internal sealed record DeliveryRejection(long Line, string Field, string Rule, string Value, string HowToMend);

/// <summary>Rejected rows in the order of their lines (拒收明细); <see cref="Next"/> is the <c>after</c> of the next page, null on the last. Of a delivery the first 10,000 are kept.</summary>
internal sealed record DeliveryRejectionPage(IReadOnlyList<DeliveryRejection> Rejections, long? Next);
