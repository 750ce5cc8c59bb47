using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace FinancingPlatform.Identity.Staff;

/// <summary>
/// Time-based one-time passwords (动态口令, RFC 6238) over .NET's HMAC-SHA-1, six digits, 30 seconds. The shared framework's provider accepts a
/// code but does not say for which step, and without the step a replay cannot be refused (section 5.2).
/// </summary>
public static class Totp
{
    /// <summary>Bytes of a secret (RFC 4226 section 4 recommends 160 bits).</summary>
    public const int SecretBytes = 20;

    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>Seconds of a step.</summary>
    public const int StepSeconds = 30;

    private const int Modulus = 1_000_000;
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret in Base32, as authenticator apps take it.</summary>
    public static string NewSecret()
    {
        Span<byte> secret = stackalloc byte[SecretBytes];
        RandomNumberGenerator.Fill(secret);
        return ToBase32(secret);
    }

    /// <summary>The step at an instant.</summary>
    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step.</summary>
    /// <exception cref="FormatException">The secret is not Base32.</exception>
    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "RFC 6238's default and what authenticator apps speak; HMAC does not rest on collision resistance")]
    public static string Code(string secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(FromBase32(secret), counter, mac);
        var truncated = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xF)..]) & 0x7FFF_FFFF;
        return (truncated % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    internal static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new char[(bytes.Length * 8 + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Base32Alphabet[(pair >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }

    internal static byte[] FromBase32(string text)
    {
        var bytes = new byte[text.Length * 5 / 8];
        var buffer = 0;
        var bits = 0;
        var written = 0;
        foreach (var character in text)
        {
            var value = Base32Alphabet.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (value < 0)
            {
                throw new FormatException("The TOTP secret is not Base32.");
            }

            buffer = ((buffer << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(buffer >> bits);
            }
        }

        return bytes;
    }
}
