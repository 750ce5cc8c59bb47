using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Scores;

/// <summary>The stored inputs of a score as a row again (评分输入还原).</summary>
public static class StoredInputs
{
    /// <summary>The row in the pack's order, unknown as NaN; null when the inputs do not fit the pack.</summary>
    public static float[]? Read(ScoringPack pack, string inputs)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return ScoreInputs.Read(pack, inputs);
    }
}
