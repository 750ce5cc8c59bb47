using System.Diagnostics.Metrics;

namespace FinancingPlatform.Exchange.Relay;

// What an operator watches: a growing "leases lost" means a lease that is too short for the line.
internal static class RelayMetrics
{
    private static readonly Meter Meter = new("FinancingPlatform.Exchange");
    private static readonly Counter<long> Delivered = Meter.CreateCounter<long>("exchange.relay.delivered", "{message}", "Messages whose receipt was stored.");
    private static readonly Counter<long> Parked = Meter.CreateCounter<long>("exchange.relay.parked", "{message}", "Messages refused for good.");
    private static readonly Counter<long> Deferred = Meter.CreateCounter<long>("exchange.relay.deferred", "{stream}", "Streams given back to be tried again.");
    private static readonly Counter<long> LeasesLost = Meter.CreateCounter<long>("exchange.relay.leases_lost", "{mark}", "Marks that came too late.");

    public static void Record(string destination, RelayRun run)
    {
        var to = new KeyValuePair<string, object?>("destination", destination);
        Delivered.Add(run.Delivered, to);
        Parked.Add(run.Parked, to);
        Deferred.Add(run.Deferred, to);
        LeasesLost.Add(run.LeasesLost, to);
    }
}
