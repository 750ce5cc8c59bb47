using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Scoring.Scorecards;

/// <summary>
/// Trains a scorecard (评分卡训练; Siddiqi 2006): each column in bins of one trend, a logistic regression of the outcome on the bins' weights of
/// evidence, columns left out that tell too little or turn their own sign round, whole points by PDO.
/// </summary>
internal static class ScorecardTraining
{
    /// <summary>Below it a column says nothing worth a row on paper (Siddiqi 2006: "unpredictive").</summary>
    private const double LeastInformation = 0.02;

    /// <summary>Digits of figures for the reader; points are whole.</summary>
    private const int Digits = 6;

    /// <summary>Share of an empty bin: reasons need every bin to be reachable.</summary>
    private const double LeastShare = 1e-6;

    /// <summary>Trains on a labelled table; Platt's line is fitted on rows that the folds' cards had not seen.</summary>
    public static Result<TrainedModel> Train(ModelTable table, TrainingPlan plan, IProgress<double>? progress, CancellationToken ct)
    {
        var scale = PointsScale.Of(table);
        table = table.WithMeanWeightOne();
        var splits = Splits.Of(table, plan);
        var margins = new float[table.Rows];
        for (var i = 0; i < splits.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            var split = splits[i];
            var (taught, encodings) = OrderedTargetStatistics.Fit(table.Take(split.Taught), plan.Seed);
            var part = Fit(taught);
            if (!part.IsOk)
            {
                return part.Error;
            }

            var held = part.Value.Margins(OrderedTargetStatistics.Apply(table.Take(split.Held), encodings));
            for (var k = 0; k < held.Length; k++)
            {
                margins[split.Held[k]] = held[k];
            }

            progress?.Report((i + 1d) / (splits.Count + 1));
        }

        int[] judged = [.. splits.SelectMany(s => s.Held).Order()];
        var platt = PlattCalibration.Fit(table.Take(judged), [.. judged.Select(r => margins[r])]);
        var (encoded, categories) = OrderedTargetStatistics.Fit(table, plan.Seed);
        var fitted = Fit(encoded);
        if (!fitted.IsOk)
        {
            return fitted.Error;
        }

        var card = Card(encoded, fitted.Value, platt, scale).Write();
        return Scorecard.Read(card).IsOk
            ? new TrainedModel(card, 0, new Calibration(Calibration.Platt, 1, 0)) { Categories = categories, Plan = plan }
            // A line through rows that are told apart completely, or not at all, has no end: its points fit no card.
            : ScoringError.Table("label", "留出的样本被完全分开或完全分不开，分值无法校准；请提供更多样本", "held-out rows are told apart completely or not at all, so that no points can be calibrated: give more rows");
    }

    /// <summary>Fits on numbers (categories already encoded), weights of mean one; uncalibrated.</summary>
    private static Result<FittedCard> Fit(ModelTable table)
    {
        var (kept, left) = (new List<Column>(), new List<LeftOut>());
        for (var i = 0; i < table.Width; i++)
        {
            var values = Enumerable.Range(0, table.Rows).Select(r => table.Row(r)[i]).ToArray();
            var feature = table.Features[i];
            var bins = MonotoneBins.Of(values, table.Labels, r => table.WeightOf(r), feature.Type == ColumnType.Category ? 1 : feature.Direction);
            if (bins.InformationValue < LeastInformation)
            {
                left.Add(new LeftOut(feature.Name, string.Create(CultureInfo.InvariantCulture, $"information value {bins.InformationValue:0.0000} below {LeastInformation}")));
                continue;
            }

            kept.Add(new Column(feature.Name, bins, [.. values.Select(bins.Place)]));
        }

        return Regress(table, kept, left);
    }

