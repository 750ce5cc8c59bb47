using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FinancingPlatform.Data;

/// <summary>One version of one fact about an enterprise (信用记录).</summary>
public sealed class CreditRecord
{
    /// <summary>The enterprise's number.</summary>
    public long EnterpriseId { get; init; }

    /// <summary>Unique together with the enterprise.</summary>
    public long Id { get; init; }

    /// <summary>Code of the catalogue's item.</summary>
    public required string Item { get; init; }

    /// <summary>Department that supplied it.</summary>
    public required string Source { get; init; }

    /// <summary>Day of the fact.</summary>
    public DateOnly OccurredOn { get; init; }

    /// <summary>When the platform learned it, UTC: what is computed as of a moment uses only what was known then.</summary>
    public DateTimeOffset KnownAt { get; init; }

    /// <summary>Last day on which it may be shared.</summary>
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Yuan.</summary>
    public decimal? Amount { get; init; }

    /// <summary>A quantity in the item's unit.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>A code of the item, such as a grade.</summary>
    public string? Code { get; init; }

    /// <summary>The other party.</summary>
    public string? Counterparty { get; init; }

    /// <summary>Start of a period.</summary>
    public DateOnly? StartedOn { get; init; }

    /// <summary>End of a period.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>What the source sent, JSON; null once removed by law.</summary>
    public string? Payload { get; init; }

    /// <summary>The source's own name of the fact.</summary>
    public required string NaturalKey { get; init; }

    /// <summary>From 1; a correction is the next.</summary>
    public int Version { get; init; }

    /// <summary>Import that brought it.</summary>
    public long BatchId { get; init; }

    /// <summary>Digest of its content.</summary>
    public required byte[] Sha256 { get; init; }

    /// <summary>When its content was removed by law, UTC.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary>Under which rule.</summary>
    public string? RemovedRule { get; init; }

    /// <summary>True for data of the demonstration city.</summary>
    public bool Invented { get; init; }
}

/// <summary>Where records are kept (信用记录映射).</summary>
internal sealed class CreditRecordMapping : IEntityTypeConfiguration<CreditRecord>
{
    public void Configure(EntityTypeBuilder<CreditRecord> builder)
    {
        builder.ToTable("credit_record", "credit");
        builder.HasKey(r => new { r.EnterpriseId, r.Id });
        builder.Property(r => r.Id).HasDefaultValueSql("nextval('credit.credit_record_id')");
        builder.Property(r => r.Amount).HasColumnType(Columns.Money);
        builder.Property(r => r.Quantity).HasColumnType(Columns.Quantity);
        builder.Property(r => r.Payload).HasColumnType(Columns.Json);
    }
}
