using Npgsql;

namespace FinancingPlatform.Exchange.Intake;

/// <summary>One message on its way in (收报上下文). Its sender's signature, its path, its place in the stream and its body hash are already checked.</summary>
/// <param name="Connection">The node's connection.</param>
/// <param name="Transaction">The transaction that records the message.</param>
/// <param name="MessageId">The message, the same at every hop.</param>
/// <param name="Source">The party that sent it here.</param>
/// <param name="Stream">Its stream, e.g. <c>enterprise:&lt;USCC&gt;</c>.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Payload">Its bytes, as its maker wrote them.</param>
/// <param name="EnqueuedAt">When the sender recorded it, UTC.</param>
/// <param name="ReceivedAt">The node's time, UTC.</param>
public sealed record IntakeContext(
    NpgsqlConnection Connection, NpgsqlTransaction Transaction, Guid MessageId, string Source, string Stream, string Kind, byte[] Payload,
    DateTimeOffset EnqueuedAt, DateTimeOffset ReceivedAt);
