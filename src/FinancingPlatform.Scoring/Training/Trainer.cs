using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scorecards;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>A trained model (训练结果).</summary>
/// <param name="Model">XGBoost's own JSON, or a scorecard's.</param>
/// <param name="Rounds">Rounds that early stopping chose; 0 for a scorecard.</param>
/// <param name="Calibration">Fitted on rows that the model had not seen.</param>
public sealed record TrainedModel(byte[] Model, int Rounds, Calibration Calibration)
{
    /// <summary>What the category columns' texts are turned into; empty when there are none.</summary>
    public IReadOnlyList<CategoryEncoding> Categories { get; init; } = [];

    /// <summary>The plan with the parameters that the search chose.</summary>
    public TrainingPlan Plan { get; init; } = new();
}

/// <summary>
/// Trains by XGBoost, or a scorecard (训练). Trees: the splits' models grow round by round side by side; the round with the least log loss on the rows
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
        return Fault(table, plan, plan.Folds) is { } fault ? fault : Fit(table, plan, progress, ct);
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
        if (Fault(table, plan, Math.Max(folds, plan.Folds)) is { } fault)
        {
            return fault;
        }

        var outer = Folds.Of(table, folds, plan.Seed);
        var margins = new float[table.Rows];
        for (var fold = 0; fold < folds; fold++)
        {
            var split = new Split(RowsWhere(outer, f => f != fold), RowsWhere(outer, f => f == fold));
            var held = Judge(table, split, plan with { Seed = plan.Seed + fold + 1 }, Part(progress, fold, folds), ct);
            if (!held.IsOk)
            {
                return held.Error;
            }

            for (var i = 0; i < held.Value.Length; i++)
            {
                margins[split.Held[i]] = held.Value[i];
            }
        }

        return margins;
    }

    /// <summary>Trains on one part and gives the calibrated log-odds of the other.</summary>
    internal static Result<float[]> Judge(ModelTable table, Split split, TrainingPlan plan, IProgress<double>? progress, CancellationToken ct) =>
        Fit(table.Take(split.Taught), plan, progress, ct).Then(fitted => ModelFile.Read(fitted.Model).Map(model =>
        {
            var held = OrderedTargetStatistics.Apply(table.Take(split.Held), fitted.Categories);
            // Folds' models have calibrations of their own; calibrated log-odds can be pooled, raw margins can't.
            return Enumerable.Range(0, held.Rows).Select(row => (float)fitted.Calibration.LogOdds(model.Margin(held.Row(row)))).ToArray();
        }));

    private static Error? Fault(ModelTable table, TrainingPlan plan, int folds)
    {
        var probe = plan.Kind == ModelKind.Trees ? XgboostLibrary.Probe() : Result.Ok;
        return probe.IsOk ? TableChecks.Fault(table, folds) : probe.Error;
    }

    private static Result<TrainedModel> Fit(ModelTable table, TrainingPlan plan, IProgress<double>? progress, CancellationToken ct)
    {
        var fitted = plan.Kind == ModelKind.Trees ? FitTrees(table.WithMeanWeightOne(), plan, progress, ct) : ScorecardTraining.Train(table, plan, progress, ct);
        progress?.Report(1);
        return fitted;
    }

    private static TrainedModel FitTrees(ModelTable table, TrainingPlan plan, IProgress<double>? progress, CancellationToken ct)
    {
        var candidates = ParameterSearch.Candidates(plan).ToArray();
        var parts = new Parts(progress, candidates.Length + 1);
        // Side by side, each in its own model: which one ends first changes nothing, and the first of equals wins as in a row.
        var tried = new (TrainingPlan Plan, Stopped Stopped)[candidates.Length];
        var lanes = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Environment.ProcessorCount / (plan.Threads ?? 1)), CancellationToken = ct };
        Parallel.For(0, candidates.Length, lanes, i => tried[i] = (candidates[i], EarlyStopping.Find(table, candidates[i], candidates[i].Parameters(table.Features), parts[i], ct)));
        var (chosen, stopped) = tried.Aggregate((best, next) => next.Stopped.Loss < best.Stopped.Loss ? next : best);
        var (encoded, categories) = OrderedTargetStatistics.Fit(table, chosen.Seed);
        var model = Boost(encoded, chosen, stopped.Rounds, ct);
        progress?.Report(1);
        return new TrainedModel(model, stopped.Rounds, CalibrationChoice.Fit(stopped.Held, stopped.Margins, plan.Seed)) { Categories = categories, Plan = chosen };
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

    /// <summary>Equal parts of the work that go on side by side.</summary>
    private sealed class Parts(IProgress<double>? whole, int count)
    {
        private readonly double[] _done = new double[count];
        private readonly Lock _one = new();

        public IProgress<double>? this[int part] => whole is null ? null : new Share(this, part);

        private void Report(int part, double value)
        {
            lock (_one)
            {
                _done[part] = Math.Max(_done[part], value);
                whole?.Report(_done.Sum() / count);
            }
        }

        private sealed class Share(Parts parts, int part) : IProgress<double>
        {
            public void Report(double value) => parts.Report(part, value);
        }
    }

    /// <summary>One of several equal parts of the work: the share never goes back when the next part begins.</summary>
    private static IProgress<double>? Part(IProgress<double>? whole, int part, int parts) => whole is null ? null : new PartOf(whole, part, parts);

    internal static int[] RowsWhere(int[] folds, Func<int, bool> condition) => [.. Enumerable.Range(0, folds.Length).Where(r => condition(folds[r]))];

    private sealed class PartOf(IProgress<double> whole, int part, int parts) : IProgress<double>
    {
        public void Report(double value) => whole.Report((part + value) / parts);
    }
}
