using System.Text.Json;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Identity.Verification;

/// <summary>The message <c>real-name</c> (实名信息上报): goes up to province and nation, kept byte for byte.</summary>
/// <param name="Uscc">The enterprise.</param>
/// <param name="Name">Its registered name.</param>
/// <param name="Level">1 or 2.</param>
/// <param name="Method">How it was proved.</param>
/// <param name="VerifierStatement">The verifier's JWS.</param>
/// <param name="CredentialId">The passkey, base64.</param>
/// <param name="PublicKeyCose">Its public key in COSE, base64.</param>
/// <param name="VerifiedAt">When, UTC.</param>
public sealed record RealNameMessage(
    [property: JsonPropertyName("uscc")] string Uscc,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("level")] int Level,
    [property: JsonPropertyName("method")] string Method,
    [property: JsonPropertyName("verifier_statement")] string VerifierStatement,
    [property: JsonPropertyName("credential_id")] byte[] CredentialId,
    [property: JsonPropertyName("public_key_cose")] byte[] PublicKeyCose,
    [property: JsonPropertyName("verified_at")] DateTimeOffset VerifiedAt)
{
    /// <summary>The kind of message.</summary>
    public const string Kind = "real-name";

    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    /// <summary>The bytes that are sent and kept.</summary>
    public byte[] ToPayload() => JsonSerializer.SerializeToUtf8Bytes(this, Strict);

    /// <summary>Reads a payload; null when it is no such message.</summary>
    public static RealNameMessage? Read(ReadOnlySpan<byte> payload)
    {
        try
        {
            return JsonSerializer.Deserialize<RealNameMessage>(payload, Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
