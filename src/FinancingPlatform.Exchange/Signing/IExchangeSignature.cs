using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>
/// How statements of the exchange are signed (签名算法): compact JWS (RFC 7515 §3.1). ES256 is built in; a deployment that must sign with
/// SM2 over SM3 (<c>alg</c> = <c>SM2-SM3</c>, private to this contract) joins here.
/// </summary>
public interface IExchangeSignature
{
    /// <summary>The <c>alg</c> that it makes and accepts; no other one is accepted.</summary>
    string Algorithm { get; }

    /// <summary>Signs JSON bytes into a compact JWS with <c>typ</c> and <c>kid</c> in its protected head.</summary>
    string Sign(string type, SigningKey key, ReadOnlyMemory<byte> json);

    /// <summary>
    /// Opens a compact JWS of this type that one of the keys signed. Errors: <c>malformed-signature</c>, <c>unknown-signer</c>
    /// (no key of that <c>kid</c>), <c>bad-signature</c>.
    /// </summary>
    Task<Result<byte[]>> OpenAsync(string type, string compact, IReadOnlyList<VerificationKey> keys);
}
