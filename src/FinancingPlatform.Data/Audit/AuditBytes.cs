using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Data;

/// <summary>
/// The canonical bytes of an event (规范字节) made a second time, apart from the SQL that made them first: a tag with the version, then each field
/// with its length before it. Two implementations have to agree on every byte.
/// </summary>
internal static class AuditBytes
{
    public const int HashLength = 32;
    private const string Tag = "financing-platform/audit/1";
    private const uint Null = 0xFFFFFFFF;

    public static byte[] Canon(AuditEvent e)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        bytes.Write(Encoding.UTF8.GetBytes(Tag));
        Number(bytes, e.Chain);
        Number(bytes, e.Seq);
        Field(bytes, e.EventId.ToByteArray(bigEndian: true));
        Number(bytes, Microseconds(e.OccurredAt));
        Text(bytes, e.DbRole);
        Text(bytes, e.Actor);
        Text(bytes, e.Subject);
        Text(bytes, e.Purpose);
        Text(bytes, e.Action);
        Text(bytes, e.Outcome);
        Text(bytes, e.Reason);
        Field(bytes, e.ConsentId?.ToByteArray(bigEndian: true));
        Text(bytes, e.RequestId);
        Field(bytes, e.PayloadSha256);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Hash(ReadOnlySpan<byte> canon, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(canon);
        hash.AppendData(previous);
        return hash.GetHashAndReset();
    }

    private static long Microseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static void Text(ArrayBufferWriter<byte> bytes, string? value) => Field(bytes, value is null ? null : Encoding.UTF8.GetBytes(value));

    private static void Number(ArrayBufferWriter<byte> bytes, long value)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, value);
        Length(bytes, sizeof(long));
        bytes.Write(number);
    }

    private static void Field(ArrayBufferWriter<byte> bytes, byte[]? value)
    {
        Length(bytes, value is null ? Null : (uint)value.Length);
        bytes.Write(value ?? []);
    }

    private static void Length(ArrayBufferWriter<byte> bytes, uint length)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.GetSpan(sizeof(uint)), length);
        bytes.Advance(sizeof(uint));
    }
}
