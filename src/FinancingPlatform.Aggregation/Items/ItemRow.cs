using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// One credit record (信用记录) in the fixed slots that every item's fields are mapped to; docs/items.md says what each slot means for each item.
/// Null = the source does not say.
/// </summary>
internal sealed record ItemRow(
    string Uscc,
    string NaturalKey,
    DateOnly OccurredOn,
    decimal? Amount,
    decimal? Quantity,
    string? Code,
    string? Counterparty,
    DateOnly? StartedOn,
    DateOnly? EndedOn,
    DateOnly? ValidUntil,
    string? Payload)
{
    private const byte Separator = 0x1f;

    /// <summary>Bytes of a row that fits on the stack; longer ones are rare.</summary>
    private const int SmallRow = 1024;

    private const int MaxBytesOfCharacter = 3;

    /// <summary>Dates, numbers and separators at their longest.</summary>
    private const int FixedParts = 160;

    /// <summary>When it became known, where an invented history says so; null = now.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>True when the law keeps it out; it is counted and not kept.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>What has to be known of other items, in the order of the layout's rules; null when nothing has.</summary>
    public string?[]? References { get; init; }

    /// <summary>Digest of everything that the source says; the same digest again is a duplicate, another a new version.</summary>
    public byte[] Sha256()
    {
        Span<byte> small = stackalloc byte[SmallRow];
        var most = ((Uscc.Length + NaturalKey.Length + (Code?.Length ?? 0) + (Counterparty?.Length ?? 0) + (Payload?.Length ?? 0)) * MaxBytesOfCharacter) + FixedParts;
        var bytes = most <= SmallRow ? small : new byte[most];
        var at = 0;
        Add(bytes, ref at, Uscc);
        Add(bytes, ref at, NaturalKey);
        Add(bytes, ref at, OccurredOn);
        Add(bytes, ref at, Amount);
        Add(bytes, ref at, Quantity);
        Add(bytes, ref at, Code);
        Add(bytes, ref at, Counterparty);
        Add(bytes, ref at, StartedOn);
        Add(bytes, ref at, EndedOn);
        Add(bytes, ref at, ValidUntil);
        at += Encoding.UTF8.GetBytes(Payload, bytes[at..]);
        return SHA256.HashData(bytes[..at]);
    }

    private static void Add(Span<byte> bytes, ref int at, string? text)
    {
        at += Encoding.UTF8.GetBytes(text, bytes[at..]);
        bytes[at++] = Separator;
    }

    private static void Add(Span<byte> bytes, ref int at, DateOnly? date)
    {
        if (date is { } day && day.TryFormat(bytes[at..], out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture))
        {
            at += written;
        }

        bytes[at++] = Separator;
    }

    private static void Add(Span<byte> bytes, ref int at, decimal? amount)
    {
        if (amount is { } number && number.TryFormat(bytes[at..], out var written, "0.0000", CultureInfo.InvariantCulture))
        {
            at += written;
        }

        bytes[at++] = Separator;
    }
}
