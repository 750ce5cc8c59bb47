namespace FinancingPlatform.Aggregation.Catalogue;

/// <summary>What became of a layout that was loaded (载入结果).</summary>
public enum CatalogueLoad
{
    /// <summary>It is there already.</summary>
    Unchanged,

    /// <summary>A new item.</summary>
    Added,

    /// <summary>A later revision.</summary>
    Revised,
}

/// <summary>One item as the database has it (目录项).</summary>
/// <param name="Code">The item's code.</param>
/// <param name="Revision">Revision of its layout.</param>
/// <param name="Name">Chinese name.</param>
/// <param name="Mode">public, authorised or joint.</param>
/// <param name="Lists">List versions that name it.</param>
public sealed record CatalogueEntry(string Code, int Revision, string Name, string Mode, IReadOnlyList<string> Lists);
