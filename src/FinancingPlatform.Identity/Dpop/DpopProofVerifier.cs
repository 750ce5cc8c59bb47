using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>
/// Checks a DPoP header (持有证明校验) as the ordered list of RFC 9449 section 4.3. Replay is not in the list: it is asked last, after the
/// request has passed everything else, so that a stranger cannot fill the memory of used proofs.
/// </summary>
public sealed class DpopProofVerifier(TimeProvider clock, IOptions<DpopOptions> options, DpopNonces? nonces = null) : IDisposable
{
    private readonly DpopKeys _keys = new();

    /// <summary>The checks by name, in the order in which they are made.</summary>
    public static IReadOnlyList<string> Checks { get; } = [.. DpopChecks.All.Select(c => c.Name)];

    /// <inheritdoc/>
    public void Dispose() => _keys.Dispose();

    /// <summary>Makes every check; exactly one of the two results is set.</summary>
    /// <param name="headers">All values of the DPoP header of the request.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="url">The request's public address; query and fragment are ignored.</param>
    /// <param name="accessTokenHash">base64url of the SHA-256 of the access token shown with the proof; null at the token endpoint.</param>
    public async ValueTask<(DpopProof? Proof, DpopFault? Fault)> VerifyAsync(StringValues headers, string method, Uri url, string? accessTokenHash)
    {
        var seen = new DpopEvidence(headers, method, url, accessTokenHash, clock.GetUtcNow(), options.Value.MaxAge, nonces is { Required: true } ? nonces : null, _keys);
        foreach (var check in DpopChecks.All)
        {
            if (await check.Find(seen) is { } description)
            {
                return (null, new DpopFault(check.Name, description));
            }
        }

        _keys.Remember(seen.Jwk!, seen.Token!.Alg, seen.Key!);
        var expires = seen.IssuedAt + options.Value.MaxAge + DpopOptions.MaxFuture;
        return (new DpopProof(seen.Headers[0]!, seen.Key!.Thumbprint, seen.Jti!, expires), null);
    }
}
