using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Cli.Bench.Scoring;

/// <summary>
/// Our evaluation, explanation and training against XGBoost's own, on one model trained in the run (评分速度). Before anything is
/// timed the answers are held against each other; both sides then work in turns and the least time of each counts.
/// </summary>
internal static class ScoringBench
{
    private const int FullRows = 500_000;
    private const int QuickRows = 100_000;
    private const int TrainingRows = 50_000;
    private const int QuickTrainingRows = 15_000;
    private const int ExplainedRows = 1_000;
    private const int QuickExplainedRows = 200;
    private const int SingleRows = 2_000;
    private const int Turns = 3;
    private const double MarginTolerance = 1e-6;
    private const double ShareTolerance = 1e-5;

    public static Benchmark Benchmark { get; } = new("scoring", "One row, a batch, Shapley reasons and training against XGBoost itself, on one model of 100 trees, depth 6, 40 columns.", RunAsync);

    private static async Task<object> RunAsync(BenchContext context, CancellationToken cancel)
    {
        if (XgboostLibrary.Probe() is { IsOk: false } missing)
        {
            throw new CliException(missing.Error.MessageEn, "bench scoring", "apt-get install -y libxgboost0 python3-xgboost");
        }

        context.Output.Say("Training, in turns with Python.");
        var table = InventedTable.Make(context.Quick ? QuickTrainingRows : TrainingRows);
        var (json, train, seconds) = await Fit.MeasureAsync(table, Turns, context, cancel).ConfigureAwait(false);
        context.Output.Say($"  fit of {table.Rows} rows: {seconds}");
        var model = XgboostJson.Read(json).Value;
        var asked = InventedTable.Make(context.Quick ? QuickRows : FullRows);
        var pinned = GCHandle.Alloc(asked.Values, GCHandleType.Pinned);
        try
        {
            return Measure(model, json, asked, pinned.AddrOfPinnedObject(), context) with { TrainX = Round(train) };
        }
        finally
        {
            pinned.Free();
        }
    }

    private static ScoringFigures Measure(BoostedTrees model, byte[] json, ModelTable asked, IntPtr rows, BenchContext context)
    {
        Agree(model, json, asked, rows);
        var one = OneRow(model, json, asked, rows, context.Output);
        var batch = Batch(model, json, asked, rows, 1, context.Output);
        var both = Batch(model, json, asked, rows, 2, context.Output);
        var shap = Shapley(model, json, context.Quick ? QuickExplainedRows : ExplainedRows, asked, context.Output);
        return new ScoringFigures(
            Round(one), Round(batch), Round(both), Round(shap), 0,
            string.Create(CultureInfo.InvariantCulture, $"{model.TreeCount} trees, depth {model.Depth}, {model.FeatureCount} columns"));
    }

    /// <summary>A fast wrong answer is no result.</summary>
    private static void Agree(BoostedTrees model, byte[] json, ModelTable asked, IntPtr rows)
    {
        var (ours, theirs) = (new float[asked.Rows], new float[asked.Rows]);
        model.Margins(asked.Values, ours);
        using var library = new LibraryModel(json, 1);
        library.Margins(rows, asked.Rows, asked.Width, theirs);
        for (var row = 0; row < ours.Length; row++)
        {
            var alone = model.Margin(asked.Row(row));
            if (Math.Abs(ours[row] - theirs[row]) > MarginTolerance * Math.Max(1, Math.Abs(theirs[row])) || BitConverter.SingleToInt32Bits(ours[row]) != BitConverter.SingleToInt32Bits(alone))
            {
                throw new CliException($"Row {row}: {ours[row]:R} at once, {alone:R} alone, {theirs[row]:R} by XGBoost.", "bench scoring", "This is a fault of the evaluator; report it.");
            }
        }
    }

    private static double OneRow(BoostedTrees model, byte[] json, ModelTable asked, IntPtr rows, Output output)
    {
        using var library = new LibraryModel(json, 1);
        var (ours, theirs) = (new float[SingleRows], new float[1]);
        return Compare("one row", SingleRows, output,
            () =>
            {
                for (var row = 0; row < SingleRows; row++)
                {
                    ours[row] = model.Margin(asked.Row(row));
                }
            },
            () =>
            {
                for (var row = 0; row < SingleRows; row++)
                {
                    library.Margins(rows + (row * asked.Width * sizeof(float)), 1, asked.Width, theirs);
                }
            });
    }

    private static double Batch(BoostedTrees model, byte[] json, ModelTable asked, IntPtr rows, int threads, Output output)
    {
        using var library = new LibraryModel(json, threads);
        var (ours, theirs) = (new float[asked.Rows], new float[asked.Rows]);
        return Compare($"batch, {threads} thread(s)", asked.Rows, output,
            () => model.Margins(asked.Values, ours, threads),
            () => library.Margins(rows, asked.Rows, asked.Width, theirs));
    }

    private static double Shapley(BoostedTrees model, byte[] json, int rows, ModelTable asked, Output output)
    {
        var some = asked.Take([.. Enumerable.Range(0, rows)]);
        using var matrix = new XgboostMatrix(some, labelled: false);
        using var library = new LibraryModel(json, 1);
        var explainer = new ShapleyExplainer(model);
        var ours = new double[rows * some.Width];
        var theirs = Array.Empty<float>();
        var ratio = Compare("Shapley reasons", rows, output,
            () => explainer.Explain(some.Values, ours),
            () => theirs = library.Booster.Contributions(matrix));
        for (var i = 0; i < ours.Length; i++)
        {
            var expected = theirs[(i / some.Width * (some.Width + 1)) + (i % some.Width)];
            if (Math.Abs(ours[i] - expected) > ShareTolerance)
            {
                throw new CliException($"Row {i / some.Width}, column {i % some.Width}: {ours[i]:R}, by XGBoost {expected:R}.", "bench scoring", "This is a fault of the explainer; report it.");
            }
        }

        return ratio;
    }

    /// <summary>Least time of the library over least time of ours, in turns after one untimed turn of each.</summary>
    private static double Compare(string what, int rows, Output output, Action ours, Action library)
    {
        var least = (Ours: double.PositiveInfinity, Library: double.PositiveInfinity);
        for (var turn = 0; turn <= Turns; turn++)
        {
            var (a, b) = (Time(ours), Time(library));
            if (turn > 0)
            {
                least = (Math.Min(least.Ours, a), Math.Min(least.Library, b));
            }
        }

        output.Say(string.Create(CultureInfo.InvariantCulture, $"  {what}: {least.Ours / rows * 1e6:0.000} µs a row against {least.Library / rows * 1e6:0.000} µs"));
        return least.Library / least.Ours;
    }

    private static double Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed.TotalSeconds;
    }

    private static double Round(double ratio) => Math.Round(ratio, 3);

    /// <summary>Each figure is XGBoost's time over ours, but train_x, which is ours over Python's.</summary>
    private sealed record ScoringFigures(
        double OneRowX,
        double BatchX,
        [property: JsonPropertyName("batch_x_2t")] double BatchXTwoThreads,
        double ShapX,
        double TrainX,
        string Model);
}
