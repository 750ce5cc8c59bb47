using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Relay;

// Which claimed messages go into one batch: in the order of each stream, up to the limits. What does not fit waits for the next pass.
internal static class BatchContent
{
    public static List<UnsealedMessage> Of(IEnumerable<IReadOnlyList<UnsealedMessage>> streams)
    {
        var content = new List<UnsealedMessage>();
        long bytes = 0;
        foreach (var stream in streams)
        {
            foreach (var message in stream)
            {
                if (content.Count == ExchangeLimits.MessagesPerBatch || bytes + message.Payload.Length > ExchangeLimits.BatchPayloadBytes)
                {
                    // The rest of this stream waits; a shorter stream may still fit.
                    break;
                }

                content.Add(message);
                bytes += message.Payload.Length;
            }
        }

        return content;
    }
}
