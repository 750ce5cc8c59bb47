using System.Security.Cryptography;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>Signs a batch and checks a received one (批次签名与验签). Pure: no clock, no storage.</summary>
public static class BatchSeal
{
    /// <summary>Signs the tree over the messages; each message of the result carries its path.</summary>
    public static BatchRequest Seal(IExchangeSignature signature, Self self, string destination, Guid batchId, DateTimeOffset sentAt, IReadOnlyList<UnsealedMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(messages);
        var (root, paths) = MerkleTree.WithPaths([.. messages.Select(m => m.Facts().Leaf())]);
        var statement = new BatchStatement(StatementJson.Version, self.Party, destination, batchId, messages.Count, root, Micros.Of(sentAt));
        return new BatchRequest(
            signature.Sign(BatchStatement.Type, self.Key, StatementJson.Write(statement)),
            [.. messages.Select((m, i) => new BatchMessage(m.MessageId, m.Stream, m.Sequence, m.Kind, Micros.Of(m.EnqueuedAt), m.Payload, paths[i]))]);
    }

    /// <summary>
    /// Checks signature, parties, count and every path. One wrong message refuses the whole batch: nothing of it is known to come from the sender.
    /// Errors: those of <see cref="IExchangeSignature.OpenAsync"/>, <c>wrong-party</c>, <c>batch-tampered</c>, <c>clock-ahead</c>.
    /// </summary>
    public static async Task<Result<BatchStatement>> OpenAsync(
        IExchangeSignature signature, BatchRequest batch, IReadOnlyList<Peer> peers, string self, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var opened = await OpenStatementAsync(signature, batch.Seal, peers, self);
        if (!opened.IsOk)
        {
            return opened;
        }

        var statement = opened.Value;
        if (statement.SentAt > now + ExchangeLimits.ClockAhead)
        {
            return SigningErrors.FromTheFuture;
        }

        if (statement.Count != batch.Messages.Count)
        {
            return SigningErrors.Mismatch($"{batch.Messages.Count} messages, {statement.Count} signed");
        }

        for (var i = 0; i < batch.Messages.Count; i++)
        {
            var message = batch.Messages[i];
            if (message.Path.Index != i || message.Path.Size != statement.Count || !message.Path.Proves(FactsOf(message).Leaf(), statement.Root))
            {
                return SigningErrors.Mismatch($"message {message.MessageId} at place {i} is not under the signed root");
            }
        }

        return statement;
    }

    /// <summary>Checks one message alone, later and offline, from what was stored with it. Errors as <see cref="OpenAsync"/>.</summary>
    public static async Task<Result<BatchStatement>> ProveAsync(
        IExchangeSignature signature, string seal, SealedMessage message, MerklePath path, IReadOnlyList<Peer> peers, string destination)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(path);
        var opened = await OpenStatementAsync(signature, seal, peers, destination);
        return !opened.IsOk ? opened
            : path.Size == opened.Value.Count && path.Proves(message.Leaf(), opened.Value.Root) ? opened
            : SigningErrors.Mismatch($"message {message.MessageId} is not under the signed root");
    }

    internal static SealedMessage FactsOf(BatchMessage message) =>
        new(message.MessageId, message.Stream, message.Sequence, message.Kind, message.EnqueuedAt, SHA256.HashData(message.Payload));

    private static async Task<Result<BatchStatement>> OpenStatementAsync(IExchangeSignature signature, string seal, IReadOnlyList<Peer> peers, string destination)
    {
        ArgumentNullException.ThrowIfNull(signature);
        ArgumentNullException.ThrowIfNull(peers);
        var opened = await signature.OpenAsync(BatchStatement.Type, seal, [.. peers.SelectMany(p => p.Keys)]);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        if (StatementJson.Read<BatchStatement>(opened.Value) is not { Version: StatementJson.Version } statement)
        {
            return SigningErrors.Malformed;
        }

        // Opened again with the named party's keys alone: one registered party may not speak for another.
        var named = peers.FirstOrDefault(p => string.Equals(p.Party, statement.Source, StringComparison.Ordinal));
        if (named is null || !(await signature.OpenAsync(BatchStatement.Type, seal, named.Keys)).IsOk)
        {
            return SigningErrors.WrongParty("source", "party of the signing key");
        }

        return string.Equals(statement.Destination, destination, StringComparison.Ordinal) ? statement : SigningErrors.WrongParty("destination", destination);
    }
}

/// <summary>A message before it is sealed (待签报文).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Sequence">Its place in the stream.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="EnqueuedAt">When it was recorded.</param>
/// <param name="Payload">Its bytes.</param>
public sealed record UnsealedMessage(Guid MessageId, string Stream, long Sequence, string Kind, DateTimeOffset EnqueuedAt, byte[] Payload)
{
    /// <summary>The facts that its leaf is made of.</summary>
    public SealedMessage Facts() => new(MessageId, Stream, Sequence, Kind, Micros.Of(EnqueuedAt), SHA256.HashData(Payload));
}

internal static class Micros
{
    public static DateTimeOffset Of(DateTimeOffset instant) => instant.ToUniversalTime().AddTicks(-(instant.Ticks % TimeSpan.TicksPerMicrosecond));
}
