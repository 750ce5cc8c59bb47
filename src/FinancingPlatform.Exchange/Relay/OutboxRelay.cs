using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>
/// Sends what was enqueued for one destination (报送): leases streams and commits, sends one sealed batch with no transaction open, and finishes by
/// the lease's token. A crash anywhere between loses nothing and doubles nothing: the lease runs out, the messages go again, the node answers the
/// same outcomes.
/// </summary>
public sealed partial class OutboxRelay
{
    private readonly OutboxClaims _claims;
    private readonly Self _self;
    private readonly Destination _destination;
    private readonly Courier _courier;
    private readonly IExchangeSignature _signature;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboxRelay> _log;
    private DateTimeOffset _leaveAloneUntil = DateTimeOffset.MinValue;
    private string? _leaveAloneFor;

    /// <summary>A relay to this destination.</summary>
    public OutboxRelay(
        NpgsqlDataSource database, Self self, Destination destination, INodeClient client, IExchangeSignature signature, TimeProvider clock, ILogger<OutboxRelay> log)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _claims = new OutboxClaims(database);
        _self = self;
        _destination = destination;
        _courier = new Courier(client, signature, self, destination.Node, clock);
        _signature = signature;
        _clock = clock;
        _log = log;
    }

    /// <summary>One pass: claims what is due, sends it, finishes it.</summary>
    public async Task<RelayRun> RunOnceAsync(CancellationToken cancellationToken)
    {
        if (_clock.GetUtcNow() < _leaveAloneUntil)
        {
            return RelayRun.Idle with { Pause = _leaveAloneFor };
        }

        var lease = await OutboxLease.ClaimAsync(_claims, _destination.Name, cancellationToken);
        if (lease.Streams.Count == 0)
        {
            return RelayRun.Idle;
        }

        var tally = new RelayTally(lease.Streams.Sum(s => s.Messages.Count));
        await SendAsync(lease, lease.Streams, tally, cancellationToken);
        await lease.ReleaseAsync(cancellationToken);
        var run = tally.ToRun();
        RelayMetrics.Record(_destination.Name, run);
        if (run.Parked + run.LeasesLost > 0 || run.Pause is not null)
        {
            NotAllWell(_log, _destination.Name, run);
        }

        return run;
    }

    private async Task SendAsync(OutboxLease lease, IReadOnlyList<LeasedStream> streams, RelayTally tally, CancellationToken cancellationToken)
    {
        var content = BatchContent.Of(streams.Select(s => s.Messages));
        var batchId = Guid.CreateVersion7(_clock.GetUtcNow());
        var batch = BatchSeal.Seal(_signature, _self, _destination.Name, batchId, _clock.GetUtcNow(), content);
        switch (await _courier.SendAsync(batchId, batch, cancellationToken))
        {
            case CourierResult.Answered answered:
                _leaveAloneUntil = DateTimeOffset.MinValue;
                await lease.FinishAsync(batch, answered.Receipt, tally, cancellationToken);
                break;
            case CourierResult.Refused refused when content.Count == 1:
                await lease.ParkAsync(content[0], refused.Code, tally, cancellationToken);
                break;
            case CourierResult.Refused:
                // One of them spoils the batch, and the node can't say which message it may trust: each stream's head goes alone, once.
                foreach (var stream in streams)
                {
                    await SendAsync(lease, [stream with { Messages = [stream.Messages[0]] }], tally, cancellationToken);
                }

                break;
            case CourierResult.Later later:
                tally.Pause = later.Reason;
                if (later.RetryAfter is { } wait)
                {
                    _leaveAloneUntil = _clock.GetUtcNow() + wait;
                    _leaveAloneFor = later.Reason;
                }

                await lease.DeferAsync(streams, later.Reason, later.RetryAfter, tally, cancellationToken);
                break;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Relay to {Destination}: {Run}")]
    private static partial void NotAllWell(ILogger log, string destination, RelayRun run);
}
