namespace FinancingPlatform.Identity.AuthorizationServer.Grants;

/// <summary>A grant as stored (授权许可): it is the signed authorisation, reached by a code and then by a refresh token.</summary>
internal sealed record GrantRow
{
    public required Guid Id { get; init; }

    public required string ClientId { get; init; }

    public required string Uscc { get; init; }

    /// <summary>JSON array (RFC 9396).</summary>
    public required string Details { get; init; }

    public required string RedirectUri { get; init; }

    public required string CodeChallenge { get; init; }

    public string? DpopJkt { get; init; }

    public required DateTimeOffset CodeExpiresAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; init; }

    public DateTimeOffset? KilledAt { get; init; }

    /// <summary>The authorisation's state now, from <c>consent.authorisation_state</c>.</summary>
    public required string AuthorisationState { get; init; }

    /// <summary>True while the authorisation lets the bank look.</summary>
    public bool IsLive => KilledAt is null && AuthorisationState == "live";
}
