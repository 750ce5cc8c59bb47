using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Bench.Scoring;

/// <summary>Invented numbers for the bench (虚构样本): seeded, some unknown, some heavy-tailed as money is, and a label that hangs on a few of them.</summary>
internal static class InventedTable
{
    public const int Columns = 40;
    private const int Seed = 20260101;
    private const int Fine = 1 << 30;
    private const double UnknownShare = 0.05;

    /// <summary>Every so many columns is heavy-tailed.</summary>
    private const int Heavy = 3;

    public static ModelTable Make(int rows)
    {
        var random = new SplitMix(Seed);
        var values = new float[rows * Columns];
        var labels = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var own = values.AsSpan(row * Columns, Columns);
            for (var column = 0; column < Columns; column++)
            {
                var normal = Math.Sqrt(-2 * Math.Log(1 - Share(random))) * Math.Cos(2 * Math.PI * Share(random));
                own[column] = Share(random) < UnknownShare ? float.NaN : (float)(column % Heavy == 0 ? Math.Exp(2 * normal) : normal);
            }

            labels[row] = Share(random) < 1 / (1 + Math.Exp(-LogOdds(own))) ? 1 : 0;
        }

        return new ModelTable([.. Enumerable.Range(0, Columns).Select(i => new SchemaColumn($"invented_{i}", ColumnRole.Feature))], values, rows) { Labels = labels };
    }

    private static double LogOdds(ReadOnlySpan<float> row) =>
        Known(row[1]) + (Known(row[2]) * Known(row[4])) + (0.3 * Math.Log(1 + Known(row[3]))) - (0.5 * Known(row[5]) * Known(row[7])) - 1;

    /// <summary>From 0 to below 1.</summary>
    private static double Share(SplitMix random) => random.Below(Fine) / (double)Fine;

    private static double Known(float value) => float.IsNaN(value) ? 0 : value;
}
