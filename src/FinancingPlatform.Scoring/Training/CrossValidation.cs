using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>Figures of a cross-validation (交叉验证): all held-out rows together, and each fold alone.</summary>
/// <param name="All">Over every row, each judged by a model that had not seen its subject.</param>
/// <param name="Folds">Fold by fold.</param>
public sealed record CrossValidation(ModelMetrics All, IReadOnlyList<ModelMetrics> Folds)
{
    /// <summary>Most folds that are taken.</summary>
    public const int MaxFolds = 50;

    /// <summary>Trains one model per fold, early stopping and calibration inside the training part, and judges it on the fold.</summary>
    public static Result<CrossValidation> Run(ModelTable table, TrainingPlan plan, int folds, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        return Trainer.HeldOutMargins(table, plan, folds, progress, ct).Map(held =>
        {
            var foldOf = Training.Folds.Of(table, folds, plan.Seed);
            var each = Enumerable.Range(0, folds).Select(fold =>
            {
                var rows = Trainer.RowsWhere(foldOf, f => f == fold);
                return ModelMetrics.Of(table.Take(rows), [.. rows.Select(r => (double)held[r])]);
            });
            return new CrossValidation(ModelMetrics.Of(table, [.. held.Select(m => (double)m)]), [.. each]);
        });
    }
}
