using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>Where messages go up to (报送目的地).</summary>
/// <param name="Name">The name that messages are enqueued under: <c>province</c> or <c>nation</c>; also the node's party name.</param>
/// <param name="Url">The node's base address.</param>
/// <param name="Node">The node's keys, to verify its receipts.</param>
public sealed record Destination(string Name, Uri Url, Peer Node);
