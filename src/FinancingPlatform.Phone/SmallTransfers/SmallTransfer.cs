namespace FinancingPlatform.Phone.SmallTransfers;

/// <summary>A small transfer (小额打款) to an enterprise's account, and how often its amount was typed back wrongly.</summary>
internal sealed record SmallTransfer(Guid Id, string Uscc, string AccountName, string CredentialSha256, decimal Amount, DateTimeOffset At)
{
    public const int MaxTries = 3;

    public int Wrong { get; init; }

    public string? Statement { get; init; }

    public int TriesLeft => Statement is null ? MaxTries - Wrong : 0;

    public string State => Statement is not null ? "confirmed" : TriesLeft == 0 ? "dead" : "waiting";
}
