using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>What early stopping found: rounds, their log loss, and the held-out rows with their margins.</summary>
internal sealed record Stopped(int Rounds, double Loss, ModelTable Held, float[] Margins);

/// <summary>Chooses the number of rounds (提前停止) by log loss on rows that each split's model has not seen.</summary>
internal static class EarlyStopping
{
    public static Stopped Find(ModelTable table, TrainingPlan plan, IReadOnlyList<KeyValuePair<string, string>> parameters, IProgress<double>? progress, CancellationToken ct)
    {
        var splits = Splits.Of(table, plan);
        var rows = splits.SelectMany(s => s.Held).Order().ToArray();
        var held = table.Take(rows);
        var placeOf = new int[table.Rows];
        for (var i = 0; i < rows.Length; i++)
        {
            placeOf[rows[i]] = i;
        }

        var lanes = splits.Select(s => new Lane(table, s, placeOf, plan.Seed, parameters)).ToList();
        try
        {
            var (best, bestLoss, bestMargins) = (0, double.PositiveInfinity, new float[rows.Length]);
            var margins = new float[rows.Length];
            for (var round = 1; round <= plan.MaxRounds && round - best <= plan.Patience; round++)
            {
                foreach (var lane in lanes)
                {
                    ct.ThrowIfCancellationRequested();
                    lane.Boost(margins);
                }

                var loss = ModelMetrics.LogLoss(held, margins);
                if (loss < bestLoss)
                {
                    (best, bestLoss) = (round, loss);
                    margins.CopyTo(bestMargins, 0);
                }

                progress?.Report((double)round / plan.MaxRounds);
            }

            return new Stopped(best, bestLoss, held, bestMargins);
        }
        finally
        {
            lanes.ForEach(lane => lane.Dispose());
        }
    }

    /// <summary>One split's model and the rows it is judged on.</summary>
    private sealed class Lane : IDisposable
    {
        private readonly int[] _places;
        private readonly XgboostMatrix _training;
        private readonly XgboostMatrix _judged;
        private readonly XgboostBooster _booster;

        public Lane(ModelTable table, Split split, int[] placeOf, int seed, IReadOnlyList<KeyValuePair<string, string>> parameters)
        {
            _places = [.. split.Held.Select(r => placeOf[r])];
            var (taught, encodings) = OrderedTargetStatistics.Fit(table.Take(split.Taught), seed);
            _training = new XgboostMatrix(taught, labelled: true);
            _judged = new XgboostMatrix(OrderedTargetStatistics.Apply(table.Take(split.Held), encodings), labelled: false);
            _booster = new XgboostBooster(_training, parameters);
        }

        public void Boost(float[] margins)
        {
            _booster.Boost(_training);
            var held = _booster.Margins(_judged);
            for (var i = 0; i < _places.Length; i++)
            {
                margins[_places[i]] = held[i];
            }
        }

        public void Dispose()
        {
            _booster.Dispose();
            _judged.Dispose();
            _training.Dispose();
        }
    }
}
