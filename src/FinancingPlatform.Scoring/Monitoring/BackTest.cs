namespace FinancingPlatform.Scoring.Monitoring;

/// <summary>A score that was shown before a loan, and how the loan went (评分与结果).</summary>
/// <param name="ProbabilityOfDefault">As the pack means it; demonstration packs' too, which is never shown but may be measured.</param>
/// <param name="IsBad">By rule C2.</param>
public readonly record struct ScoredOutcome(double ProbabilityOfDefault, bool IsBad);

/// <summary>What outcomes say of a model (回溯检验). Below the smallest group there are counts only: a figure over few firms tells about each of them.</summary>
/// <param name="Rows">Funded loans with a score shown before and an outcome; refused firms were never seen.</param>
/// <param name="Bad">Bad ones among them.</param>
/// <param name="Auc">Ranking; null below the smallest group.</param>
/// <param name="CalibrationError">|mean probability − share of bad|; null below the smallest group.</param>
public sealed record BackTest(long Rows, long Bad, double? Auc, double? CalibrationError)
{
    /// <summary>Loans below which no figure is given (rule C4 asks for at least 30 enterprises).</summary>
    public const int MinRows = 30;

    /// <summary>Bad and good ones below which no figure is given (rule D10: below 5 suppressed).</summary>
    public const int MinOfEach = 5;

    /// <summary>Below it a ranking is to be watched.</summary>
    public const double WatchAuc = 0.70;

    /// <summary>Below it a ranking is hardly better than chance.</summary>
    public const double AlarmAuc = 0.60;

    /// <summary>From here the probabilities are to be watched.</summary>
    public const double WatchCalibration = 0.02;

    /// <summary>From here they mislead.</summary>
    public const double AlarmCalibration = 0.05;

    /// <summary>Whether there are enough.</summary>
    public bool IsShown => Auc is not null;

    /// <summary>What the ranking says.</summary>
    public string AucLevel => Auc is not { } auc ? "too-few" : auc < AlarmAuc ? "alarm" : auc < WatchAuc ? "watch" : "ok";

    /// <summary>What the calibration says.</summary>
    public string CalibrationLevel => CalibrationError is not { } error ? "too-few" : error >= AlarmCalibration ? "alarm" : error >= WatchCalibration ? "watch" : "ok";

    /// <summary>Tests a model by outcomes.</summary>
    public static BackTest Of(IReadOnlyList<ScoredOutcome> seen)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var bad = seen.Count(s => s.IsBad);
        if (seen.Count < MinRows || bad < MinOfEach || seen.Count - bad < MinOfEach)
        {
            return new BackTest(seen.Count, bad, null, null);
        }

        var error = Math.Abs(seen.Average(s => s.ProbabilityOfDefault) - ((double)bad / seen.Count));
        return new BackTest(seen.Count, bad, AucOf(seen), error);
    }

    /// <summary>Share of pairs of a bad and a good one that are in order, ties as half (Mann–Whitney).</summary>
    private static double AucOf(IReadOnlyList<ScoredOutcome> seen)
    {
        var (rank, rankSum, i) = (1d, 0d, 0);
        var ordered = seen.OrderBy(s => s.ProbabilityOfDefault).ToList();
        while (i < ordered.Count)
        {
            var j = i;
            while (j < ordered.Count && ordered[j].ProbabilityOfDefault.Equals(ordered[i].ProbabilityOfDefault))
            {
                j++;
            }

            rankSum += ordered.Skip(i).Take(j - i).Count(s => s.IsBad) * (rank + ((j - i - 1) / 2d));
            rank += j - i;
            i = j;
        }

        double bad = seen.Count(s => s.IsBad);
        return (rankSum - (bad * (bad + 1) / 2)) / (bad * (seen.Count - bad));
    }
}
