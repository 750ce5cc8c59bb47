namespace FinancingPlatform.Identity.Dpop;

/// <summary>Limits of a proof of possession (持有证明的限值), RFC 9449 section 4.3 and 11.1.</summary>
public sealed class DpopOptions
{
    /// <summary>Longest DPoP header read, in characters; a real proof has about 500 (EC) or 900 (RSA 2048).</summary>
    public const int MaxProofLength = 4000;

    /// <summary>Longest <c>jti</c>; a UUID has 36 characters.</summary>
    public const int MaxJtiLength = 256;

    /// <summary>How far ahead of this machine's clock a proof may be issued (FAPI 2.0 section 5.3.2.1-13: 10 s must pass, 60 s must fail).</summary>
    public static readonly TimeSpan MaxFuture = TimeSpan.FromSeconds(10);

    /// <summary>How old a proof may be. The memory of used proofs lasts as long.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a nonce is the current one; the one before is taken too.</summary>
    public static readonly TimeSpan NonceLifetime = TimeSpan.FromMinutes(2);

    /// <summary>True to ask every proof for a nonce of this server (RFC 9449 section 8); it costs a client one more round trip now and then.</summary>
    public bool RequireNonce { get; set; }
}
