using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// Platt's or isotonic calibration, whichever foretells held-out rows better (校准方式选择): each is fitted on four fifths of the
/// held-out rows and judged by log loss on the rest, five times; the better one is then fitted on all of them.
/// </summary>
internal static class CalibrationChoice
{
    private const int Folds = 5;

    /// <summary>The better of both calibrations, fitted on all rows.</summary>
    /// <param name="table">Labelled rows.</param>
    /// <param name="margins">Their margins by a model that had not seen them.</param>
    /// <param name="seed">Seed of the folds.</param>
    public static Calibration Fit(ModelTable table, float[] margins, int seed)
    {
        var platt = PlattCalibration.Fit(table, margins);
        if (Enumerable.Range(0, table.Rows).Count(table.IsReal) < Calibration.MinIsotonicRows)
        {
            return platt;
        }

        var folds = Training.Folds.Of(table, Folds, seed);
        double plattLoss = 0, isotonicLoss = 0;
        for (var fold = 0; fold < Folds; fold++)
        {
            var (taught, judged) = (Trainer.RowsWhere(folds, f => f != fold), Trainer.RowsWhere(folds, f => f == fold));
            var (known, rest) = (table.Take(taught), table.Take(judged));
            var line = PlattCalibration.Fit(known, Pick(margins, taught));
            var steps = IsotonicCalibration.Fit(known, Pick(margins, taught), line);
            var weight = judged.Where(table.IsReal).Sum(r => (double)table.WeightOf(r));
            plattLoss += weight * ModelMetrics.LogLoss(rest, Calibrated(line, margins, judged));
            isotonicLoss += weight * ModelMetrics.LogLoss(rest, Calibrated(steps, margins, judged));
        }

        return isotonicLoss < plattLoss ? IsotonicCalibration.Fit(table, margins, platt) : platt;
    }

    private static float[] Pick(float[] from, int[] rows) => [.. rows.Select(r => from[r])];

    private static float[] Calibrated(Calibration calibration, float[] margins, int[] rows) => [.. rows.Select(r => (float)calibration.LogOdds(margins[r]))];
}
