using FinancingPlatform.Identity.Jose;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>A proof's public key as it was read (持有证明公钥).</summary>
internal sealed record DpopKey(JsonWebKey Key, string Thumbprint);

/// <summary>
/// Keys whose proofs have passed every check (已验证的公钥), by the text of their JWK: a client shows the same one with each request, and reading a point
/// of the curve costs more than verifying a signature by it. A key says nothing of who may do what, so a remembered one allows nothing more.
/// </summary>
internal sealed class DpopKeys : IDisposable
{
    /// <summary>Keys remembered; more than the clients of a province have.</summary>
    private const int MaxRemembered = 4096;

    /// <summary>How long one is remembered after its last proof.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(10);

    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxRemembered });

    public void Dispose() => _known.Dispose();

    /// <summary>The key of a JWK, or what is wrong with it.</summary>
    public (DpopKey? Key, string? Fault) Read(string jwk, string algorithm)
    {
        if (_known.TryGetValue((jwk, algorithm), out DpopKey? known))
        {
            return (known, null);
        }

        var (key, fault) = PublicJwk.Read(jwk, algorithm);
        return key is null ? (null, fault) : (new DpopKey(key, Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())), null);
    }

    /// <summary>Remembers a key once a proof by it has passed.</summary>
    public void Remember(string jwk, string algorithm, DpopKey key)
    {
        if (!_known.TryGetValue((jwk, algorithm), out _))
        {
            _known.Set((jwk, algorithm), key, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = s_idle });
        }
    }
}
