using FinancingPlatform.Core.Errors;
using FinancingPlatform.Exchange.Contract;

namespace FinancingPlatform.Exchange.Intake;

// What a batch may look like before anything of it is believed or hashed.
internal static class BatchRules
{
    public static Error? Check(BatchRequest batch)
    {
        if (batch.Messages.Count is 0 or > ExchangeLimits.MessagesPerBatch)
        {
            return new Error(ErrorKind.TooLarge, "batch-size", $"一批须有 1 至 {ExchangeLimits.MessagesPerBatch} 条报文。", $"A batch holds 1 to {ExchangeLimits.MessagesPerBatch} messages.") { Field = "messages" };
        }

        var seen = new HashSet<Guid>(batch.Messages.Count);
        foreach (var message in batch.Messages)
        {
            if (message.Payload.Length > ExchangeLimits.PayloadBytes)
            {
                return new Error(ErrorKind.TooLarge, OutcomeCodes.PayloadTooLarge, $"报文 {message.MessageId} 超过 {ExchangeLimits.PayloadBytes} 字节。", $"Message {message.MessageId} is larger than {ExchangeLimits.PayloadBytes} bytes.") { Field = "payload" };
            }

            if (message.MessageId == Guid.Empty || message.Sequence < 1 || !IsName(message.Stream) || !IsName(message.Kind)
                || message.EnqueuedAt.Offset != TimeSpan.Zero || !seen.Add(message.MessageId))
            {
                return new Error(
                    ErrorKind.Invalid, "malformed-message",
                    $"报文 {message.MessageId} 的编号、流、序号、种类或时间不合约定，或在同一批中重复。",
                    $"Message {message.MessageId}: id, stream, sequence, kind or instant (UTC) is not as agreed, or the id stands twice in the batch.")
                { Field = "messages" };
            }
        }

        return null;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= ExchangeLimits.NameLength && !name.Any(char.IsControl);
}
