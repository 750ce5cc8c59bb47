using System.Security.Cryptography;

namespace FinancingPlatform.Consent.Signing;

/// <summary>
/// The WebAuthn challenge of a consent (签名挑战值, rule A4): SHA-256(tag ‖ text digest ‖ nonce). A passkey that answers it has signed the text, and a
/// sign-in challenge, which is random, can never be mistaken for one.
/// </summary>
public static class ConsentChallenge
{
    /// <summary>Bytes of a nonce.</summary>
    public const int NonceLength = 32;

    private static ReadOnlySpan<byte> Tag => "financing-platform/consent/v1\0"u8;

    /// <summary>The challenge for a text and a nonce.</summary>
    /// <exception cref="ArgumentException">A length is wrong: lengths are fixed so that no two inputs share their concatenation.</exception>
    public static byte[] Of(ReadOnlySpan<byte> textDigest, ReadOnlySpan<byte> nonce)
    {
        if (textDigest.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException("The digest of a text has 32 bytes.", nameof(textDigest));
        }

        if (nonce.Length != NonceLength)
        {
            throw new ArgumentException("A nonce has 32 bytes.", nameof(nonce));
        }

        return SHA256.HashData([.. Tag, .. textDigest, .. nonce]);
    }

    /// <summary>A new nonce.</summary>
    public static byte[] NewNonce() => RandomNumberGenerator.GetBytes(NonceLength);
}
