using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FinancingPlatform.Data;

/// <summary>An edition of the catalogue (归集清单版本).</summary>
public sealed class CatalogueVersion
{
    /// <summary>Its name, such as 2024.</summary>
    public required string Version { get; init; }

    /// <summary>Day of issue.</summary>
    public DateOnly IssuedOn { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Note { get; init; }
}

/// <summary>An item of the catalogue (归集清单条目).</summary>
public sealed class CatalogueItem
{
    /// <summary>Its edition.</summary>
    public required string Version { get; init; }

    /// <summary>Stable code, such as <c>invoice-sales</c>.</summary>
    public required string Code { get; init; }

    /// <summary>Class in the catalogue.</summary>
    public required string Class { get; init; }

    /// <summary>Name, Chinese.</summary>
    public required string NameZh { get; init; }

    /// <summary>Name, English.</summary>
    public required string NameEn { get; init; }

    /// <summary>Department that supplies it.</summary>
    public required string Supplier { get; init; }

    /// <summary>Level of administration that it comes from.</summary>
    public required string Level { get; init; }

    /// <summary>public, authorised or joint.</summary>
    public required string Mode { get; init; }

    /// <summary>How sensitive it is.</summary>
    public required string Sensitivity { get; init; }

    /// <summary>How often it is supplied.</summary>
    public required string UpdateFrequency { get; init; }

    /// <summary>The law or document behind it.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>First day of validity.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>Last day of validity.</summary>
    public DateOnly? ValidTo { get; init; }
}

/// <summary>Where editions are kept (清单版本映射).</summary>
internal sealed class CatalogueVersionMapping : IEntityTypeConfiguration<CatalogueVersion>
{
    public void Configure(EntityTypeBuilder<CatalogueVersion> builder)
    {
        builder.ToTable("catalogue_version", "credit");
        builder.HasKey(v => v.Version);
    }
}

/// <summary>Where items are kept (清单条目映射).</summary>
internal sealed class CatalogueItemMapping : IEntityTypeConfiguration<CatalogueItem>
{
    public void Configure(EntityTypeBuilder<CatalogueItem> builder)
    {
        builder.ToTable("catalogue_item", "credit");
        builder.HasKey(i => new { i.Version, i.Code });
    }
}
