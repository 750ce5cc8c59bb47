using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Relay;

// One stream under a lease: its first waiting messages in order, and how often it failed since its last delivery.
internal sealed record LeasedStream(string Stream, int Failures, IReadOnlyList<UnsealedMessage> Messages);
