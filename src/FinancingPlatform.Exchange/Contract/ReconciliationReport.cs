namespace FinancingPlatform.Exchange.Contract;

/// <summary>One message that the two sides do not hold alike (对账差异).</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Why">
/// <c>waiting</c> not yet sent, <c>parked</c> refused and stopped here, <c>refused: code</c> decided above, <c>missing</c> delivered here but unknown
/// above, <c>unknown-here</c> held above but not here, <c>other-body</c> held with other bytes.
/// </param>
public sealed record Difference(Guid MessageId, string Why);

/// <summary>One kind on one day, this side against the node above (分类对账结果). Figures are this side's.</summary>
/// <param name="Destination">The node above.</param>
/// <param name="Kind">The kind of message.</param>
/// <param name="Day">The day, UTC+8, on which this side recorded the messages.</param>
/// <param name="Count">Messages here.</param>
/// <param name="Sum">Σ of their amounts in yuan.</param>
/// <param name="Digest">SHA-256 over id ‖ payload hash in the order of the ids.</param>
/// <param name="Above">The figures of the node above; null when it holds none.</param>
/// <param name="Differences">What differs, at most <see cref="ExchangeLimits.DifferencesListed"/>; empty when both sides are alike.</param>
public sealed record KindReport(string Destination, string Kind, DateOnly Day, long Count, decimal Sum, string Digest, KindFigures? Above, IReadOnlyList<Difference> Differences);

/// <summary>A reconciliation (对账报告). Differences are shown, never adjusted away.</summary>
/// <param name="Clean">True when every kind and day is alike on both sides.</param>
/// <param name="Kinds">One entry for each kind and day that either side has.</param>
public sealed record ReconciliationReport(bool Clean, IReadOnlyList<KindReport> Kinds);
