using System.Globalization;
using FinancingPlatform.Cli.Model;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>
/// 63,645 loans of the US Small Business Administration (Li, Mickel and Taylor 2018), weighted back to 899,164: over stratified folds, and
/// on later loans than those learnt from. No column that is known only after the outcome (Term, ChgOffDate, ChgOffPrinGr, BalanceGross).
/// </summary>
internal static class SbaBench
{
    private const int Folds = 5;
    private const string File = "sbanational_sample.csv.xz";
    private const string ApprovalColumn = "ApprovalDate";

    /// <summary>Loans approved from this day on are foretold.</summary>
    private static readonly DateOnly s_cutOff = new(2006, 1, 1);

    /// <summary>Younger loans' outcomes were not known at the cut-off: they neither teach nor judge.</summary>
    private const int MinAgeMonths = 36;

    /// <summary>Fixed; the search of <c>fp model train</c> tries the same set first on any table.</summary>
    private static readonly TrainingPlan s_plan = TrainingPlan.ManyRows;

    public static async Task<SbaFigures> RunAsync(Output output, bool quick, CancellationToken cancel)
    {
        var path = BenchData.Find("sba-loans", File);
        var table = await TableFiles.TableAsync(path, BenchData.Schema("sba.json"), labelled: true, cancel).ConfigureAwait(false);
        var raw = await TableFiles.TableAsync(path, BenchData.Schema("sba-raw.json"), labelled: true, cancel).ConfigureAwait(false);
        var byTime = await TableFiles.TableAsync(path, BenchData.Schema("sba-by-time.json"), labelled: true, cancel).ConfigureAwait(false);
        var plan = quick ? s_plan with { MaxRounds = s_plan.MaxRounds / 10 } : s_plan;

        var ours = ModelFiles.Need(await output.ProgressAsync(
            "SBA loans, 5 folds", p => Task.Run(() => CrossValidation.Run(table, plan, Folds, p, cancel), cancel)).ConfigureAwait(false)).All;
        var (trees, logistic) = (new double[raw.Rows], new double[raw.Rows]);
        await output.ProgressAsync("SBA loans, baselines", p => Task.Run(() => Baseline(raw, plan.Seed, trees, logistic, p, cancel), cancel)).ConfigureAwait(false);

        var split = ByTime(byTime, Approved(raw));
        output.Say(string.Create(CultureInfo.InvariantCulture, $"By time: {split.Taught.Length} loans teach, {split.Held.Length} later ones judge."));
        var judged = raw.Take(split.Held);
        var later = await output.ProgressAsync("SBA loans, by time", p => Task.Run(() => Trainer.Judge(byTime, split, plan, p, cancel), cancel)).ConfigureAwait(false);
        return new SbaFigures(
            ours.Auc,
            ours.Ece,
            ModelMetrics.Of(raw, trees).Auc,
            ModelMetrics.Of(raw, logistic).Auc,
            ModelMetrics.Of(judged, [.. ModelFiles.Need(later).Select(m => (double)m)]).Auc,
            ModelMetrics.Of(judged, Baselines.Trees(raw, split, cancel)).Auc,
            ModelMetrics.Of(judged, Baselines.Logistic(raw, split)).Auc);
    }

    private static void Baseline(ModelTable raw, int seed, double[] trees, double[] logistic, IProgress<double> progress, CancellationToken cancel)
    {
        var folds = FinancingPlatform.Scoring.Training.Folds.Of(raw, Folds, seed);
        for (var fold = 0; fold < Folds; fold++)
        {
            var split = new Split(Trainer.RowsWhere(folds, f => f != fold), Trainer.RowsWhere(folds, f => f == fold));
            var (t, l) = (Baselines.Trees(raw, split, cancel), Baselines.Logistic(raw, split));
            for (var i = 0; i < split.Held.Length; i++)
            {
                (trees[split.Held[i]], logistic[split.Held[i]]) = (t[i], l[i]);
            }

            progress.Report((fold + 1d) / Folds);
        }
    }

    private static double[] Approved(ModelTable raw)
    {
        var column = Enumerable.Range(0, raw.Width).First(i => raw.Features[i].Name == ApprovalColumn);
        return [.. Enumerable.Range(0, raw.Rows).Select(row => (double)raw.Row(row)[column])];
    }

    private static Split ByTime(ModelTable table, double[] approved)
    {
        var (old, cut) = (Days(s_cutOff.AddMonths(-MinAgeMonths)), Days(s_cutOff));
        var rows = Enumerable.Range(0, table.Rows).ToArray();
        return new Split([.. rows.Where(r => approved[r] < old)], [.. rows.Where(r => approved[r] >= cut)]);
    }

    private static double Days(DateOnly date) => date.DayNumber - new DateOnly(1970, 1, 1).DayNumber;
}

/// <summary>Figures of the loans: ours, and both baselines of the same rows.</summary>
internal sealed record SbaFigures(double Auc, double Ece, double AucTrees, double AucLogistic, double AucTime, double AucTimeTrees, double AucTimeLogistic);
