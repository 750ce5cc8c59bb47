using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Scoring.Joint;

/// <summary>
/// Keeps a bank's model so that its key alone opens it (模型封存): AES-256-GCM (NIST SP 800-38D) under a key that the bank makes, sends with each call
/// and that is never stored. What the model belongs to is bound in, so that one bank's model can't be put in another's place.
/// </summary>
public static class ModelSeal
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Nonce, ciphertext, tag.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> model, string bankUscc, string contractNo, string version)
    {
        var seal = new byte[NonceBytes + model.Length + TagBytes];
        RandomNumberGenerator.Fill(seal.AsSpan(0, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(seal.AsSpan(0, NonceBytes), model, seal.AsSpan(NonceBytes, model.Length), seal.AsSpan(NonceBytes + model.Length), Owner(bankUscc, contractNo, version));
        return seal;
    }

    /// <summary>The model, or null when the key is another one or the bytes were changed.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> seal, string bankUscc, string contractNo, string version)
    {
        if (key.Length != KeyBytes || seal.Length <= NonceBytes + TagBytes)
        {
            return null;
        }

        var model = new byte[seal.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(seal[..NonceBytes], seal.Slice(NonceBytes, model.Length), seal[^TagBytes..], model, Owner(bankUscc, contractNo, version));
            return model;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Owner(string bankUscc, string contractNo, string version) => Encoding.UTF8.GetBytes($"joint-model/1\n{bankUscc}\n{contractNo}\n{version}");
}
