using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Exchange.Status;
using Npgsql;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>
/// All that proves one delivery without the database and without the rest of its batch (送达证明): what was sent under whose seal, what the node
/// decided under its own.
/// </summary>
/// <param name="Destination">The node.</param>
/// <param name="Message">The message's facts.</param>
/// <param name="BatchSeal">The sender's seal.</param>
/// <param name="MessagePath">The message's path under it.</param>
/// <param name="Outcome">The node's decision with its path.</param>
/// <param name="ReceiptSeal">The node's seal.</param>
public sealed record DeliveryProof(string Destination, SealedMessage Message, string BatchSeal, MerklePath MessagePath, MessageOutcome Outcome, string ReceiptSeal)
{
    /// <summary>Reads the stored proof; null when no receipt is stored.</summary>
    public static async Task<DeliveryProof?> ReadAsync(NpgsqlDataSource database, string destination, Guid messageId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.CreateCommand(SqlResource.Read(typeof(DeliveryProof).Assembly, "Sql/Relay/proof.sql"));
        command.Parameters.AddWithValue(destination);
        command.Parameters.AddWithValue(messageId);
        return (await Rows.ReadAsync(command, r => Of(messageId, r), cancellationToken)).SingleOrDefault();
    }

    /// <summary>
    /// Checks both seals and both paths, and that they speak of the same message. Pure but for the keys given. Errors as
    /// <see cref="Signing.BatchSeal.ProveAsync"/> and <see cref="Signing.ReceiptSeal.ProveAsync"/>.
    /// </summary>
    public async Task<Result<ReceiptStatement>> VerifyAsync(IExchangeSignature signature, Peer sender, Peer node)
    {
        ArgumentNullException.ThrowIfNull(sender);
        var sent = await Signing.BatchSeal.ProveAsync(signature, BatchSeal, Message, MessagePath, [sender], Destination);
        if (!sent.IsOk)
        {
            return sent.Error;
        }

        var answered = await Signing.ReceiptSeal.ProveAsync(signature, ReceiptSeal, Outcome, node, sender.Party);
        return !answered.IsOk ? answered
            : answered.Value.BatchId != sent.Value.BatchId || Outcome.MessageId != Message.MessageId || Outcome.Sequence != Message.Sequence
                || !string.Equals(Outcome.Stream, Message.Stream, StringComparison.Ordinal) || !Outcome.PayloadSha256.AsSpan().SequenceEqual(Message.PayloadSha256)
            ? SigningErrors.Mismatch($"the receipt speaks of something else than message {Message.MessageId}")
            : answered;
    }

    private static DeliveryProof Of(Guid messageId, NpgsqlDataReader r)
    {
        var message = new SealedMessage(messageId, r.GetString(1), r.GetInt64(2), r.GetString(3), r.Instant(4), r.Bytes(5));
        var entry = DeliveryEntry.Read(r.GetString(7));
        var outcome = new MessageOutcome(messageId, message.Stream, message.Sequence, message.PayloadSha256, entry.Fate, entry.Code, entry.DecidedAt, entry.OutcomePath);
        return new DeliveryProof(r.GetString(0), message, r.GetString(6), entry.MessagePath, outcome, r.GetString(8));
    }
}
