using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// Platt's scaling (Platt 校准; Platt 1999, targets smoothed as there): a logistic regression of the outcome on the margin of
/// rows that the model had not seen, by Newton's method.
/// </summary>
internal static class PlattCalibration
{
    private const int MaxSteps = 100;
    private const double Enough = 1e-12;
    private const double LeastSlope = 1e-3;

    public static Calibration Fit(ModelTable table, float[] margins)
    {
        var rows = Enumerable.Range(0, table.Rows).Where(table.IsReal).ToArray();
        var bad = rows.Count(r => table.Labels[r] > 0);
        // Platt's targets: neither class is ever certain, which keeps the slope finite when margins separate the classes.
        var (high, low) = ((bad + 1d) / (bad + 2d), 1d / (rows.Length - bad + 2d));
        double slope = 1, intercept = 0;
        for (var step = 0; step < MaxSteps; step++)
        {
            double g0 = 0, g1 = 0, h00 = 1e-12, h01 = 0, h11 = 1e-12;
            foreach (var row in rows)
            {
                double x = margins[row], w = table.WeightOf(row);
                var p = 1 / (1 + Math.Exp(-((slope * x) + intercept)));
                var error = w * (p - (table.Labels[row] > 0 ? high : low));
                var curve = w * p * (1 - p);
                g0 += error;
                g1 += error * x;
                h00 += curve;
                h01 += curve * x;
                h11 += curve * x * x;
            }

            var determinant = (h00 * h11) - (h01 * h01);
            var (d0, d1) = (((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
            intercept -= d0;
            slope -= d1;
            if (Math.Abs(d0) + Math.Abs(d1) < Enough)
            {
                break;
            }
        }

        // A slope at or below zero would turn the declared directions round: the model then knows nothing, and says so by a flat scale.
        return new Calibration(Calibration.Platt, Tidy(Math.Max(slope, LeastSlope)), Tidy(intercept));
    }

    /// <summary>Ten digits: below them machines' exponentials may differ, and a pack's bytes must not.</summary>
    internal static double Tidy(double value) => Math.Round(value, 10);
}
