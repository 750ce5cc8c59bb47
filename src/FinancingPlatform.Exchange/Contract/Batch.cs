using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Contract;

/// <summary>A signed batch on its way up (报送批次).</summary>
/// <param name="Seal">Compact JWS of the sender over the tree's root and the batch's head (<see cref="BatchStatement"/>).</param>
/// <param name="Messages">The messages in the order of the tree's leaves, each with its path.</param>
public sealed record BatchRequest(string Seal, IReadOnlyList<BatchMessage> Messages);

/// <summary>One message of a batch (报文).</summary>
/// <param name="MessageId">Made once by the part that caused it; kept at every hop, so that the nation knows the city's message.</param>
/// <param name="Stream">What order holds within: <c>enterprise:&lt;USCC&gt;</c>.</param>
/// <param name="Sequence">Place in the sender's stream to this destination, from 1, without gaps.</param>
/// <param name="Kind">What the payload is, e.g. <c>authorisation</c>.</param>
/// <param name="EnqueuedAt">When the sender recorded it, UTC at microseconds; its date in UTC+8 is the day of reconciliation.</param>
/// <param name="Payload">The fact, byte for byte as its maker wrote it.</param>
/// <param name="Path">The proof that the message stands under the sealed root.</param>
public sealed record BatchMessage(Guid MessageId, string Stream, long Sequence, string Kind, DateTimeOffset EnqueuedAt, byte[] Payload, MerklePath Path);

/// <summary>A node's signed answer to a batch (回执).</summary>
/// <param name="Seal">Compact JWS of the node over the outcomes' root (<see cref="ReceiptStatement"/>).</param>
/// <param name="Outcomes">One per message, in the order of the batch.</param>
public sealed record BatchReceipt(string Seal, IReadOnlyList<MessageOutcome> Outcomes);

/// <summary>What became of one message (报文处理结果).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="PayloadSha256">SHA-256 of the payload that the node saw.</param>
/// <param name="Fate">The decision.</param>
/// <param name="Code">Why, when refused or deferred: a stable slug.</param>
/// <param name="DecidedAt">When it was decided, UTC at microseconds; the same again when the message is sent again.</param>
/// <param name="Path">The proof that this outcome stands under the receipt's root.</param>
public sealed record MessageOutcome(Guid MessageId, string Stream, long Sequence, byte[] PayloadSha256, MessageFate Fate, string? Code, DateTimeOffset DecidedAt, MerklePath Path);
