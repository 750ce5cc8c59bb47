using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Consent.Signing;

namespace FinancingPlatform.Tests.Consent;

/// <summary>A passkey in software, as an authenticator and a browser would act together. Everything it says can be made wrong.</summary>
internal sealed class SoftwarePasskey : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(16);

    public byte[] PublicKeyCose => CosePublicKey.Write(_key);

    public static byte[] ClientData(byte[] challenge, string origin, string type = "webauthn.get", string? more = ",\"crossOrigin\":false") =>
        Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","challenge":"{{Base64Url.EncodeToString(challenge)}}","origin":"{{origin}}"{{more}}}""");

    public static byte[] AuthenticatorData(string rpId, byte flags = 0x05, uint counter = 0)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(rpId), data);
        data[32] = flags;
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), counter);
        return data;
    }

    public PasskeyAssertion Sign(byte[] challenge, RelyingParty relyingParty) =>
        Sign(AuthenticatorData(relyingParty.Id), ClientData(challenge, relyingParty.Origin));

    public PasskeyAssertion Sign(byte[] authenticatorData, byte[] clientData) => new(
        CredentialId,
        authenticatorData,
        clientData,
        _key.SignData([.. authenticatorData, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => _key.Dispose();
}
