using FinancingPlatform.Core.Errors;
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
    private static readonly Error s_batchIdReused = new(
        ErrorKind.Conflict, "batch-id-reused", "该批次编号已用于另一批报文；请换新编号后重发。", "This batch id was used for another batch; send it again under a new id.") { Field = "seal" };

    private readonly NpgsqlDataSource _database;
    private readonly NodeIdentity _node;
    private readonly MessageIntake _messages;
    private readonly IExchangeSignature _signature;
    private readonly TimeProvider _clock;
    private readonly ILogger<BatchIntake> _log;

    /// <summary>An intake for this node with these kinds.</summary>
    public BatchIntake(NpgsqlDataSource database, NodeIdentity node, IEnumerable<IIntakeHandler> handlers, IExchangeSignature signature, TimeProvider clock, ILogger<BatchIntake> log)
    {
        _database = database;
        _node = node;
        _messages = new MessageIntake(handlers.ToDictionary(h => h.Kind, StringComparer.Ordinal), node.ForwardTo, log);
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
        return await TakeAsync(new BatchWork(connection, transaction, opened.Value, now), batch, cancellationToken);
    }

    private async Task<Result<BatchReceipt>> TakeAsync(BatchWork work, BatchRequest batch, CancellationToken cancellationToken)
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
                var (outcome, isNew) = await _messages.DecideAsync(work, message, stopped, cancellationToken);
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch was refused as a whole: {Code}.")]
    private static partial void RefusedBatch(ILogger log, string code);
}
