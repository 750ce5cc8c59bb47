using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FinancingPlatform.Consent.Signing;

/// <summary>
/// Verifies the signature of a consent (授权签名核验; rule A4, WebAuthn §7.2). Pure: the same bytes give the same answer at the portal, the bank, the
/// province, the nation and offline. The signature counter is not looked at: synchronised passkeys keep it at zero.
/// </summary>
public static class PasskeyAssertionVerifier
{
    /// <summary>Longest client data or authenticator data that is read.</summary>
    public const int MaxPartLength = 4096;

    private const int HashLength = SHA256.HashSizeInBytes;
    private const int FlagsAt = HashLength;
    private const int MinAuthenticatorData = HashLength + 1 + sizeof(uint);
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Checks an assertion.</summary>
    /// <param name="assertion">What the passkey answered.</param>
    /// <param name="publicKeyCose">The key that was proven to be the enterprise's; never one that came along with the assertion.</param>
    /// <param name="challenge">What had to be signed, from <see cref="ConsentChallenge.Of"/>.</param>
    /// <param name="relyingParty">Where it had to be signed.</param>
    /// <returns><see cref="AssertionFault.None"/>, or the first fault.</returns>
    public static AssertionFault Verify(PasskeyAssertion assertion, ReadOnlyMemory<byte> publicKeyCose, ReadOnlySpan<byte> challenge, RelyingParty relyingParty)
    {
        ArgumentNullException.ThrowIfNull(assertion);
        ArgumentNullException.ThrowIfNull(relyingParty);
        if (assertion.ClientDataJson.Length > MaxPartLength || assertion.AuthenticatorData.Length > MaxPartLength || assertion.Signature.Length > MaxPartLength)
        {
            return AssertionFault.Size;
        }

        var fault = CheckClientData(assertion.ClientDataJson, challenge, relyingParty);
        if (fault == AssertionFault.None)
        {
            fault = CheckAuthenticatorData(assertion.AuthenticatorData, relyingParty);
        }

        return fault == AssertionFault.None ? CheckSignature(assertion, publicKeyCose) : fault;
    }

    private static AssertionFault CheckClientData(byte[] json, ReadOnlySpan<byte> challenge, RelyingParty relyingParty)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_strict);
            var root = document.RootElement;
            if (Text(root, "type") is not { } type || Text(root, "challenge") is not { } answered || Text(root, "origin") is not { } origin)
            {
                return AssertionFault.ClientData;
            }

            if (type != "webauthn.get")
            {
                return AssertionFault.Type;
            }

            // Compared as text: only the one spelling that a browser writes counts.
            if (answered != Base64Url.EncodeToString(challenge))
            {
                return AssertionFault.Challenge;
            }

            var foreignFrame = root.TryGetProperty("crossOrigin", out var cross) && cross.ValueKind != JsonValueKind.False;
            return origin == relyingParty.Origin && !foreignFrame ? AssertionFault.None : AssertionFault.Origin;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // Invalid UTF-8 and lone surrogates inside a string come out as InvalidOperationException.
            return AssertionFault.ClientData;
        }
    }

    private static AssertionFault CheckAuthenticatorData(byte[] data, RelyingParty relyingParty)
    {
        if (data.Length < MinAuthenticatorData)
        {
            return AssertionFault.AuthenticatorData;
        }

        if (!CryptographicOperations.FixedTimeEquals(data.AsSpan(0, HashLength), SHA256.HashData(Encoding.UTF8.GetBytes(relyingParty.Id))))
        {
            return AssertionFault.RelyingParty;
        }

        if ((data[FlagsAt] & UserPresent) == 0)
        {
            return AssertionFault.UserPresence;
        }

        return (data[FlagsAt] & UserVerified) == 0 ? AssertionFault.UserVerification : AssertionFault.None;
    }

    private static AssertionFault CheckSignature(PasskeyAssertion assertion, ReadOnlyMemory<byte> publicKeyCose)
    {
        if (!CosePublicKey.TryRead(publicKeyCose, out var key))
        {
            return AssertionFault.PublicKey;
        }

        using (key)
        {
            byte[] signed = [.. assertion.AuthenticatorData, .. SHA256.HashData(assertion.ClientDataJson)];
            return key.VerifyData(signed, assertion.Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ? AssertionFault.None
                : AssertionFault.Signature;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
