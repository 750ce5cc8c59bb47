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
    private const char Separator = '\u001f';

    /// <summary>When it became known, where an invented history says so; null = now.</summary>
    public DateTimeOffset? KnownAt { get; init; }

    /// <summary>True when the law keeps it out; it is counted and not kept.</summary>
    public bool IsWithheld { get; init; }

    /// <summary>Digest of everything that the source says; the same digest again is a duplicate, another a new version.</summary>
    public byte[] Sha256() => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        Separator,
        Uscc,
        NaturalKey,
        Text(OccurredOn),
        Text(Amount),
        Text(Quantity),
        Code,
        Counterparty,
        Text(StartedOn),
        Text(EndedOn),
        Text(ValidUntil),
        Payload)));

    private static string? Text(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(decimal? amount) => amount?.ToString("0.0000", CultureInfo.InvariantCulture);
}
