using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A trained model (训练结果).</summary>
/// <param name="Model">XGBoost's own JSON.</param>
/// <param name="Rounds">Rounds that early stopping chose.</param>
/// <param name="Calibration">Fitted on rows that the model had not seen.</param>
public sealed record TrainedModel(byte[] Model, int Rounds, Calibration Calibration);

/// <summary>
/// Trains by XGBoost (训练): the folds' models grow round by round side by side; the round with the least log loss on the rows
/// they had not seen ends training, and those rows' margins fit the calibration. Then all rows train the model that is kept.
/// </summary>
public static class Trainer
{
    /// <summary>Below this a tree says nothing.</summary>
    public const int MinRows = 50;

    /// <summary>Trains on a labelled table.</summary>
    public static Result<TrainedModel> Train(ModelTable table, TrainingPlan plan, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        var probe = XgboostLibrary.Probe();
        if (!probe.IsOk)
        {
            return probe.Error;
        }

        return TableChecks.Fault(table, plan.Folds) is { } fault ? fault : Fit(table, plan, progress, ct);
    }

    /// <summary>Margins of every real row by models that had not seen its subject, early stopping included (nested cross-validation).</summary>
    public static Result<float[]> HeldOutMargins(ModelTable table, TrainingPlan plan, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        var probe = XgboostLibrary.Probe();
        if (!probe.IsOk)
        {
            return probe.Error;
        }

        if (TableChecks.Fault(table, plan.Folds) is { } fault)
        {
            return fault;
        }

        var outer = Folds.Of(table, plan.Folds, plan.Seed);
        var margins = new float[table.Rows];
        for (var fold = 0; fold < plan.Folds; fold++)
        {
            var held = RowsWhere(outer, f => f == fold);
            var inner = plan with { Seed = plan.Seed + fold + 1 };
            var fitted = Fit(table.Take(RowsWhere(outer, f => f != fold)), inner, null, ct);
            var model = Trees.XgboostJson.Read(fitted.Model).Value;
            foreach (var row in held)
            {
                // Folds' models have calibrations of their own; calibrated log-odds can be pooled, raw margins can't.
                margins[row] = (float)fitted.Calibration.LogOdds(model.Margin(table.Row(row)));
            }

            progress?.Report((fold + 1d) / plan.Folds);
        }

        return margins;
    }

    private static TrainedModel Fit(ModelTable table, TrainingPlan plan, IProgress<double>? progress, CancellationToken ct)
    {
        var parameters = plan.Parameters(table.Features);
        var (rounds, margins) = EarlyStopping.Find(table, plan, parameters, progress, ct);
        using var matrix = new XgboostMatrix(table, labelled: true);
        using var booster = new XgboostBooster(matrix, parameters);
        for (var round = 0; round < rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            booster.Boost(matrix);
        }

        progress?.Report(1);
        return new TrainedModel(booster.Save(), rounds, PlattCalibration.Fit(table, margins));
    }

    internal static int[] RowsWhere(int[] folds, Func<int, bool> condition) => [.. Enumerable.Range(0, folds.Length).Where(r => condition(folds[r]))];
}
