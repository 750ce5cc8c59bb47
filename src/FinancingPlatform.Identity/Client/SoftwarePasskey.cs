using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Client;

/// <summary>What an authenticator signed (认证器签名), WebAuthn section 6.3.3.</summary>
/// <param name="CredentialId">The passkey.</param>
/// <param name="AuthenticatorData">Relying party, flags, counter.</param>
/// <param name="ClientDataJson">Type, challenge, origin.</param>
/// <param name="Signature">ES256 over authenticator data and the hash of the client data, DER.</param>
public sealed record PasskeySignature(byte[] CredentialId, byte[] AuthenticatorData, byte[] ClientDataJson, byte[] Signature);

/// <summary>
/// A passkey in software (软件通行密钥), for demonstration and tests: answers as a browser posts it (WebAuthn Level 3 section 5.1.8), attestation
/// "none", ES256. A real one never leaves its device.
/// </summary>
public sealed class SoftwarePasskey : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte AttestedData = 0x40;
    private const int CredentialIdBytes = 32;
    private const int AaguidBytes = 16;
    private readonly string _origin;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _rpIdHash;
    private byte[] _userHandle = [];
    private uint _signCount;

    /// <summary>A new passkey for a site.</summary>
    /// <param name="origin">Scheme, host and port; the host is the relying party.</param>
    public SoftwarePasskey(Uri origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        _origin = origin.GetLeftPart(UriPartial.Authority);
        _rpIdHash = SHA256.HashData(Encoding.UTF8.GetBytes(origin.Host));
        CredentialId = RandomNumberGenerator.GetBytes(CredentialIdBytes);
    }

    /// <summary>Its id.</summary>
    public byte[] CredentialId { get; }

    /// <summary>Its public key in COSE (RFC 9052), as the platform stores it.</summary>
    public byte[] PublicKeyCose()
    {
        const int ktyEc2 = 2;
        const int es256 = -7;
        const int p256 = 1;
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(5);
        writer.WriteInt32(1);
        writer.WriteInt32(ktyEc2);
        writer.WriteInt32(3);
        writer.WriteInt32(es256);
        writer.WriteInt32(-1);
        writer.WriteInt32(p256);
        writer.WriteInt32(-2);
        writer.WriteByteString(point.X!);
        writer.WriteInt32(-3);
        writer.WriteByteString(point.Y!);
        writer.WriteEndMap();
        return writer.Encode();
    }

    /// <summary>Answers <c>navigator.credentials.create()</c>.</summary>
    /// <param name="optionsJson">The page's options.</param>
    public string Create(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        _userHandle = Base64UrlEncoder.DecodeBytes(options.RootElement.GetProperty("user").GetProperty("id").GetString());
        var clientData = ClientData("webauthn.create", options.RootElement.GetProperty("challenge").GetString()!);
        var writer = new CborWriter(CborConformanceMode.Ctap2Canonical);
        writer.WriteStartMap(3);
        writer.WriteTextString("fmt");
        writer.WriteTextString("none");
        writer.WriteTextString("attStmt");
        writer.WriteStartMap(0);
        writer.WriteEndMap();
        writer.WriteTextString("authData");
        writer.WriteByteString([.. Header(AttestedData), .. new byte[AaguidBytes], 0, CredentialIdBytes, .. CredentialId, .. PublicKeyCose()]);
        writer.WriteEndMap();
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64UrlEncoder.Encode(clientData),
            ["attestationObject"] = Base64UrlEncoder.Encode(writer.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Answers <c>navigator.credentials.get()</c>.</summary>
    /// <param name="optionsJson">The page's options.</param>
    public string Get(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        return ToJson(Sign(Base64UrlEncoder.DecodeBytes(options.RootElement.GetProperty("challenge").GetString())));
    }

    /// <summary>Signs a challenge: for consents, whose challenge is the digest of a text.</summary>
    public PasskeySignature Sign(byte[] challenge)
    {
        var clientData = ClientData("webauthn.get", Base64UrlEncoder.Encode(challenge));
        var authenticatorData = Header(flags: 0);
        var signature = _key.SignData([.. authenticatorData, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new PasskeySignature(CredentialId, authenticatorData, clientData, signature);
    }

    /// <summary>A signature as a browser posts it.</summary>
    public string ToJson(PasskeySignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return Answer(new JsonObject
        {
            ["clientDataJSON"] = Base64UrlEncoder.Encode(signature.ClientDataJson),
            ["authenticatorData"] = Base64UrlEncoder.Encode(signature.AuthenticatorData),
            ["signature"] = Base64UrlEncoder.Encode(signature.Signature),
            ["userHandle"] = Base64UrlEncoder.Encode(_userHandle),
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private byte[] Header(byte flags)
    {
        var count = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++_signCount);
        return [.. _rpIdHash, (byte)(UserPresent | UserVerified | flags), .. count];
    }

    private byte[] ClientData(string type, string challenge) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject { ["type"] = type, ["challenge"] = challenge, ["origin"] = _origin, ["crossOrigin"] = false });

    private string Answer(JsonObject response) => new JsonObject
    {
        ["id"] = Base64UrlEncoder.Encode(CredentialId),
        ["rawId"] = Base64UrlEncoder.Encode(CredentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();
}
