using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A trained model (训练结果).</summary>
/// <param name="Model">XGBoost's own JSON.</param>
/// <param name="Rounds">Rounds that early stopping chose.</param>
/// <param name="Calibration">Fitted on rows that the model had not seen.</param>
public sealed record TrainedModel(byte[] Model, int Rounds, Calibration Calibration)
{
    /// <summary>What the category columns' texts are turned into; empty when there are none.</summary>
    public IReadOnlyList<CategoryEncoding> Categories { get; init; } = [];

    /// <summary>The plan with the parameters that the search chose.</summary>
    public TrainingPlan Plan { get; init; } = new();
}

/// <summary>
/// Trains by XGBoost (训练): the splits' models grow round by round side by side; the round with the least log loss on the rows
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
        return Fault(table, plan.Folds) is { } fault ? fault : Fit(table, plan, progress, ct);
    }

    /// <summary>Calibrated log-odds of every real row by models that had not seen its subject, early stopping included (nested cross-validation).</summary>
    public static Result<float[]> HeldOutMargins(ModelTable table, TrainingPlan plan, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return HeldOutMargins(table, plan, plan.Folds, progress, ct);
    }

    /// <summary>The same with another number of outer folds.</summary>
    public static Result<float[]> HeldOutMargins(ModelTable table, TrainingPlan plan, int folds, IProgress<double>? progress = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(plan);
        if (Fault(table, Math.Max(folds, plan.Folds)) is { } fault)
        {
            return fault;
        }

        var outer = Folds.Of(table, folds, plan.Seed);
        var margins = new float[table.Rows];
        for (var fold = 0; fold < folds; fold++)
        {
            var split = new Split(RowsWhere(outer, f => f != fold), RowsWhere(outer, f => f == fold));
            var held = Judge(table, split, plan with { Seed = plan.Seed + fold + 1 }, ct);
            for (var i = 0; i < held.Length; i++)
            {
                margins[split.Held[i]] = held[i];
            }

            progress?.Report((fold + 1d) / folds);
        }

        return margins;
    }

    /// <summary>Trains on one part and gives the calibrated log-odds of the other.</summary>
    internal static float[] Judge(ModelTable table, Split split, TrainingPlan plan, CancellationToken ct)
    {
        var fitted = Fit(table.Take(split.Taught), plan, null, ct);
        var model = Trees.XgboostJson.Read(fitted.Model).Value;
        var held = OrderedTargetStatistics.Apply(table.Take(split.Held), fitted.Categories);
        // Folds' models have calibrations of their own; calibrated log-odds can be pooled, raw margins can't.
        var margins = new float[held.Rows];
        model.Margins(held.Values, margins);
        return [.. margins.Select(margin => (float)fitted.Calibration.LogOdds(margin))];
    }

    private static Error? Fault(ModelTable table, int folds)
    {
        var probe = XgboostLibrary.Probe();
        return probe.IsOk ? TableChecks.Fault(table, folds) : probe.Error;
    }

    private static TrainedModel Fit(ModelTable table, TrainingPlan plan, IProgress<double>? progress, CancellationToken ct)
    {
        var (chosen, stopped) = ParameterSearch.Candidates(plan)
            .Select(p => (Plan: p, Stopped: EarlyStopping.Find(table, p, p.Parameters(table.Features), progress, ct)))
            .Aggregate((best, next) => next.Stopped.Loss < best.Stopped.Loss ? next : best);
        var (encoded, categories) = OrderedTargetStatistics.Fit(table, chosen.Seed);
        var model = Boost(encoded, chosen, stopped.Rounds, ct);
        progress?.Report(1);
        return new TrainedModel(model, stopped.Rounds, PlattCalibration.Fit(stopped.Held, stopped.Margins)) { Categories = categories, Plan = chosen };
    }

    /// <summary>A fixed number of rounds on an encoded table; the model as XGBoost's JSON.</summary>
    internal static byte[] Boost(ModelTable encoded, TrainingPlan plan, int rounds, CancellationToken ct)
    {
        using var matrix = new XgboostMatrix(encoded, labelled: true);
        using var booster = new XgboostBooster(matrix, plan.Parameters(encoded.Features));
        for (var round = 0; round < rounds; round++)
        {
            ct.ThrowIfCancellationRequested();
            booster.Boost(matrix);
        }

        return booster.Save();
    }

    internal static int[] RowsWhere(int[] folds, Func<int, bool> condition) => [.. Enumerable.Range(0, folds.Length).Where(r => condition(folds[r]))];
}
