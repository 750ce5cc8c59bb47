namespace FinancingPlatform.Data;

/// <summary>A message to a node (待报消息), before it is in its stream.</summary>
/// <param name="MessageId">Made before the transaction, so that a repeated transaction cannot enqueue it twice; kept at every hop.</param>
/// <param name="Destination">province or nation.</param>
/// <param name="Stream">What order holds within: <c>enterprise:&lt;USCC&gt;</c>.</param>
/// <param name="Kind">What the payload is, such as <c>loan</c>.</param>
/// <param name="Payload">UTF-8 JSON, told byte for byte; up to <see cref="OutboxLimits.PayloadBytes"/>.</param>
public sealed record OutboxMessage(Guid MessageId, string Destination, string Stream, string Kind, byte[] Payload);

/// <summary>A message under a lease (已领取消息), ready to be sent.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream to this destination, from 1, without gaps.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Payload">Its bytes.</param>
/// <param name="PayloadSha256">Their SHA-256.</param>
/// <param name="EnqueuedAt">When it was recorded, UTC at microseconds.</param>
/// <param name="Failures">Failures of its stream since the last delivery; decides the next pause.</param>
public sealed record ClaimedMessage(
    Guid MessageId, string Stream, long Sequence, string Kind, byte[] Payload, byte[] PayloadSha256, DateTimeOffset EnqueuedAt, int Failures);

/// <summary>What one claim leased (一次领取): messages ordered by stream and place; empty when nothing is due.</summary>
/// <param name="Token">The lease; every later step names it.</param>
/// <param name="Messages">What to send.</param>
public sealed record OutboxClaim(Guid Token, IReadOnlyList<ClaimedMessage> Messages);

/// <summary>A node's answer to one message (消息答复).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Outcome">accepted, duplicate or refused.</param>
/// <param name="Entry">JSON by which the answer is provable under the receipt's root; null without a receipt.</param>
public sealed record OutboxAnswer(Guid MessageId, string Outcome, string? Entry);

/// <summary>The backlog towards one destination (积压).</summary>
/// <param name="Destination">province or nation.</param>
/// <param name="Waiting">Messages not delivered, those behind a parked one included.</param>
/// <param name="OldestAt">When the oldest of them was recorded; null for none.</param>
/// <param name="ParkedStreams">Streams stopped by a refusal.</param>
/// <param name="LeasedStreams">Streams that somebody is sending.</param>
/// <param name="ReceiptsMissing">Messages delivered without a stored receipt; anything but 0 is a fault.</param>
public sealed record OutboxBacklog(string Destination, long Waiting, DateTimeOffset? OldestAt, long ParkedStreams, long LeasedStreams, long ReceiptsMissing);

/// <summary>Bounds of the outbox (发件箱限额).</summary>
public static class OutboxLimits
{
    /// <summary>Bytes of one payload; the table refuses more.</summary>
    public const int PayloadBytes = 64 * 1024;

    /// <summary>Streams of one claim.</summary>
    public const int Streams = 256;

    /// <summary>Messages of one stream in one claim.</summary>
    public const int MessagesPerStream = 64;

    /// <summary>Longest lease: a relay that died holds its streams back this long at most.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
}
