using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>The bytes that the two trees of the exchange are built over (签名原文): length-prefixed fields behind a tag and a version.</summary>
public static class Leaves
{
    private const string MessageTag = "financing-platform/message/1";
    private const string OutcomeTag = "financing-platform/outcome/1";

    /// <summary>
    /// A message's leaf. It holds the payload's SHA-256 instead of the payload, so that a proof survives a lawful erasure of the content (rule B1).
    /// </summary>
    public static byte[] OfMessage(Guid messageId, string stream, long sequence, string kind, DateTimeOffset enqueuedAt, ReadOnlySpan<byte> payloadSha256) =>
        new CanonicalBytes(MessageTag).Id(messageId).Text(stream).Number(sequence).Text(kind).Instant(enqueuedAt).Bytes(payloadSha256).ToArray();

    /// <summary>An outcome's leaf: what the node decided about which bytes, and when.</summary>
    public static byte[] OfOutcome(Guid messageId, string stream, long sequence, ReadOnlySpan<byte> payloadSha256, MessageFate fate, string? code, DateTimeOffset decidedAt) =>
        new CanonicalBytes(OutcomeTag).Id(messageId).Text(stream).Number(sequence).Bytes(payloadSha256).Text(FateNames.Of(fate)).Text(code ?? "").Instant(decidedAt).ToArray();

    /// <summary>The leaf of an outcome as it stands in a receipt.</summary>
    public static byte[] OfOutcome(MessageOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        return OfOutcome(outcome.MessageId, outcome.Stream, outcome.Sequence, outcome.PayloadSha256, outcome.Fate, outcome.Code, outcome.DecidedAt);
    }
}
