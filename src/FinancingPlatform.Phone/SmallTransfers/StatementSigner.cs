using System.Globalization;
using FinancingPlatform.Core.Keys;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Phone.SmallTransfers;

/// <summary>Signs what the verifier saw (核验证明签名), ES256 with the verifier's own key.</summary>
internal sealed class StatementSigner(SigningKey key)
{
    public const string Method = "small-transfer";

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials = new(new ECDsaSecurityKey(key.Key) { KeyId = key.Kid }, SecurityAlgorithms.EcdsaSha256);

    public string Sign(SmallTransfer transfer, DateTimeOffset confirmedAt) => _handler.CreateToken(new SecurityTokenDescriptor
    {
        TokenType = "real-name-statement+jwt",
        SigningCredentials = _credentials,
        Claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["transfer_id"] = transfer.Id.ToString(),
            ["uscc"] = transfer.Uscc,
            ["credential_sha256"] = transfer.CredentialSha256,
            ["method"] = Method,
            ["confirmed_at"] = confirmedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        },
    });
}
