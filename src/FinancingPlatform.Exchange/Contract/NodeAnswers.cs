namespace FinancingPlatform.Exchange.Contract;

/// <summary>What a node tells about one message it took in (报文状态); never the payload.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Source">Who sent it.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="PayloadSha256">SHA-256 of its payload.</param>
/// <param name="Fate">The decision.</param>
/// <param name="Code">Why, when refused.</param>
/// <param name="EnqueuedAt">When the sender recorded it.</param>
/// <param name="DecidedAt">When it was decided.</param>
/// <param name="Forwarded">Where it stands on its further way up; null at the top.</param>
public sealed record MessageStatus(
    Guid MessageId, string Source, string Stream, long Sequence, string Kind, byte[] PayloadSha256, MessageFate Fate, string? Code,
    DateTimeOffset EnqueuedAt, DateTimeOffset DecidedAt, ForwardStatus? Forwarded);

/// <summary>A message's further way up (转报状态).</summary>
/// <param name="Destination">The node above.</param>
/// <param name="DeliveredAt">When that node's receipt was stored; null while it waits.</param>
/// <param name="ParkedAt">When it was parked after a refusal.</param>
/// <param name="LastError">Last error, when it waits or is parked.</param>
public sealed record ForwardStatus(string Destination, DateTimeOffset? DeliveredAt, DateTimeOffset? ParkedAt, string? LastError);

/// <summary>How far a node is in one stream (流进度).</summary>
/// <param name="Source">Who sends the stream.</param>
/// <param name="Stream">The stream.</param>
/// <param name="LastSequence">Place of the last message decided; 0 for none.</param>
/// <param name="Accepted">Messages accepted or already held.</param>
/// <param name="Refused">Messages refused.</param>
public sealed record StreamStatus(string Source, string Stream, long LastSequence, long Accepted, long Refused);

/// <summary>Figures of one kind on one day (对账数字).</summary>
/// <param name="Kind">The kind of message.</param>
/// <param name="Count">Messages held.</param>
/// <param name="Sum">Σ of their amounts in yuan; 0 where the kind has none.</param>
/// <param name="Digest">SHA-256, in lower-case hex, over id ‖ payload hash of each, in the order of the ids.</param>
public sealed record KindFigures(string Kind, long Count, decimal Sum, string Digest);

/// <summary>A node's figures for one sender and day (日对账单).</summary>
/// <param name="Source">The sender.</param>
/// <param name="Day">The day in UTC+8 on which the sender recorded the messages.</param>
/// <param name="Kinds">One entry for each kind that has any.</param>
public sealed record DayFigures(string Source, DateOnly Day, IReadOnlyList<KindFigures> Kinds);

/// <summary>One row of a day's listing (对账明细).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="PayloadSha256">SHA-256 of its payload.</param>
/// <param name="Fate">What was decided.</param>
/// <param name="Code">Why, when refused.</param>
public sealed record ListedMessage(Guid MessageId, byte[] PayloadSha256, MessageFate Fate, string? Code);

/// <summary>A node's state for people and programs (节点状态).</summary>
/// <param name="Party">Its name.</param>
/// <param name="Inbox">Messages taken in, by kind and decision.</param>
/// <param name="Destinations">Its own backlog upwards; empty at the top.</param>
/// <param name="Loops">Its loops, when they last ran and what went wrong last.</param>
public sealed record NodeStatus(string Party, IReadOnlyList<InboxCount> Inbox, IReadOnlyList<DestinationStatus> Destinations, IReadOnlyList<LoopStatus> Loops);

/// <summary>Messages taken in of one kind and decision (收报计数).</summary>
/// <param name="Source">Who sent them.</param>
/// <param name="Kind">Their kind.</param>
/// <param name="Fate">The decision.</param>
/// <param name="Count">How many.</param>
/// <param name="LastAt">When the last one was decided.</param>
public sealed record InboxCount(string Source, string Kind, MessageFate Fate, long Count, DateTimeOffset LastAt);

/// <summary>The backlog towards one destination (待报积压).</summary>
/// <param name="Name">The destination.</param>
/// <param name="Waiting">Messages not delivered, those behind a parked one included.</param>
/// <param name="OldestS">Age of the oldest of them in whole seconds; 0 for none.</param>
/// <param name="Parked">Streams that stand still at a message refused for good.</param>
/// <param name="ReceiptsMissing">Messages marked delivered without a stored receipt; anything but 0 is a fault.</param>
public sealed record DestinationStatus(string Name, long Waiting, long OldestS, long Parked, long ReceiptsMissing);

/// <summary>One background loop's health (后台任务状态).</summary>
/// <param name="Name">Its name.</param>
/// <param name="LastRunAt">When it last finished a run, well or not; null before the first.</param>
/// <param name="LastError">What went wrong at the last failure.</param>
/// <param name="LastErrorAt">When that was.</param>
/// <param name="FailuresInARow">Failures since the last good run.</param>
/// <param name="Detail">What the last good run did, in a few words.</param>
public sealed record LoopStatus(string Name, DateTimeOffset? LastRunAt, string? LastError, DateTimeOffset? LastErrorAt, int FailuresInARow, string? Detail);
