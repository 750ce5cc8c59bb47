using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FinancingPlatform.Data;

/// <summary>A row of the registry (企业登记信息): public facts of one enterprise.</summary>
public sealed class Enterprise
{
    /// <summary>Number inside the platform; never shown.</summary>
    public long Id { get; init; }

    /// <summary>Unified social credit code.</summary>
    public required string Uscc { get; init; }

    /// <summary>Registered name.</summary>
    public required string Name { get; set; }

    /// <summary>Legal representative; null when unknown.</summary>
    public string? LegalRepresentative { get; set; }

    /// <summary>Registration status in its database form, such as <c>active</c>; <c>unknown</c> where no source says.</summary>
    public required string Status { get; set; }

    /// <summary>Since when it has that status.</summary>
    public DateOnly? StatusDate { get; set; }

    /// <summary>Day of establishment.</summary>
    public DateOnly? EstablishedOn { get; set; }

    /// <summary>Legal form, as the registry names it.</summary>
    public string? Kind { get; set; }

    /// <summary>Six-digit division code.</summary>
    public string? Division { get; set; }

    /// <summary>Industry code of GB/T 4754.</summary>
    public string? Industry { get; set; }

    /// <summary>Registered capital in yuan.</summary>
    public decimal? RegisteredCapitalYuan { get; set; }

    /// <summary>Code of the company that it is a branch of.</summary>
    public string? ParentUscc { get; set; }

    /// <summary>True when the city registers it.</summary>
    public bool InCity { get; set; }

    /// <summary>Employees; null when unknown.</summary>
    public int? Staff { get; set; }

    /// <summary>Revenue of the last year in yuan.</summary>
    public decimal? RevenueYuan { get; set; }

    /// <summary>Total assets in yuan.</summary>
    public decimal? AssetsYuan { get; set; }

    /// <summary>micro, small, medium, large, or unknown.</summary>
    public required string Size { get; set; }

    /// <summary>True for an enterprise of the demonstration city.</summary>
    public bool Invented { get; init; }

    /// <summary>Digest of the source's row: the same row again changes nothing.</summary>
    public required byte[] RowSha256 { get; set; }

    /// <summary>When it came in, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>Where enterprises are kept (登记库映射).</summary>
internal sealed class EnterpriseMapping : IEntityTypeConfiguration<Enterprise>
{
    public void Configure(EntityTypeBuilder<Enterprise> builder)
    {
        builder.ToTable("enterprise", "registry");
        builder.Property(e => e.Id).UseIdentityAlwaysColumn();
        builder.Property(e => e.RegisteredCapitalYuan).HasColumnType(Columns.Money);
        builder.Property(e => e.RevenueYuan).HasColumnType(Columns.Money);
        builder.Property(e => e.AssetsYuan).HasColumnType(Columns.Money);
    }
}
