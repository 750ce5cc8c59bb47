namespace FinancingPlatform.Scoring.Training;

/// <summary>A small seeded search of the main parameters (参数搜索): the plan itself first, then one for many rows, one for few and one for rare defaults, then drawn ones; the least held-out log loss wins.</summary>
internal static class ParameterSearch
{
    private static readonly int[] s_depths = [2, 3, 4, 5, 6, 8];
    private static readonly double[] s_leafWeights = [1, 2, 5, 10, 30];
    private static readonly double[] s_penalties = [1, 5, 20];
    private static readonly double[] s_shares = [0.4, 0.6, 0.8, 1];

    public static IEnumerable<TrainingPlan> Candidates(TrainingPlan plan)
    {
        yield return plan;
        TrainingPlan[] known = [TrainingPlan.ManyRows, TrainingPlan.FewRows, TrainingPlan.Sharp];
        foreach (var one in known.Take(plan.Candidates))
        {
            yield return one with { Seed = plan.Seed, Folds = plan.Folds, Threads = plan.Threads };
        }

        var random = new SplitMix(plan.Seed);
        for (var i = known.Length; i < plan.Candidates; i++)
        {
            yield return plan with
            {
                MaxRounds = TrainingPlan.ManyRows.MaxRounds,
                Depth = Draw(random, s_depths),
                MinLeafWeight = Draw(random, s_leafWeights),
                Penalty = Draw(random, s_penalties),
                ColumnShare = Draw(random, s_shares),
                RowShare = Draw(random, s_shares),
            };
        }
    }

    private static T Draw<T>(SplitMix random, T[] from) => from[random.Below(from.Length)];
}
