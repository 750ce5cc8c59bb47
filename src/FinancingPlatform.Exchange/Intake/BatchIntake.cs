using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Exchange.Intake;

/// <summary>
/// Takes a batch in (批次接收): checks seal, paths and order, lets each kind's handler verify and keep its fact, records the decision and hands the
/// same bytes on upwards, all in one transaction; then answers a signed receipt. Sent again, it answers the same outcomes again.
/// </summary>
public sealed partial class BatchIntake
{
    private const string Savepoint = "message";

    private static readonly Error s_batchIdReused = new(
        ErrorKind.Conflict, "batch-id-reused", "该批次编号已用于另一批报文；请换新编号后重发。", "This batch id was used for another batch; send it again under a new id.") { Field = "seal" };

    private readonly NpgsqlDataSource _database;
    private readonly NodeIdentity _node;
    private readonly Dictionary<string, IIntakeHandler> _handlers;
    private readonly IExchangeSignature _signature;
    private readonly TimeProvider _clock;
    private readonly ILogger<BatchIntake> _log;

    /// <summary>An intake for this node with these kinds.</summary>
    public BatchIntake(NpgsqlDataSource database, NodeIdentity node, IEnumerable<IIntakeHandler> handlers, IExchangeSignature signature, TimeProvider clock, ILogger<BatchIntake> log)
    {
        _database = database;
        _node = node;
        _handlers = handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal);
        _signature = signature;
        _clock = clock;
        _log = log;
    }

    /// <summary>
    /// Takes the batch in. Errors refuse it as a whole and keep nothing: <c>batch-size</c>, <c>malformed-message</c>, <c>payload-too-large</c>,
    /// and those of <see cref="BatchSeal.OpenAsync"/>.
    /// </summary>
    public async Task<Result<BatchReceipt>> TakeAsync(BatchRequest batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (BatchRules.Check(batch) is { } malformed)
        {
            return malformed;
        }

        var now = Micros.Of(_clock.GetUtcNow());
        var opened = await BatchSeal.OpenAsync(_signature, batch, _node.Peers, _node.Self.Party, now);
        if (!opened.IsOk)
        {
            RefusedBatch(_log, opened.Error.Code);
            return opened.Error;
        }

        await using var connection = await _database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        return await TakeAsync(new Work(connection, transaction, opened.Value, now), batch, cancellationToken);
    }

    private async Task<Result<BatchReceipt>> TakeAsync(Work work, BatchRequest batch, CancellationToken cancellationToken)
    {
        var store = new InboxStore(work.Connection, work.Transaction);
        if (!await store.OpenAsync(work.Batch, batch.Seal, cancellationToken))
        {
            return s_batchIdReused;
        }

        var outcomes = new UnsealedOutcome[batch.Messages.Count];
        var taken = new List<(string Kind, MessageFate Fate)>();
        // Stream by stream in one order for everyone: two batches with the same streams wait for each other instead of deadlocking.
        foreach (var stream in batch.Messages.Index().GroupBy(m => m.Item.Stream, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var stopped = false;
            foreach (var (index, message) in stream.OrderBy(m => m.Item.Sequence))
            {
                var (outcome, isNew) = await DecideAsync(work, message, stopped, cancellationToken);
                outcomes[index] = outcome;
                // What follows a message that did not get in stays outside: a revocation must not overtake its grant.
                stopped |= outcome.Fate is MessageFate.Refused or MessageFate.Deferred;
                if (isNew)
                {
                    taken.Add((message.Kind, outcome.Fate));
                }
            }
        }

        var receipt = ReceiptSeal.Seal(_signature, _node.Self, work.Batch, work.Now, outcomes);
        if (taken.Count > 0)
        {
            await store.CloseAsync(work.Batch, receipt.Seal, taken, work.Now, cancellationToken);
            await work.Transaction.CommitAsync(cancellationToken);
        }

        // Nothing new: the transaction ends without a trace, or a sender that tries again and again would fill the table of batches.
        return receipt;
    }

    private async Task<(UnsealedOutcome Outcome, bool IsNew)> DecideAsync(Work work, BatchMessage message, bool stopped, CancellationToken cancellationToken)
    {
        await work.Transaction.SaveAsync(Savepoint, cancellationToken);
        var reception = await TakeInAsync(work, message, cancellationToken);
        var (outcome, isNew) = reception.Verdict switch
        {
            InboxVerdict.Known => (Outcome(message, FateNames.Parse(reception.Outcome ?? "") ?? throw new InvalidOperationException($"Message {message.MessageId} stands undecided in the inbox."), reception.Code, reception.DecidedAt!.Value), false),
            InboxVerdict.Conflict => (Outcome(message, MessageFate.Refused, OutcomeCodes.MessageIdReused, work.Now), false),
            InboxVerdict.Stale => (Outcome(message, MessageFate.Refused, OutcomeCodes.SequenceReused, work.Now), false),
            InboxVerdict.Gap => (Outcome(message, MessageFate.Deferred, stopped ? OutcomeCodes.StreamStopped : OutcomeCodes.OutOfOrder, work.Now), false),
            InboxVerdict.New when stopped => (await DeferAsync(work, message, OutcomeCodes.StreamStopped, cancellationToken), false),
            InboxVerdict.New => await HandleAsync(work, message, cancellationToken),
        };
        await work.Transaction.ReleaseAsync(Savepoint, cancellationToken);
        return (outcome, isNew);
    }

    private async Task<(UnsealedOutcome Outcome, bool IsNew)> HandleAsync(Work work, BatchMessage message, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(message.Kind, out var handler))
        {
            return (await DeferAsync(work, message, OutcomeCodes.UnsupportedKind, cancellationToken), false);
        }

        IntakeOutcome outcome;
        try
        {
            var context = new IntakeContext(
                work.Connection, work.Transaction, message.MessageId, work.Batch.Source, message.Stream, message.Kind, message.Payload, message.EnqueuedAt, work.Now);
            outcome = await handler.HandleAsync(context, cancellationToken);
        }
#pragma warning disable CA1031 // whatever a handler throws must not lose the rest of the batch; it is logged and the message comes again
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            HandlerFailed(_log, e, message.Kind, message.MessageId);
            outcome = IntakeOutcome.Deferred(OutcomeCodes.IntakeFailed);
        }

        if (outcome.Fate == MessageFate.Deferred)
        {
            return (await DeferAsync(work, message, outcome.Code!, cancellationToken), false);
        }

        if (outcome.Fate == MessageFate.Refused)
        {
            // The refusal is kept, whatever the handler wrote before it is not.
            await work.Transaction.RollbackAsync(Savepoint, cancellationToken);
            await TakeInAsync(work, message, cancellationToken);
        }

        return (await KeepAsync(work, message, outcome, cancellationToken), true);
    }

    private async Task<UnsealedOutcome> KeepAsync(Work work, BatchMessage message, IntakeOutcome outcome, CancellationToken cancellationToken)
    {
        var decidedAt = await Inbox.DecideAsync(work.Connection, work.Transaction, work.Batch.Source, message.MessageId, FateNames.Of(outcome.Fate), outcome.Code, cancellationToken)
            ?? throw new InvalidOperationException($"Message {message.MessageId} was decided before.");
        if (_node.ForwardTo is { } upwards && outcome.Fate is MessageFate.Accepted or MessageFate.Duplicate)
        {
            await Outbox.EnqueueAsync(work.Connection, work.Transaction, new OutboxMessage(message.MessageId, upwards, message.Stream, message.Kind, message.Payload), cancellationToken);
        }

        return Outcome(message, outcome.Fate, outcome.Code, decidedAt);
    }

    private static async Task<UnsealedOutcome> DeferAsync(Work work, BatchMessage message, string code, CancellationToken cancellationToken)
    {
        await work.Transaction.RollbackAsync(Savepoint, cancellationToken);
        return Outcome(message, MessageFate.Deferred, code, work.Now);
    }

    private static Task<InboxReception> TakeInAsync(Work work, BatchMessage message, CancellationToken cancellationToken) => Inbox.TakeInAsync(
        work.Connection, work.Transaction,
        new InboxMessage(
            work.Batch.Source, message.MessageId, message.Stream, message.Sequence, message.Kind, message.Payload, message.EnqueuedAt, work.Batch.BatchId,
            JsonSerializer.Serialize(message.Path, NodeJson.Options)),
        cancellationToken);

    private static UnsealedOutcome Outcome(BatchMessage message, MessageFate fate, string? code, DateTimeOffset at) =>
        new(message.MessageId, message.Stream, message.Sequence, SHA256.HashData(message.Payload), fate, code, at);

    // What every step of one batch shares.
    private sealed record Work(NpgsqlConnection Connection, NpgsqlTransaction Transaction, BatchStatement Batch, DateTimeOffset Now);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch was refused as a whole: {Code}.")]
    private static partial void RefusedBatch(ILogger log, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Kind} failed on message {MessageId}; the message is deferred.")]
    private static partial void HandlerFailed(ILogger log, Exception e, string kind, Guid messageId);
}
