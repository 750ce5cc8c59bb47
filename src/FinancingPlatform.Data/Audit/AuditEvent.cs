using System.Text.Json.Serialization;

namespace FinancingPlatform.Data;

/// <summary>One link of an audit chain (审计事件), as the database keeps it and as an export carries it.</summary>
/// <param name="Chain">0 to 63, from the enterprise's number.</param>
/// <param name="Seq">Place in the chain, from 1, without gaps.</param>
/// <param name="EventId">Unique, made by the caller.</param>
/// <param name="OccurredAt">UTC at microseconds.</param>
/// <param name="DbRole">Database role that was connected.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Subject">To whom.</param>
/// <param name="Purpose">What for.</param>
/// <param name="Action">What.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Reason">Why it ended so.</param>
/// <param name="ConsentId">The authorisation it stood on.</param>
/// <param name="RequestId">The request, or a reference of the caller.</param>
/// <param name="PayloadSha256">Digest of what was involved, never the thing itself.</param>
/// <param name="Canon">The bytes that were hashed.</param>
/// <param name="PrevHash">Hash of the link before; zeros for the first.</param>
/// <param name="RowHash">SHA-256 of <paramref name="Canon"/> followed by <paramref name="PrevHash"/>.</param>
public sealed record AuditEvent(
    [property: JsonRequired] int Chain,
    [property: JsonRequired] long Seq,
    [property: JsonRequired] Guid EventId,
    [property: JsonRequired] DateTimeOffset OccurredAt,
    [property: JsonRequired] string DbRole,
    [property: JsonRequired] string Actor,
    string? Subject,
    string? Purpose,
    [property: JsonRequired] string Action,
    [property: JsonRequired] string Outcome,
    string? Reason,
    Guid? ConsentId,
    string? RequestId,
    byte[]? PayloadSha256,
    [property: JsonRequired] byte[] Canon,
    [property: JsonRequired] byte[] PrevHash,
    [property: JsonRequired] byte[] RowHash);

/// <summary>What a caller writes into the audit chain (审计条目).</summary>
/// <param name="EventId">Made before the transaction, so that a repeated transaction cannot write it twice.</param>
/// <param name="EnterpriseId">Decides the chain; null for what belongs to no enterprise.</param>
/// <param name="Actor">Who did it.</param>
/// <param name="Action">What, such as <c>consent.look</c>.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record AuditEntry(Guid EventId, long? EnterpriseId, string Actor, string Action, string Outcome)
{
    /// <summary>To whom: a code, never a value.</summary>
    public string? Subject { get; init; }

    /// <summary>What for.</summary>
    public string? Purpose { get; init; }

    /// <summary>Why it ended so.</summary>
    public string? Reason { get; init; }

    /// <summary>The authorisation it stood on.</summary>
    public Guid? ConsentId { get; init; }

    /// <summary>The request, or a reference of the caller.</summary>
    public string? RequestId { get; init; }

    /// <summary>Digest of what was involved.</summary>
    public byte[]? PayloadSha256 { get; init; }
}
