using System.Buffers.Text;
using System.Text.Json.Serialization;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Errors;
using Microsoft.Extensions.Primitives;

namespace FinancingPlatform.Portal.Signing;

/// <summary>What a browser or another client needs to ask the passkey for a signature (签署选项); binary members are base64url.</summary>
/// <param name="Id">Number of the authorisation to be.</param>
/// <param name="Challenge">WebAuthn challenge: SHA-256 over tag, text digest and nonce.</param>
/// <param name="Nonce">The nonce in it.</param>
/// <param name="RelyingPartyId">rpId.</param>
/// <param name="CredentialIds">The passkeys that were proven to be the enterprise's.</param>
/// <param name="TextVersion">Version of the text.</param>
/// <param name="Text">The full text; what is signed is its digest.</param>
/// <param name="TextSha256">Its SHA-256.</param>
/// <param name="ExpiresAt">When the offer ends.</param>
internal sealed record SigningOffer(
    [property: JsonPropertyName("id")] Guid Id,
    [property: JsonPropertyName("challenge")] string Challenge,
    [property: JsonPropertyName("nonce")] string Nonce,
    [property: JsonPropertyName("rp_id")] string RelyingPartyId,
    [property: JsonPropertyName("credential_ids")] IReadOnlyList<string> CredentialIds,
    [property: JsonPropertyName("text_version")] string TextVersion,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("text_sha256")] string TextSha256,
    [property: JsonPropertyName("expires_at")] DateTimeOffset ExpiresAt)
{
    public static SigningOffer Of(AuthorisationOptions options) => new(
        options.Id, Base64Url.EncodeToString(options.Challenge), Base64Url.EncodeToString(options.Nonce), options.RelyingPartyId,
        [.. options.CredentialIds.Select(id => Base64Url.EncodeToString(id))],
        options.Text.Version, options.Text.Shown, Base64Url.EncodeToString(options.Text.Digest), options.ExpiresAt);
}

/// <summary>The passkey's answer (签署结果); every member but the number is base64url.</summary>
internal sealed record SignedAnswer
{
    private static readonly Error Malformed = new(
        ErrorKind.Invalid, "assertion-malformed", "签名数据不完整或不是 base64url，请重新签署。", "The signature's data is incomplete or no base64url; sign again.");

    [JsonPropertyName("id")]
    public Guid Id { get; init; }

    [JsonPropertyName("credential_id")]
    public string? CredentialId { get; init; }

    [JsonPropertyName("authenticator_data")]
    public string? AuthenticatorData { get; init; }

    [JsonPropertyName("client_data_json")]
    public string? ClientDataJson { get; init; }

    [JsonPropertyName("signature")]
    public string? Signature { get; init; }

    /// <summary>Only when a bank's request is answered: its client.</summary>
    [JsonPropertyName("client_id")]
    public string? ClientId { get; init; }

    /// <summary>Only when a bank's request is answered: its reference (RFC 9126).</summary>
    [JsonPropertyName("request_uri")]
    public string? RequestUri { get; init; }

    /// <summary>What names the bank's request.</summary>
    public Dictionary<string, StringValues> RequestParameters() =>
        new(StringComparer.Ordinal) { ["client_id"] = new StringValues(ClientId ?? string.Empty), ["request_uri"] = new StringValues(RequestUri ?? string.Empty) };

    public Result<PasskeyAssertion> ToAssertion() =>
        Bytes(CredentialId) is { } credential && Bytes(AuthenticatorData) is { } data && Bytes(ClientDataJson) is { } client && Bytes(Signature) is { } signature
            ? new PasskeyAssertion(credential, data, client, signature)
            : Malformed;

    private static byte[]? Bytes(string? text) => string.IsNullOrEmpty(text) || !Base64Url.IsValid(text) ? null : Base64Url.DecodeFromChars(text);
}
