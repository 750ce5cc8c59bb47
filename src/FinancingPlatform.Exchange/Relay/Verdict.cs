using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Relay;

// What a receipt means for one claimed stream, in order: what is done, the head that is refused for good, or the head that goes again.
internal sealed record Verdict(IReadOnlyList<MessageOutcome> Delivered, MessageOutcome? Parked, MessageOutcome? Deferred)
{
    // A stream stops at its first message that did not get in; whatever a node says about later ones does not count.
    public static Verdict Of(IEnumerable<MessageOutcome> outcomes)
    {
        var delivered = new List<MessageOutcome>();
        foreach (var outcome in outcomes.OrderBy(o => o.Sequence))
        {
            switch (outcome.Fate)
            {
                case MessageFate.Accepted or MessageFate.Duplicate:
                    delivered.Add(outcome);
                    break;
                case MessageFate.Refused:
                    return new Verdict(delivered, outcome, null);
                case MessageFate.Deferred:
                    return new Verdict(delivered, null, outcome);
            }
        }

        return new Verdict(delivered, null, null);
    }
}
