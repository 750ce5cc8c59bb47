using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>A proof of possession (持有证明, RFC 9449) that passed every check but replay, which comes last and needs the database.</summary>
/// <param name="Text">The compact JWS as it came; evidence that the client's key signed this request (rule A6).</param>
/// <param name="Jkt">RFC 7638 thumbprint of its key, base64url of SHA-256.</param>
/// <param name="Jti">Its identifier, unique per key.</param>
/// <param name="ExpiresAt">When its age alone refuses it, so that its identifier may be forgotten.</param>
public sealed record DpopProof(string Text, string Jkt, string Jti, DateTimeOffset ExpiresAt)
{
    /// <summary>SHA-256 of the identifier: a fixed size for the table of used proofs.</summary>
    public byte[] JtiSha256() => SHA256.HashData(Encoding.UTF8.GetBytes(Jti));
}

/// <summary>Why a proof is refused (拒绝原因).</summary>
/// <param name="Check">Name of the check in <see cref="DpopProofVerifier.Checks"/>.</param>
/// <param name="Description">What is wrong, for the client's developer.</param>
public sealed record DpopFault(string Check, string Description)
{
    /// <summary>True when a fresh proof with the server's nonce would pass.</summary>
    public bool AsksForNonce => Check == DpopChecks.NonceCheck;
}
