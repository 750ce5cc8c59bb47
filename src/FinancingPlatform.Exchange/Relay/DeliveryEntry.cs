using System.Text.Json;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Exchange.Relay;

/// <summary>
/// What is stored with a sent message so that it is provable alone (送达凭据): its path under our seal, the node's decision, that decision's path
/// under the node's seal. The two seals stand once, in the batch's receipt.
/// </summary>
/// <param name="MessagePath">The message's path under the batch's root.</param>
/// <param name="Fate">The decision.</param>
/// <param name="Code">Why, when refused.</param>
/// <param name="DecidedAt">When it was decided.</param>
/// <param name="OutcomePath">The decision's path under the receipt's root.</param>
public sealed record DeliveryEntry(MerklePath MessagePath, MessageFate Fate, string? Code, DateTimeOffset DecidedAt, MerklePath OutcomePath)
{
    internal static DeliveryEntry Of(BatchRequest batch, MessageOutcome outcome) =>
        new(batch.Messages[outcome.Path.Index].Path, outcome.Fate, outcome.Code, outcome.DecidedAt, outcome.Path);

    internal static DeliveryEntry Read(string json) => JsonSerializer.Deserialize<DeliveryEntry>(json, NodeJson.Options) ?? throw new InvalidOperationException("A stored delivery entry is null.");

    internal string Write() => JsonSerializer.Serialize(this, NodeJson.Options);
}
