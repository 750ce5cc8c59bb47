namespace FinancingPlatform.Scoring.Trees;

/// <summary>What a model file may ask of this machine; above a limit it is refused by name.</summary>
internal static class TreeLimits
{
    /// <summary>256 MB: far above any pack, far below the memory of a small server.</summary>
    public const long MaxModelBytes = 256L * 1024 * 1024;

    public const int MaxTrees = 20_000;

    /// <summary>All trees together.</summary>
    public const int MaxNodes = 4_000_000;

    /// <summary>Exact Shapley values keep one row of memory per level squared.</summary>
    public const int MaxDepth = 64;

    public const int MaxFeatures = 10_000;

    /// <summary>A category's number; a set keeps one bit for each up to its largest.</summary>
    public const int MaxCategory = 65_535;
}
