using FinancingPlatform.Identity.AuthorizationServer.Details;

namespace FinancingPlatform.Identity.AuthorizationServer.Pushed;

/// <summary>A request that a client pushed and that waits for the enterprise (已推送的授权请求), RFC 9126.</summary>
public sealed record PushedRequest
{
    /// <summary>Begins every reference (RFC 9126 section 2.2).</summary>
    public const string ReferencePrefix = "urn:ietf:params:oauth:request_uri:";

    /// <summary>How long the reference may be opened; FAPI 2.0 Security Profile section 5.3.2.2-8 wants less than 600 seconds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long the enterprise may then take to read and sign, counted from the push; a text waits ten minutes for its signature.</summary>
    public static readonly TimeSpan TimeToAnswer = TimeSpan.FromMinutes(15);

    /// <summary>The reference itself; the database holds its digest only.</summary>
    public required string Reference { get; init; }

    /// <summary>The bank's client.</summary>
    public required string ClientId { get; init; }

    /// <summary>The bank.</summary>
    public required string BankUscc { get; init; }

    /// <summary>The bank's name, for the page.</summary>
    public required string BankName { get; init; }

    /// <summary>Where the answer goes; one that the client registered.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Comes back with the answer.</summary>
    public string? State { get; init; }

    /// <summary>RFC 7636, S256.</summary>
    public required string CodeChallenge { get; init; }

    /// <summary>The DPoP key to which the code is bound (RFC 9449 section 10); null when the client named none.</summary>
    public string? DpopJkt { get; init; }

    /// <summary>What the enterprise is asked to sign.</summary>
    public required CreditQuery Query { get; init; }

    /// <summary>When it was pushed.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its reference can no longer be opened.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The text that waits for a signature because of it.</summary>
    public Guid? PendingId { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? UsedAt { get; init; }
}