    /// <summary>The card in whole points: Platt's line goes into base and points, so that what is added up is calibrated.</summary>
    private static Scorecard Card(ModelTable table, FittedCard fitted, Calibration platt, PointsScale scale)
    {
        var toPoints = -scale.Factor * platt.Slope;
        var characteristics = fitted.Columns.Select((column, i) =>
        {
            var coefficient = fitted.Regression.Coefficients[i + 1];
            var total = column.Bins.Total;
            ScorecardBin Bin(BinCount count, float? below)
            {
                var woe = column.Bins.Woe(count);
                return new ScorecardBin(
                    (int)Math.Round(toPoints * coefficient.Estimate * woe, MidpointRounding.AwayFromZero),
                    Math.Round(Math.Max(count.All / total.All, LeastShare), Digits),
                    below,
                    Math.Round(count.BadShare, Digits),
                    Math.Round(woe, Digits));
            }

            var counts = column.Bins.Counts;
            return new Characteristic(
                column.Name,
                column.Bins.Trend,
                [.. counts.Select((count, b) => Bin(count, b < counts.Count - 1 ? column.Bins.Below[b] : null))],
                Bin(column.Bins.Unknown, null))
            {
                Coefficient = Math.Round(coefficient.Estimate, Digits),
                StandardError = Math.Round(coefficient.StandardError, Digits),
                Wald = Math.Round(coefficient.Wald, Digits),
                InformationValue = Math.Round(column.Bins.InformationValue, Digits),
            };
        });
        var start = platt.LogOdds((float)fitted.Regression.Coefficients[0].Estimate);
        return new Scorecard(
            Scorecard.CurrentFormat,
            [.. table.Features.Select(f => f.Name)],
            scale.PointsToDoubleOdds,
            scale.BasePoints,
            scale.BaseLogOdds,
            scale.BasePoints + (int)Math.Round(-scale.Factor * (start - scale.BaseLogOdds), MidpointRounding.AwayFromZero),
            [.. characteristics])
        {
            LeftOut = fitted.LeftOut,
        };
    }

    private static Result<FittedCard> Regress(ModelTable table, List<Column> kept, List<LeftOut> left)
    {
        while (kept.Count > 0)
        {
            var design = new Design(
                [.. kept.Select(c => c.Name)],
                [.. Enumerable.Range(0, table.Rows).SelectMany(row => kept.Select(c => c.Evidence(row)))],
                table.Labels,
                table.Weights);
            var fit = LogisticRegression.Fit(design);
            if (!fit.IsOk)
            {
                // A column that the others already hold: the card stands without it.
                var repeated = kept.FindIndex(c => fit.Error.Field == $"column {c.Name}");
                if (repeated < 0)
                {
                    return fit.Error;
                }

                left.Add(new LeftOut(kept[repeated].Name, fit.Error.MessageEn));
                kept.RemoveAt(repeated);
                continue;
            }

            // Evidence for the good that raises the risk: the column only mends others' errors and would break its own trend.
            var worst = Enumerable.Range(0, kept.Count).MaxBy(i => fit.Value.Coefficients[i + 1].Estimate);
            if (fit.Value.Coefficients[worst + 1].Estimate < 0)
            {
                return new FittedCard(kept, fit.Value, left);
            }

            left.Add(new LeftOut(kept[worst].Name, "its coefficient turned round beside the other columns"));
            kept.RemoveAt(worst);
        }

        return ScoringError.Table("columns", "没有一列的信息值足以入卡", "no column tells enough for a scorecard");
    }

    /// <summary>A column in bins, with the bin of each row.</summary>
    private sealed record Column(string Name, MonotoneBins Bins, int[] Places)
    {
        private readonly double[] _woe = [Bins.Woe(Bins.Unknown), .. Bins.Counts.Select(Bins.Woe)];

        public double Evidence(int row) => _woe[Places[row] + 1];

        public double EvidenceOf(float value) => _woe[Bins.Place(value) + 1];
    }

    /// <summary>A regression on weights of evidence, not yet in points.</summary>
    private sealed record FittedCard(IReadOnlyList<Column> Columns, LogisticRegression Regression, IReadOnlyList<LeftOut> LeftOut)
    {
        /// <summary>Log-odds of each row of a table with the same columns.</summary>
        public float[] Margins(ModelTable table)
        {
            var at = Columns.Select(c => table.Features.TakeWhile(f => f.Name != c.Name).Count()).ToArray();
            return [.. Enumerable.Range(0, table.Rows).Select(row => (float)Regression.LogOdds([.. Columns.Select((c, i) => c.EvidenceOf(table.Row(row)[at[i]]))]))];
        }
    }
}
