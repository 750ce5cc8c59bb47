using System.Security.Cryptography;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Verification;

/// <summary>The verifiers whose statements count (可信核验机构).</summary>
internal sealed record TrustedVerifiers(IReadOnlyList<VerificationKey> Keys);

/// <summary>
/// What a verifier signed (核验证明): this transfer proved that the holder of this key controls this enterprise. Checked at the city, the province and the
/// nation by the same code, each with its own trusted keys.
/// </summary>
/// <param name="TransferId">The attempt.</param>
/// <param name="Uscc">The enterprise.</param>
/// <param name="CredentialSha256">SHA-256 of the COSE public key, lower-case hex.</param>
/// <param name="Method">How it was proved.</param>
/// <param name="ConfirmedAt">When, UTC.</param>
/// <param name="Kid">The verifier's key.</param>
public sealed record VerificationStatement(Guid TransferId, string Uscc, string CredentialSha256, string Method, DateTimeOffset ConfirmedAt, string Kid)
{
    private const int MaxLength = 8000;

    /// <summary>The level that a method proves, whatever a message claims; 0 for a method that is not known here.</summary>
    public static int LevelOf(string method) => method switch
    {
        "small-transfer" => 1,
        _ => 0,
    };

    /// <summary>The hash by which a statement names a key.</summary>
    public static string CredentialHash(byte[] publicKeyCose) => Convert.ToHexStringLower(SHA256.HashData(publicKeyCose));

    /// <summary>True when it says that this key is this enterprise's, by a method that proves control.</summary>
    /// <param name="uscc">The enterprise.</param>
    /// <param name="publicKeyCose">The passkey's public key.</param>
    public bool Vouches(string uscc, byte[] publicKeyCose) =>
        Uscc == uscc && CredentialSha256 == CredentialHash(publicKeyCose) && LevelOf(Method) >= 1;

    /// <summary>Verifies and reads a statement; null when no trusted key signed it or it says too little.</summary>
    public static async ValueTask<VerificationStatement?> VerifyAsync(string jws, IReadOnlyList<VerificationKey> trusted)
    {
        ArgumentNullException.ThrowIfNull(jws);
        ArgumentNullException.ThrowIfNull(trusted);
        if (jws.Length > MaxLength || UnverifiedJwt.Read(jws) is not { Alg: SecurityAlgorithms.EcdsaSha256 } jwt || jwt.HeaderText("kid") is not { } kid)
        {
            return null;
        }

        SecurityKey[] keys = [.. trusted.Where(k => k.Kid == kid).Select(k => new ECDsaSecurityKey(k.Key) { KeyId = k.Kid })];
        if (!await JwtSignature.IsByAsync(jwt, keys))
        {
            return null;
        }

        return Guid.TryParse(jwt.Text("transfer_id"), out var transfer)
            && jwt.Text("uscc") is { } uscc && jwt.Text("credential_sha256") is { } credential && jwt.Text("method") is { } method
            && DateTimeOffset.TryParse(
                jwt.Text("confirmed_at"), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var confirmedAt)
            ? new VerificationStatement(transfer, uscc, credential, method, confirmedAt, kid)
            : null;
    }
}
