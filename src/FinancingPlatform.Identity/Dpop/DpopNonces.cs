using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Dpop;

/// <summary>
/// Nonces that a server gives out for proofs (服务器随机数), RFC 9449 sections 8 and 9. Nothing is stored: a nonce is its time slot and an HMAC of it
/// under a key of this process, so after a restart a client is simply given a new one.
/// </summary>
public sealed class DpopNonces(TimeProvider clock, IOptions<DpopOptions> options)
{
    private const int SlotBytes = sizeof(long);
    private const int MacBytes = 16;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>True where proofs must carry a nonce.</summary>
    public bool Required => options.Value.RequireNonce;

    /// <summary>The nonce to be used from now on.</summary>
    public string Current() => Of(Slot());

    /// <summary>True for the nonce of this slot or of the one before.</summary>
    internal bool IsLive(string? nonce)
    {
        var slot = Slot();
        return nonce is not null && (nonce == Of(slot) || nonce == Of(slot - 1));
    }

    private long Slot() => clock.GetUtcNow().UtcTicks / DpopOptions.NonceLifetime.Ticks;

    private string Of(long slot)
    {
        Span<byte> bytes = stackalloc byte[SlotBytes + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(bytes, slot);
        HMACSHA256.HashData(_key, bytes[..SlotBytes], bytes[SlotBytes..]);
        return Base64UrlEncoder.Encode(bytes[..(SlotBytes + MacBytes)].ToArray());
    }
}
