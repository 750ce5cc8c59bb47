using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Intake;

/// <summary>Which node this is (节点身份).</summary>
/// <param name="Self">Its name and signing key.</param>
/// <param name="Peers">Who may send to it, and with which keys.</param>
/// <param name="ForwardTo">The destination that accepted messages go on to; null at the top.</param>
public sealed record NodeIdentity(Self Self, IReadOnlyList<Peer> Peers, string? ForwardTo);
