using System.Text.Json.Serialization;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>One enterprise's credit report (信用报告), edition 2022 of the standard, reconstructed: who it is, a count for each block, and the
/// entries of the public and of the authorised part. Immutable; the same facts give the same <see cref="Digest"/>.</summary>
/// <param name="Enterprise">Identity as the registry has it; no personal field.</param>
/// <param name="ListVersion">Version of the shared-information list in force; null when the city has none.</param>
/// <param name="Parts">Public part, then authorised part.</param>
/// <param name="Invented">True when any fact in it is invented.</param>
public sealed record CreditReport(IReadOnlyList<ReportField> Enterprise, string? ListVersion, IReadOnlyList<ReportPart> Parts, bool Invented)
{
    /// <summary>Edition of the standard; its official wording was not seen, which every form says.</summary>
    public const string EditionZh = "2022 版（重构稿）";

    /// <summary>The same in English.</summary>
    public const string EditionEn = "2022 edition, reconstructed";

    /// <summary>SHA-256 of the canonical bytes, lower-case hexadecimal; the same on page, JSON and PDF (rule B7).</summary>
    public string Digest { get; } = CanonicalReport.DigestOf(Enterprise, ListVersion, Parts);
}

/// <summary>Public or authorised part (公开部分、授权部分); blocks in the fixed order.</summary>
public sealed record ReportPart(string Code, IReadOnlyList<ReportBlock> Blocks);

/// <summary>A block of the standard report (信息块).</summary>
/// <param name="Code">Stable name, such as penalties.</param>
/// <param name="Total">Entries that exist, also those beyond the printed ones; null = no information, which is shown as "–" and never as 0.</param>
/// <param name="Entries">The newest of each item.</param>
public sealed record ReportBlock(string Code, long? Total, IReadOnlyList<ReportEntry> Entries);

/// <summary>One record (记录) in the report.</summary>
/// <param name="RecordId">Number of the record, for an objection; not part of the digest.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="ItemZh">Its name in Chinese.</param>
/// <param name="ItemEn">Its name in English.</param>
/// <param name="Source">Department that delivered it.</param>
/// <param name="KnownAt">When the platform knew it, UTC, ISO 8601 with microseconds.</param>
/// <param name="Disputed">An objection is open (trap 14).</param>
/// <param name="Statement">The subject's own words beside it; null when none.</param>
/// <param name="Fields">Its fields in the layout's order; personal ones never.</param>
public sealed record ReportEntry(
    [property: JsonIgnore] long RecordId, string Item, string ItemZh, string ItemEn, string Source, string KnownAt, bool Disputed, string? Statement, IReadOnlyList<ReportField> Fields);

/// <summary>A labelled value (字段).</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Zh">Label in Chinese.</param>
/// <param name="En">Label in English.</param>
/// <param name="Value">Canonical text: yuan with two digits, dates as yyyy-MM-dd, enumerations by their code; null = unknown (trap 15).</param>
/// <param name="ShownZh">What a Chinese reader reads in place of the code; null = the value itself.</param>
public sealed record ReportField(string Name, string Zh, string En, string? Value, string? ShownZh = null);
