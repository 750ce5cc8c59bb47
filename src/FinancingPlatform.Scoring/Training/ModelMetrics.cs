using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>How well log-odds foretell defaults (模型指标); weighted where the table has weights.</summary>
/// <param name="Rows">Rows judged.</param>
/// <param name="Auc">Area under the ROC curve.</param>
/// <param name="Ks">Kolmogorov–Smirnov distance.</param>
/// <param name="Brier">Mean squared error of the probability.</param>
/// <param name="Ece">Expected calibration error over 10 bins of equal weight.</param>
/// <param name="Logloss">Mean log loss.</param>
public sealed record ModelMetrics(int Rows, double Auc, double Ks, double Brier, double Ece, double Logloss)
{
    private const int Bins = 10;

    /// <summary>Judges log-odds of the table's real rows.</summary>
    public static ModelMetrics Of(ModelTable table, IReadOnlyList<double> logOdds)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(logOdds);
        var rows = Enumerable.Range(0, table.Rows).Where(table.IsReal).OrderBy(r => logOdds[r]).ThenBy(r => r).ToArray();
        double total = 0, brier = 0, loss = 0;
        foreach (var row in rows)
        {
            var (w, y) = (table.WeightOf(row), table.Labels[row]);
            var p = Probability(logOdds[row]);
            total += w;
            brier += w * (p - y) * (p - y);
            loss += w * Loss(logOdds[row], y);
        }

        var (auc, ks) = Ranking(table, rows, logOdds);
        return new ModelMetrics(rows.Length, auc, ks, brier / total, CalibrationError(table, rows, logOdds, total), loss / total);
    }

    internal static double LogLoss(ModelTable table, float[] margins)
    {
        double total = 0, loss = 0;
        for (var row = 0; row < table.Rows; row++)
        {
            if (table.IsReal(row))
            {
                total += table.WeightOf(row);
                loss += table.WeightOf(row) * Loss(margins[row], table.Labels[row]);
            }
        }

        return loss / total;
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>log(1 + e^z) − y·z, without overflow.</summary>
    private static double Loss(double z, double y) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z))) - (y * z);

    private static (double Auc, double Ks) Ranking(ModelTable table, int[] sorted, IReadOnlyList<double> logOdds)
    {
        double goods = sorted.Sum(r => table.Labels[r] > 0 ? 0d : table.WeightOf(r));
        double bads = sorted.Sum(r => table.Labels[r] > 0 ? (double)table.WeightOf(r) : 0);
        double below = 0, badBelow = 0, area = 0, ks = 0;
        for (var i = 0; i < sorted.Length;)
        {
            double tiedGood = 0, tiedBad = 0;
            var value = logOdds[sorted[i]];
            for (; i < sorted.Length && logOdds[sorted[i]].Equals(value); i++)
            {
                var w = table.WeightOf(sorted[i]);
                if (table.Labels[sorted[i]] > 0)
                {
                    tiedBad += w;
                }
                else
                {
                    tiedGood += w;
                }
            }

            area += tiedBad * (below + (tiedGood / 2));
            below += tiedGood;
            badBelow += tiedBad;
            ks = Math.Max(ks, Math.Abs((below / goods) - (badBelow / bads)));
        }

        return (area / (goods * bads), ks);
    }

    private static double CalibrationError(ModelTable table, int[] sorted, IReadOnlyList<double> logOdds, double total)
    {
        var gap = new double[Bins];
        double passed = 0;
        foreach (var row in sorted)
        {
            var w = table.WeightOf(row);
            var bin = Math.Min(Bins - 1, (int)((passed + (w / 2)) / total * Bins));
            gap[bin] += w * (Probability(logOdds[row]) - table.Labels[row]);
            passed += w;
        }

        return gap.Sum(Math.Abs) / total;
    }
}
