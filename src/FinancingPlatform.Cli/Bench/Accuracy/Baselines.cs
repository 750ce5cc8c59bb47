using FinancingPlatform.Cli.Model;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>What any data scientist has in an afternoon, on the raw columns and the same rows: the figures ours must beat.</summary>
internal static class Baselines
{
    private const int Rounds = 100;

    /// <summary>A category with more texts than this makes no columns of its own in the regression.</summary>
    private const int MaxTexts = 60;

    /// <summary>Penalty of the regression on standardised columns (scikit-learn's C = 1).</summary>
    private const double Ridge = 1;

    /// <summary>Boosted trees with a library's usual settings: 100 trees of depth 6, step 0.1; categories as the number of their first appearance.</summary>
    public static double[] Trees(ModelTable table, Split split, CancellationToken cancel)
    {
        var plan = new TrainingPlan { Depth = 6, Step = 0.1, MinLeafWeight = 1, Penalty = 1 };
        var plain = (table with { Categories = [] }).WithMeanWeightOne();
        using var matrix = new XgboostMatrix(plain.Take(split.Taught), labelled: true);
        using var booster = new XgboostBooster(matrix, plan.Parameters(plain.Features));
        for (var round = 0; round < Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            booster.Boost(matrix);
        }

        var model = ModelFiles.Need(XgboostJson.Read(booster.Save()));
        return [.. split.Held.Select(row => (double)model.Margin(plain.Row(row)))];
    }

    /// <summary>Logistic regression: numbers standardised, unknown ones at the mean; a column for each text of a category with at most 60.</summary>
    public static double[] Logistic(ModelTable table, Split split)
    {
        var columns = new List<Func<int, double>>();
        for (var column = 0; column < table.Width; column++)
        {
            columns.AddRange(Columns(table, column, split.Taught));
        }

        var design = new Design(
            [.. columns.Select((_, i) => $"x{i}")],
            [.. split.Taught.SelectMany(row => columns.Select(value => value(row)))],
            [.. split.Taught.Select(row => table.Labels[row])],
            table.Weights.Length == 0 ? [] : [.. split.Taught.Select(row => table.Weights[row])]);
        var fit = ModelFiles.Need(LogisticRegression.Fit(design, Ridge));
        return [.. split.Held.Select(row => fit.LogOdds([.. columns.Select(value => value(row))]))];
    }

    private static IEnumerable<Func<int, double>> Columns(ModelTable table, int column, int[] taught)
    {
        if (table.Categories.Count > 0 && table.Categories[column] is { } texts)
        {
            return texts.Count > MaxTexts
                ? []
                // Texts too rare to be in the training part would be constant there.
                : Enumerable.Range(0, texts.Count)
                    .Select(text => (Func<int, double>)(row => table.Row(row)[column].Equals((float)text) ? 1 : 0))
                    .Where(value => taught.Any(row => value(row) > 0));
        }

        var known = taught.Select(row => table.Row(row)[column]).Where(v => !float.IsNaN(v)).ToArray();
        var mean = known.Average(v => (double)v);
        return known.Distinct().Count() < 2 ? [] : [row => float.IsNaN(table.Row(row)[column]) ? mean : table.Row(row)[column]];
    }
}
