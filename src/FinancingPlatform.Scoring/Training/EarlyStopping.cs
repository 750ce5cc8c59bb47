using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>Chooses the number of rounds (提前停止) by log loss on rows that each fold's model has not seen.</summary>
internal static class EarlyStopping
{
    public static (int Rounds, float[] Margins) Find(ModelTable table, TrainingPlan plan, IReadOnlyList<KeyValuePair<string, string>> parameters, IProgress<double>? progress, CancellationToken ct)
    {
        var folds = Folds.Of(table, plan.Folds, plan.Seed);
        var lanes = Enumerable.Range(0, plan.Folds).Select(f => new Lane(table, folds, f, parameters)).ToList();
        try
        {
            var (best, bestLoss, bestMargins) = (0, double.PositiveInfinity, new float[table.Rows]);
            var margins = new float[table.Rows];
            for (var round = 1; round <= plan.MaxRounds && round - best <= plan.Patience; round++)
            {
                foreach (var lane in lanes)
                {
                    ct.ThrowIfCancellationRequested();
                    lane.Boost(margins);
                }

                var loss = ModelMetrics.LogLoss(table, margins);
                if (loss < bestLoss)
                {
                    (best, bestLoss) = (round, loss);
                    margins.CopyTo(bestMargins, 0);
                }

                progress?.Report((double)round / plan.MaxRounds);
            }

            return (best, bestMargins);
        }
        finally
        {
            lanes.ForEach(lane => lane.Dispose());
        }
    }

    /// <summary>One fold's model and the rows it is judged on.</summary>
    private sealed class Lane : IDisposable
    {
        private readonly int[] _held;
        private readonly XgboostMatrix _training;
        private readonly XgboostMatrix _judged;
        private readonly XgboostBooster _booster;

        public Lane(ModelTable table, int[] folds, int fold, IReadOnlyList<KeyValuePair<string, string>> parameters)
        {
            _held = Trainer.RowsWhere(folds, f => f == fold);
            _training = new XgboostMatrix(table.Take(Trainer.RowsWhere(folds, f => f != fold)), labelled: true);
            _judged = new XgboostMatrix(table.Take(_held), labelled: false);
            _booster = new XgboostBooster(_training, parameters);
        }

        public void Boost(float[] margins)
        {
            _booster.Boost(_training);
            var held = _booster.Margins(_judged);
            for (var i = 0; i < _held.Length; i++)
            {
                margins[_held[i]] = held[i];
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
