using System.Formats.Cbor;

namespace FinancingPlatform.Identity.Passkeys;

/// <summary>The authenticator's model identifier (认证器型号, AAGUID; WebAuthn section 6.5.1) in an attestation object that was verified before.</summary>
internal static class AttestedModel
{
    private const int AaguidOffset = 37;
    private const int AaguidLength = 16;

    public static Guid AaguidOf(byte[] attestationObject)
    {
        var reader = new CborReader(attestationObject);
        for (var entries = reader.ReadStartMap(); entries > 0; entries--)
        {
            if (reader.ReadTextString() == "authData")
            {
                return new Guid(reader.ReadByteString().AsSpan(AaguidOffset, AaguidLength), bigEndian: true);
            }

            reader.SkipValue();
        }

        throw new InvalidDataException("The attestation object holds no authData.");
    }
}
