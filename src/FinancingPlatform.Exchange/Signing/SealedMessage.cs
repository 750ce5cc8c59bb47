namespace FinancingPlatform.Exchange.Signing;

/// <summary>What a batch says about one message, enough to rebuild its leaf (报文要素).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="EnqueuedAt">When the sender recorded it.</param>
/// <param name="PayloadSha256">SHA-256 of its payload.</param>
public sealed record SealedMessage(Guid MessageId, string Stream, long Sequence, string Kind, DateTimeOffset EnqueuedAt, byte[] PayloadSha256)
{
    /// <summary>The leaf's bytes.</summary>
    public byte[] Leaf() => Leaves.OfMessage(MessageId, Stream, Sequence, Kind, EnqueuedAt, PayloadSha256);
}
