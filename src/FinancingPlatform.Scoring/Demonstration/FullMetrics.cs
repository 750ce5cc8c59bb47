using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Scoring.Demonstration;

/// <summary>What metrics.json of the full demonstration pack says. Held out: each firm judged by models that had not seen it.</summary>
internal sealed record FullMetrics(
    string Kind,
    bool Demonstration,
    int Rows,
    int Bad,
    string AsOf,
    string Protocol,
    double Auc,
    double AucLow,
    double AucHigh,
    double AucStandardError,
    double Ks,
    double Brier,
    double Ece,
    double Logloss,
    double AucOfInvoiceCountAlone,
    int Rounds,
    TrainingPlan Plan)
{
    private const int Digits = 4;

    [System.Text.Json.Serialization.JsonIgnore]
    public double SampleLogOdds => Math.Round(Math.Log((double)Bad / (Rows - Bad)), 6);

    public static FullMetrics Of(ModelTable table, float[] held, ModelTable firms, TrainedModel trained, TrainingPlan plan, DateOnly asOf)
    {
        double[] logOdds = [.. held.Select(m => (double)m)];
        var figures = ModelMetrics.Of(table, logOdds);
        var interval = AucInterval.Of(table, logOdds);
        var count = Enumerable.Range(0, firms.Width).First(i => firms.Features[i].Name == "sales_invoices_12m");
        // The plainest rival: fewer invoices, more risk. Unknown counts as none here only.
        double[] rival = [.. Enumerable.Range(0, firms.Rows).Select(r => float.IsNaN(firms.Row(r)[count]) ? 0d : -firms.Row(r)[count])];
        return new FullMetrics(
            "trained",
            true,
            firms.Rows,
            firms.Labels.Count(l => l > 0),
            asOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            $"{plan.Folds} stratified folds, one firm in one fold; rounds and calibration chosen inside each training part by {plan.Folds} folds of its own; interval by DeLong",
            Round(interval.Auc),
            Round(interval.Low),
            Round(interval.High),
            Round(interval.StandardError),
            Round(figures.Ks),
            Round(figures.Brier),
            Round(figures.Ece),
            Round(figures.Logloss),
            Round(ModelMetrics.Of(firms, rival).Auc),
            trained.Rounds,
            plan);
    }

    private static double Round(double value) => Math.Round(value, Digits);
}
