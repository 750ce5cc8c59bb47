using System.Buffers.Binary;
using System.Text;

namespace FinancingPlatform.Exchange.Signing;

// Length-prefixed fields behind a tag that names what they are: two different records never share their bytes, and no
// verification depends on how some JSON library orders or escapes.
internal sealed class CanonicalBytes
{
    private readonly MemoryStream _bytes = new();

    public CanonicalBytes(string tag) => Text(tag);

    public CanonicalBytes Text(string value) => Bytes(Encoding.UTF8.GetBytes(value));

    public CanonicalBytes Bytes(ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        _bytes.Write(length);
        _bytes.Write(value);
        return this;
    }

    public CanonicalBytes Number(long value)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, value);
        return Bytes(number);
    }

    public CanonicalBytes Id(Guid value) => Bytes(value.ToByteArray(bigEndian: true));

    // The database keeps microseconds; hashing finer ticks would make a stored record unverifiable.
    public CanonicalBytes Instant(DateTimeOffset value) => Number((value - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);

    public byte[] ToArray() => _bytes.ToArray();
}
