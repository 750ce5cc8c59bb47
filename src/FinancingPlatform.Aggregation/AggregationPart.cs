using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Data;

namespace FinancingPlatform.Aggregation;

/// <summary>What this part brings to the database (数据归集): the catalogue's rows and the registry's history.</summary>
public static class AggregationPart
{
    /// <summary>The part.</summary>
    public static DataPart Data { get; } = new("aggregation", typeof(AggregationPart).Assembly)
    {
        Seed = (kind, owner, ct) => kind == DatabaseKind.City ? CatalogueStore.SeedAsync(owner, ct) : Task.CompletedTask,
    };
}
