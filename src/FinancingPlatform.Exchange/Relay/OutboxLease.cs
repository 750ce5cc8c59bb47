using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Relay;

// One lease from claim to finish, in the relay's words. Every step commits by itself; none is open while a batch is on the line.
internal sealed class OutboxLease
{
    private readonly OutboxClaims _claims;
    private readonly string _destination;
    private readonly Guid _token;

    private OutboxLease(OutboxClaims claims, string destination, OutboxClaim claim)
    {
        _claims = claims;
        _destination = destination;
        _token = claim.Token;
        Streams =
        [
            .. claim.Messages.GroupBy(m => m.Stream, StringComparer.Ordinal).Select(g => new LeasedStream(
                g.Key, g.First().Failures,
                [.. g.Select(m => new UnsealedMessage(m.MessageId, m.Stream, m.Sequence, m.Kind, m.EnqueuedAt, m.Payload))])),
        ];
    }

    public IReadOnlyList<LeasedStream> Streams { get; }

    public static async Task<OutboxLease> ClaimAsync(OutboxClaims claims, string destination, CancellationToken cancellationToken) => new(
        claims, destination,
        await claims.ClaimAsync(destination, ExchangeLimits.StreamsPerClaim, ExchangeLimits.MessagesPerStream, ExchangeLimits.Lease, cancellationToken));

    // The receipt first: no message is ever marked without its proof. A crash in between leaves a receipt that answers nothing yet.
    public async Task FinishAsync(BatchRequest batch, BatchReceipt receipt, RelayTally tally, CancellationToken cancellationToken)
    {
        var verdicts = receipt.Outcomes.GroupBy(o => o.Stream, StringComparer.Ordinal).Select(g => (Stream: Streams.Single(s => s.Stream == g.Key), Verdict: Verdict.Of(g))).ToList();
        var delivered = verdicts.SelectMany(v => v.Verdict.Delivered).Select(o => Answer(batch, o)).ToList();
        var parked = verdicts.Where(v => v.Verdict.Parked is not null).Select(v => v.Verdict.Parked!).ToList();
        if (delivered.Count + parked.Count > 0)
        {
            var receiptId = Guid.CreateVersion7();
            await _claims.KeepReceiptAsync(receiptId, _destination, batch.Seal, receipt.Seal, delivered.Count + parked.Count, cancellationToken);
            tally.Delivered(delivered.Count, await _claims.FinishAsync(_token, delivered, receiptId, cancellationToken));
            foreach (var outcome in parked)
            {
                tally.Parked(await _claims.ParkAsync(_token, Answer(batch, outcome), outcome.Code ?? FateNames.Of(outcome.Fate), receiptId, cancellationToken));
            }
        }

        foreach (var (stream, verdict) in verdicts.Where(v => v.Verdict.Deferred is not null))
        {
            await DeferAsync([stream], verdict.Deferred!.Code ?? FateNames.Of(MessageFate.Deferred), null, tally, cancellationToken);
        }
    }

    // Refused as a batch of its own, before any message of it was decided: there is no receipt to keep.
    public async Task ParkAsync(UnsealedMessage head, string code, RelayTally tally, CancellationToken cancellationToken) =>
        tally.Parked(await _claims.ParkAsync(_token, new OutboxAnswer(head.MessageId, FateNames.Of(MessageFate.Refused), null), code, null, cancellationToken));

    public async Task DeferAsync(IReadOnlyList<LeasedStream> streams, string reason, TimeSpan? asked, RelayTally tally, CancellationToken cancellationToken)
    {
        foreach (var group in streams.GroupBy(s => asked ?? Backoff.After(s.Failures, Random.Shared.NextDouble())))
        {
            var names = group.Select(s => s.Stream).ToArray();
            tally.Deferred(names.Length, await _claims.FailAsync(_token, names, reason, group.Key, cancellationToken));
        }
    }

    // What did not fit, or stands behind a head that went alone.
    public Task ReleaseAsync(CancellationToken cancellationToken) => _claims.ReleaseAsync(_token, cancellationToken);

    private static OutboxAnswer Answer(BatchRequest batch, MessageOutcome outcome) => new(outcome.MessageId, FateNames.Of(outcome.Fate), DeliveryEntry.Of(batch, outcome).Write());
}
