using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>Signs a node's answer and checks one that came back (回执签名与验签). Pure: no clock, no storage.</summary>
public static class ReceiptSeal
{
    /// <summary>Signs the tree over the outcomes; each outcome of the result carries its path.</summary>
    public static BatchReceipt Seal(IExchangeSignature signature, Self self, BatchStatement batch, DateTimeOffset receivedAt, IReadOnlyList<UnsealedOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(outcomes);
        var (root, paths) = MerkleTree.WithPaths([.. outcomes.Select(o => o.Leaf())]);
        var statement = new ReceiptStatement(StatementJson.Version, self.Party, batch.Source, batch.BatchId, outcomes.Count, root, Micros.Of(receivedAt));
        return new BatchReceipt(
            signature.Sign(ReceiptStatement.Type, self.Key, StatementJson.Write(statement)),
            [.. outcomes.Select((o, i) => new MessageOutcome(o.MessageId, o.Stream, o.Sequence, o.PayloadSha256, o.Fate, o.Code, Micros.Of(o.DecidedAt), paths[i]))]);
    }

    /// <summary>
    /// Checks that the node signed exactly one outcome for each message sent, about the same bytes. Errors: those of
    /// <see cref="IExchangeSignature.OpenAsync"/>, <c>wrong-party</c>, <c>batch-tampered</c>.
    /// </summary>
    public static async Task<Result<ReceiptStatement>> OpenAsync(IExchangeSignature signature, BatchReceipt receipt, BatchRequest sent, Guid batchId, Peer node, string self)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(sent);
        var opened = await OpenStatementAsync(signature, receipt.Seal, node, self);
        if (!opened.IsOk)
        {
            return opened;
        }

        var statement = opened.Value;
        if (statement.BatchId != batchId || statement.Count != sent.Messages.Count || receipt.Outcomes.Count != sent.Messages.Count)
        {
            return SigningErrors.Mismatch("the receipt is for another batch");
        }

        for (var i = 0; i < sent.Messages.Count; i++)
        {
            var message = sent.Messages[i];
            var outcome = receipt.Outcomes[i];
            if (outcome.MessageId != message.MessageId || outcome.Sequence != message.Sequence
                || !string.Equals(outcome.Stream, message.Stream, StringComparison.Ordinal)
                || !outcome.PayloadSha256.AsSpan().SequenceEqual(SHA256.HashData(message.Payload))
                || outcome.Path.Index != i || outcome.Path.Size != statement.Count || !outcome.Path.Proves(Leaves.OfOutcome(outcome), statement.Root))
            {
                return SigningErrors.Mismatch($"the outcome of message {message.MessageId} is not under the signed root");
            }
        }

        return statement;
    }

    /// <summary>Checks one stored outcome alone, later and offline. Errors as <see cref="OpenAsync"/>.</summary>
    public static async Task<Result<ReceiptStatement>> ProveAsync(IExchangeSignature signature, string seal, MessageOutcome outcome, Peer node, string sender)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        var opened = await OpenStatementAsync(signature, seal, node, sender);
        return !opened.IsOk ? opened
            : outcome.Path.Size == opened.Value.Count && outcome.Path.Proves(Leaves.OfOutcome(outcome), opened.Value.Root) ? opened
            : SigningErrors.Mismatch($"the outcome of message {outcome.MessageId} is not under the signed root");
    }

    private static async Task<Result<ReceiptStatement>> OpenStatementAsync(IExchangeSignature signature, string seal, Peer node, string sender)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(node);
        var opened = await signature.OpenAsync(ReceiptStatement.Type, seal, node.Keys);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        return StatementJson.Read<ReceiptStatement>(opened.Value) is not { Version: StatementJson.Version } statement ? SigningErrors.Malformed
            : !string.Equals(statement.Source, node.Party, StringComparison.Ordinal) ? SigningErrors.WrongParty("source", node.Party)
            : !string.Equals(statement.Destination, sender, StringComparison.Ordinal) ? SigningErrors.WrongParty("destination", sender)
            : statement;
    }
}

/// <summary>An outcome before it is sealed (待签处理结果).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="PayloadSha256">SHA-256 of the payload seen.</param>
/// <param name="Fate">The decision.</param>
/// <param name="Code">Why, when refused or deferred.</param>
/// <param name="DecidedAt">When it was decided.</param>
public sealed record UnsealedOutcome(Guid MessageId, string Stream, long Sequence, byte[] PayloadSha256, MessageFate Fate, string? Code, DateTimeOffset DecidedAt)
{
    internal byte[] Leaf() => Leaves.OfOutcome(MessageId, Stream, Sequence, PayloadSha256, Fate, Code, DecidedAt);
}
