using System.Text.Json;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>A score as a bank gets it. It carries what a third party needs to replay it: pack, version, as-of date, digest of the inputs.</summary>
internal sealed record ScorePullAnswer(
    Guid Ticket, string Uscc, string Kind, int Points, string Grade, DateOnly AsOf, string Pack, string PackVersion, bool Demonstration,
    JsonElement Reasons, string InputSha256, Guid? AuthorisationId, LimitAnswer Limit)
{
    /// <summary>The bank decides; the score is for reference. Said with every score.</summary>
    public string Note { get; } = "参考，银行独立决策 / For reference; the bank decides independently";
}
