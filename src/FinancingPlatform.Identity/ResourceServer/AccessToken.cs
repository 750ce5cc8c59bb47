using FinancingPlatform.Identity.AuthorizationServer.Details;

namespace FinancingPlatform.Identity.ResourceServer;

/// <summary>An access token that passed every check of its own (访问令牌, RFC 9068); <c>cnf</c> names one key or both.</summary>
internal sealed record AccessToken(string ClientId, string? BankUscc, string TokenId, DateTimeOffset ExpiresAt)
{
    /// <summary>Thumbprint of the DPoP key (RFC 9449 section 6.1).</summary>
    public string? Jkt { get; init; }

    /// <summary>Thumbprint of the certificate (RFC 8705 section 3.1).</summary>
    public string? CertificateThumbprint { get; init; }

    public bool HasScope { get; init; }

    public bool MayDeliver { get; init; }

    /// <summary>What an enterprise granted; null for a token by client credentials.</summary>
    public CreditQuery? Grant { get; init; }
}
