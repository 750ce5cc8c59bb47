using System.Security.Cryptography;
using System.Text.Json;
using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Exchange.Intake;

// What every message of one batch shares.
internal sealed record BatchWork(NpgsqlConnection Connection, NpgsqlTransaction Transaction, BatchStatement Batch, DateTimeOffset Now);

// Decides one message inside the batch's transaction: a savepoint lets it leave no trace when it is not to be kept.
internal sealed partial class MessageIntake(IReadOnlyDictionary<string, IIntakeHandler> handlers, string? forwardTo, ILogger log)
{
    private const string Savepoint = "message";

    public async Task<(UnsealedOutcome Outcome, bool IsNew)> DecideAsync(BatchWork work, BatchMessage message, bool stopped, CancellationToken cancellationToken)
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

    private async Task<(UnsealedOutcome Outcome, bool IsNew)> HandleAsync(BatchWork work, BatchMessage message, CancellationToken cancellationToken)
    {
        if (!handlers.TryGetValue(message.Kind, out var handler))
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
            HandlerFailed(log, e, message.Kind, message.MessageId);
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

    private async Task<UnsealedOutcome> KeepAsync(BatchWork work, BatchMessage message, IntakeOutcome outcome, CancellationToken cancellationToken)
    {
        var decidedAt = await Inbox.DecideAsync(work.Connection, work.Transaction, work.Batch.Source, message.MessageId, FateNames.Of(outcome.Fate), outcome.Code, cancellationToken)
            ?? throw new InvalidOperationException($"Message {message.MessageId} was decided before.");
        if (forwardTo is { } upwards && outcome.Fate is MessageFate.Accepted or MessageFate.Duplicate)
        {
            await Outbox.EnqueueAsync(work.Connection, work.Transaction, new OutboxMessage(message.MessageId, upwards, message.Stream, message.Kind, message.Payload), cancellationToken);
        }

        return Outcome(message, outcome.Fate, outcome.Code, decidedAt);
    }

    private static async Task<UnsealedOutcome> DeferAsync(BatchWork work, BatchMessage message, string code, CancellationToken cancellationToken)
    {
        await work.Transaction.RollbackAsync(Savepoint, cancellationToken);
        return Outcome(message, MessageFate.Deferred, code, work.Now);
    }

    private static Task<InboxReception> TakeInAsync(BatchWork work, BatchMessage message, CancellationToken cancellationToken) => Inbox.TakeInAsync(
        work.Connection, work.Transaction,
        new InboxMessage(
            work.Batch.Source, message.MessageId, message.Stream, message.Sequence, message.Kind, message.Payload, message.EnqueuedAt, work.Batch.BatchId,
            JsonSerializer.Serialize(message.Path, NodeJson.Options)),
        cancellationToken);

    private static UnsealedOutcome Outcome(BatchMessage message, MessageFate fate, string? code, DateTimeOffset at) =>
        new(message.MessageId, message.Stream, message.Sequence, SHA256.HashData(message.Payload), fate, code, at);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of {Kind} failed on message {MessageId}; the message is deferred.")]
    private static partial void HandlerFailed(ILogger log, Exception e, string kind, Guid messageId);
}
