namespace FinancingPlatform.Scoring.Tables;

/// <summary>A table ready for a model (建模样本): features row by row, NaN for unknown, with labels when it has them.</summary>
/// <param name="Features">The feature columns, in the order of the values.</param>
/// <param name="Values">Row after row.</param>
/// <param name="Rows">Number of rows.</param>
public sealed record ModelTable(IReadOnlyList<SchemaColumn> Features, float[] Values, int Rows)
{
    /// <summary>1 for default, 0 for none; empty when the table has no label.</summary>
    public float[] Labels { get; init; } = [];

    /// <summary>How many subjects each row stands for; empty when each stands for one.</summary>
    public float[] Weights { get; init; } = [];

    /// <summary>Whose row it is, as a number; empty when every row is its own subject.</summary>
    public int[] Groups { get; init; } = [];

    /// <summary>False for rows that were made from others (such as copies with columns hidden): they teach, they never judge. Empty when all are real.</summary>
    public bool[] Real { get; init; } = [];

    /// <summary>When each row was seen (days, or the column's own number); empty when the table has no time.</summary>
    public double[] Times { get; init; } = [];

    /// <summary>By feature: the texts that a category's codes stand for, null for a number; empty when no feature is a category.</summary>
    public IReadOnlyList<IReadOnlyList<string>?> Categories { get; init; } = [];

    /// <summary>By what the model's figures are compared; not carried over to parts of the table.</summary>
    public IReadOnlyList<Training.FairnessColumn> Fairness { get; init; } = [];

    /// <summary>Rows of the file that the schema's <c>leave_out</c> took out.</summary>
    public int LeftOut { get; init; }

    /// <summary>Number of columns.</summary>
    public int Width => Features.Count;

    /// <summary>One row's features.</summary>
    public ReadOnlySpan<float> Row(int row) => Values.AsSpan(row * Width, Width);

    internal float WeightOf(int row) => Weights.Length == 0 ? 1 : Weights[row];

    internal bool HasCategories => Categories.Any(c => c is not null);

    internal bool IsReal(int row) => Real.Length == 0 || Real[row];

    internal int GroupOf(int row) => Groups.Length == 0 ? row : Groups[row];

    /// <summary>The same table with weights of mean one: penalties and leaf weights then mean the same whatever the weights' unit is.</summary>
    internal ModelTable WithMeanWeightOne()
    {
        if (Weights.Length == 0)
        {
            return this;
        }

        var mean = Weights.Average(w => (double)w);
        return this with { Weights = [.. Weights.Select(w => (float)(w / mean))] };
    }

    /// <summary>Some of the rows, in the order given.</summary>
    internal ModelTable Take(IReadOnlyList<int> rows)
    {
        var values = new float[rows.Count * Width];
        for (var i = 0; i < rows.Count; i++)
        {
            Row(rows[i]).CopyTo(values.AsSpan(i * Width));
        }

        return new ModelTable(Features, values, rows.Count)
        {
            Labels = Pick(Labels, rows),
            Weights = Pick(Weights, rows),
            Groups = Pick(Groups, rows),
            Real = Pick(Real, rows),
            Times = Pick(Times, rows),
            Categories = Categories,
        };
    }

    private static T[] Pick<T>(T[] from, IReadOnlyList<int> rows) => from.Length == 0 ? [] : [.. rows.Select(r => from[r])];
}
