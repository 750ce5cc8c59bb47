using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>What a sender signs once for a batch (批次签名声明); <c>typ</c> = <see cref="Type"/>.</summary>
/// <param name="Version">Version of the statement, 1.</param>
/// <param name="Source">The sending party.</param>
/// <param name="Destination">The node it is for; another node refuses it.</param>
/// <param name="BatchId">The batch.</param>
/// <param name="Count">Number of messages.</param>
/// <param name="Root">Root of the tree over the messages' leaves.</param>
/// <param name="SentAt">When it was signed, UTC at microseconds.</param>
public sealed record BatchStatement(
    [property: JsonPropertyName("ver")] int Version,
    [property: JsonPropertyName("src")] string Source,
    [property: JsonPropertyName("dst")] string Destination,
    [property: JsonPropertyName("bid")] Guid BatchId,
    [property: JsonPropertyName("cnt")] int Count,
    [property: JsonPropertyName("root")] byte[] Root,
    [property: JsonPropertyName("sent_at")] DateTimeOffset SentAt)
{
    /// <summary>The JWS <c>typ</c>.</summary>
    public const string Type = "financing-platform-batch+jws";
}

/// <summary>What a node signs once for its answer (回执签名声明); <c>typ</c> = <see cref="Type"/>.</summary>
/// <param name="Version">Version of the statement, 1.</param>
/// <param name="Source">The node that answers.</param>
/// <param name="Destination">The party that sent the batch.</param>
/// <param name="BatchId">The batch answered.</param>
/// <param name="Count">Number of outcomes.</param>
/// <param name="Root">Root of the tree over the outcomes' leaves.</param>
/// <param name="ReceivedAt">When it was signed, UTC at microseconds.</param>
public sealed record ReceiptStatement(
    [property: JsonPropertyName("ver")] int Version,
    [property: JsonPropertyName("src")] string Source,
    [property: JsonPropertyName("dst")] string Destination,
    [property: JsonPropertyName("bid")] Guid BatchId,
    [property: JsonPropertyName("cnt")] int Count,
    [property: JsonPropertyName("root")] byte[] Root,
    [property: JsonPropertyName("received_at")] DateTimeOffset ReceivedAt)
{
    /// <summary>The JWS <c>typ</c>; another one than a batch's, so that neither signature can be shown for the other.</summary>
    public const string Type = "financing-platform-receipt+jws";
}

internal static class StatementJson
{
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new() { MaxDepth = 2, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    public static byte[] Write<T>(T statement) => JsonSerializer.SerializeToUtf8Bytes(statement, Options);

    public static T? Read<T>(byte[] json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
