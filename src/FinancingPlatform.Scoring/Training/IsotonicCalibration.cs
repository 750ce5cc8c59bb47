using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// Isotonic calibration (保序校准; Zadrozny and Elkan 2002) by pooling adjacent violators (Ayer et al. 1955). The blocks' centres are
/// joined by lines instead of steps, so that two different margins never tie.
/// </summary>
internal static class IsotonicCalibration
{
    /// <summary>Blocks closer than this are one: a line between them would be a step.</summary>
    private const double LeastMargin = 1e-6;

    /// <summary>Rows per block at least: the share of fewer is chance.</summary>
    private const int MinBlockRows = 20;

    /// <summary>Pools adjacent violators, then blocks too close to tell apart.</summary>
    /// <param name="table">Labelled rows.</param>
    /// <param name="margins">Their margins by a model that had not seen them.</param>
    /// <param name="platt">Platt's line of the same rows: goes on outside of the blocks.</param>
    public static Calibration Fit(ModelTable table, float[] margins, Calibration platt)
    {
        var blocks = new List<Block>();
        foreach (var block in Started(table, margins))
        {
            blocks.Add(block);
            while (blocks.Count > 1 && (blocks[^1].Share <= blocks[^2].Share || blocks[^1].Margin - blocks[^2].Margin < LeastMargin))
            {
                var joined = blocks[^2].With(blocks[^1]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add(joined);
            }
        }

        return new Calibration(Calibration.Isotonic, platt.Slope, platt.Intercept)
        {
            Knots = Rising([.. blocks.Select(b => new CalibrationKnot(PlattCalibration.Tidy(b.Margin), PlattCalibration.Tidy(Math.Log(b.Share / (1 - b.Share)))))]),
        };
    }

    /// <summary>Rows by rising margin, a few at a time.</summary>
    private static IEnumerable<Block> Started(ModelTable table, float[] margins)
    {
        var rows = Enumerable.Range(0, table.Rows).Where(table.IsReal).OrderBy(r => margins[r]).ThenBy(r => r).ToArray();
        for (var from = 0; from < rows.Length; from += MinBlockRows)
        {
            double weight = 0, bad = 0, margin = 0;
            // What is left at the end joins the last block.
            var to = rows.Length - from < 2 * MinBlockRows ? rows.Length : from + MinBlockRows;
            for (var i = from; i < to; i++)
            {
                var w = (double)table.WeightOf(rows[i]);
                weight += w;
                bad += w * table.Labels[rows[i]];
                margin += w * margins[rows[i]];
            }

            yield return new Block(weight, bad, margin, to - from);
            if (to == rows.Length)
            {
                yield break;
            }
        }
    }

    private static CalibrationKnot[] Rising(List<CalibrationKnot> knots)
    {
        // Tidied values may meet: a knot that does not rise is left out.
        var kept = new List<CalibrationKnot>();
        foreach (var knot in knots)
        {
            if (kept.Count == 0 || (knot.Margin > kept[^1].Margin && knot.LogOdds > kept[^1].LogOdds))
            {
                kept.Add(knot);
            }
        }

        return [.. kept];
    }

    /// <summary>Sums of a block; its share keeps half a row of each class, so that none is certain.</summary>
    private readonly record struct Block(double Weight, double Bad, double Margins, int Rows)
    {
        public double Share => (Bad + (Weight / Rows / 2)) / (Weight + (Weight / Rows));

        public double Margin => Margins / Weight;

        public Block With(Block other) => new(Weight + other.Weight, Bad + other.Bad, Margins + other.Margins, Rows + other.Rows);
    }
}
