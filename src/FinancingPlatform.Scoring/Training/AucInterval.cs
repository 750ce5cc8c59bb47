using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>95 % interval of an AUC (AUC 置信区间) by DeLong, DeLong and Clarke-Pearson 1988; unweighted, needs no random numbers.</summary>
/// <param name="Auc">The area.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="StandardError">Standard error.</param>
public sealed record AucInterval(double Auc, double Low, double High, double StandardError)
{
    private const double Normal95 = 1.959963984540054;

    /// <summary>The interval for the table's real rows.</summary>
    public static AucInterval Of(ModelTable table, IReadOnlyList<double> logOdds)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(logOdds);
        var rows = Enumerable.Range(0, table.Rows).Where(table.IsReal).ToArray();
        var bad = rows.Where(r => table.Labels[r] > 0).Select(r => logOdds[r]).ToArray();
        var good = rows.Where(r => table.Labels[r] <= 0).Select(r => logOdds[r]).ToArray();
        var ofBad = bad.Select(b => good.Average(g => Above(b, g))).ToArray();
        var ofGood = good.Select(g => bad.Average(b => Above(b, g))).ToArray();
        var auc = ofBad.Average();
        var error = Math.Sqrt((Variance(ofBad, auc) / bad.Length) + (Variance(ofGood, auc) / good.Length));
        return new AucInterval(auc, Math.Max(0, auc - (Normal95 * error)), Math.Min(1, auc + (Normal95 * error)), error);
    }

    private static double Above(double bad, double good) => bad > good ? 1 : bad < good ? 0 : 0.5;

    private static double Variance(double[] values, double mean) => values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1);
}
