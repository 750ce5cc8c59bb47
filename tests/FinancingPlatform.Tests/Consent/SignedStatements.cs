using System.Text.Json;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Identity.Verification;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Tests.Consent;

/// <summary>What a verifier signs about an enterprise and its passkey.</summary>
internal static class SignedStatements
{
    public static string Sign(SigningKey verifier, string uscc, byte[] publicKeyCose, string method = "small-transfer") =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            JsonSerializer.Serialize(new
            {
                transfer_id = Guid.CreateVersion7(),
                uscc,
                credential_sha256 = VerificationStatement.CredentialHash(publicKeyCose),
                method,
                confirmed_at = new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero),
            }),
            new SigningCredentials(new ECDsaSecurityKey(verifier.Key) { KeyId = verifier.Kid }, SecurityAlgorithms.EcdsaSha256));
}
