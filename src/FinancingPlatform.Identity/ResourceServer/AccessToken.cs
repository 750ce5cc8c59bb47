namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>An access token that passed every check (访问令牌, RFC 9068).</summary>
internal sealed record AccessToken(string ClientId, string? BankUscc, string Jkt, string TokenId, DateTimeOffset ExpiresAt)
{
    public bool HasScope { get; init; }

    public bool MayDeliver { get; init; }
}
