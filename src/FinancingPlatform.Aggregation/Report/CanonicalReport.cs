using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>The one byte form of a report (规范字节), of which the digest is taken. Every text is written as its length in UTF-8 bytes (four bytes,
/// big-endian) and its bytes, unknown as the length 0xFFFFFFFF, every list as its count and its members: no two reports share a form. Serial number,
/// time of issue and as-of date are outside, so that a fresh report of unchanged facts has the same digest.</summary>
public static class CanonicalReport
{
    private const string Form = "credit-report/1";
    private const uint Unknown = uint.MaxValue;

    /// <summary>Canonical bytes of a report.</summary>
    public static byte[] BytesOf(CreditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return BytesOf(report.Enterprise, report.ListVersion, report.Parts);
    }

    internal static string DigestOf(IReadOnlyList<ReportField> enterprise, string? listVersion, IReadOnlyList<ReportPart> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(BytesOf(enterprise, listVersion, parts)));

    private static byte[] BytesOf(IReadOnlyList<ReportField> enterprise, string? listVersion, IReadOnlyList<ReportPart> parts)
    {
        using var bytes = new MemoryStream();
        Put(bytes, Form);
        Put(bytes, CreditReport.EditionEn);
        Put(bytes, listVersion);
        PutAll(bytes, enterprise, PutField);
        PutAll(bytes, parts, static (to, part) =>
        {
            Put(to, part.Code);
            PutAll(to, part.Blocks, PutBlock);
        });
        return bytes.ToArray();
    }

    private static void PutBlock(Stream to, ReportBlock block)
    {
        Put(to, block.Code);
        Put(to, block.Total?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        PutAll(to, block.Entries, static (stream, entry) =>
        {
            Put(stream, entry.Item);
            Put(stream, entry.ItemZh);
            Put(stream, entry.ItemEn);
            Put(stream, entry.Source);
            Put(stream, entry.KnownAt);
            Put(stream, entry.Disputed ? "disputed" : "undisputed");
            Put(stream, entry.Statement);
            PutAll(stream, entry.Fields, PutField);
        });
    }

    private static void PutField(Stream to, ReportField field)
    {
        Put(to, field.Name);
        Put(to, field.Zh);
        Put(to, field.En);
        Put(to, field.Value);
        Put(to, field.ShownZh);
    }

    private static void PutAll<T>(Stream to, IReadOnlyList<T> members, Action<Stream, T> put)
    {
        PutNumber(to, (uint)members.Count);
        foreach (var member in members)
        {
            put(to, member);
        }
    }

    private static void Put(Stream to, string? text)
    {
        if (text is null)
        {
            PutNumber(to, Unknown);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        PutNumber(to, (uint)bytes.Length);
        to.Write(bytes);
    }

    private static void PutNumber(Stream to, uint number)
    {
        Span<byte> four = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(four, number);
        to.Write(four);
    }
}
