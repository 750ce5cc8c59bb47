using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Reconciliation;

// One message as this side holds it.
internal sealed record OwnMessage(Guid MessageId, byte[] PayloadSha256, bool Delivered, bool Parked);

// The rule of reconciliation, pure: which messages differ and why.
internal static class Comparison
{
    // Both lists in any order; a message of a day is on either or both.
    public static IEnumerable<Difference> Differences(IEnumerable<OwnMessage> own, IEnumerable<ListedMessage> above)
    {
        var held = above.ToDictionary(m => m.MessageId);
        foreach (var message in own.OrderBy(m => m.MessageId))
        {
            held.Remove(message.MessageId, out var other);
            if (Why(message, other) is { } why)
            {
                yield return new Difference(message.MessageId, why);
            }
        }

        foreach (var stranger in held.Keys.Order())
        {
            yield return new Difference(stranger, "unknown-here");
        }
    }

    private static string? Why(OwnMessage own, ListedMessage? above) =>
        above is null ? own.Parked ? "parked" : own.Delivered ? "missing" : "waiting"
        : !above.PayloadSha256.AsSpan().SequenceEqual(own.PayloadSha256) ? "other-body"
        : above.Fate == MessageFate.Refused ? $"refused: {above.Code}"
        : null;

    public static bool Alike(KindFigures? own, KindFigures? above) =>
        own is not null && above is not null && own.Count == above.Count && own.Sum == above.Sum && string.Equals(own.Digest, above.Digest, StringComparison.Ordinal);
}
