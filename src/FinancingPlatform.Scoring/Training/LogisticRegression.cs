using System.Numerics;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Training;

/// <summary>One coefficient of a logistic regression (回归系数).</summary>
/// <param name="Name">Its column; <see cref="LogisticRegression.Intercept"/> for the constant.</param>
/// <param name="Estimate">Change of the log-odds per unit of the column.</param>
/// <param name="StandardError">From the inverse of the information matrix.</param>
public sealed record Coefficient(string Name, double Estimate, double StandardError)
{
    /// <summary>Wald's chi-square with one degree of freedom: (estimate ÷ standard error)².</summary>
    public double Wald => Estimate / StandardError * (Estimate / StandardError);
}

/// <summary>Numbers for a regression (设计矩阵): row after row, without the constant, none unknown.</summary>
/// <param name="Names">The columns.</param>
/// <param name="Values">Row after row.</param>
/// <param name="Labels">1 for default, 0 for none.</param>
/// <param name="Weights">How many subjects each row stands for; empty when each stands for one.</param>
public sealed record Design(IReadOnlyList<string> Names, double[] Values, float[] Labels, float[] Weights);

/// <summary>
/// Logistic regression (逻辑回归) by Newton's method, as maximum likelihood or with a ridge penalty on the standardised columns. Columns
/// are standardised inside, so that yuan beside a share cost no digits; what comes out is in the columns' own units.
/// </summary>
/// <param name="Coefficients">The constant first, then the columns in order.</param>
/// <param name="LogLikelihood">Of the rows it was fitted on.</param>
/// <param name="Steps">Newton steps taken.</param>
public sealed record LogisticRegression(IReadOnlyList<Coefficient> Coefficients, double LogLikelihood, int Steps)
{
    /// <summary>The constant's name.</summary>
    public const string Intercept = "Intercept";

    /// <summary>The information matrix grows with the square of the columns.</summary>
    public const int MaxColumns = 1_000;

    /// <summary>A likelihood with a maximum is reached in about ten steps.</summary>
    private const int MaxSteps = 50;

    /// <summary>Newton's decrement below which every printed digit stands.</summary>
    private const double Enough = 1e-14;

    /// <summary>Log-odds per standard deviation that no real column has: the classes are separated and the likelihood has no maximum.</summary>
    private const double Separated = 30;

    /// <summary>Fits; the error names the column that is constant, repeats the others, or separates the classes.</summary>
    /// <param name="design">The rows.</param>
    /// <param name="ridge">Half of this times the squared standardised coefficients is taken from the likelihood; 0 for none.</param>
    public static Result<LogisticRegression> Fit(Design design, double ridge = 0)
    {
        ArgumentNullException.ThrowIfNull(design);
        var width = design.Names.Count;
        if (width > MaxColumns)
        {
            return ScoringError.Table("columns", $"多于 {MaxColumns} 列", $"there are more than {MaxColumns} columns");
        }

        var scaling = Scaling.Of(design);
        for (var column = 0; column < width; column++)
        {
            if (!double.IsFinite(scaling.Means[column]) || !(scaling.Deviations[column] > 0))
            {
                return ScoringError.Table($"column {design.Names[column]}", "须为有限数，且不止一个取值", "it must hold finite numbers, and more than one value");
            }
        }

        return Newton(design, scaling, ridge);
    }

    /// <summary>Log-odds of a row of columns.</summary>
    public double LogOdds(ReadOnlySpan<double> row)
    {
        var sum = Coefficients[0].Estimate;
        for (var i = 0; i < row.Length; i++)
        {
            sum += Coefficients[i + 1].Estimate * row[i];
        }

        return sum;
    }

    private static Result<LogisticRegression> Newton(Design design, Scaling scaling, double ridge)
    {
        var size = design.Names.Count + 1;
        var beta = new double[size];
        var scaled = scaling.Apply(design);
        for (var step = 1; step <= MaxSteps; step++)
        {
            var (gradient, information, likelihood) = Derivatives(design, scaled, beta, ridge);
            var (factor, dependent) = Cholesky.Of(information, size);
            if (factor is null)
            {
                return ScoringError.Table($"column {Name(design, dependent)}", "是其他列的线性组合，或完全分开两类", "it is a sum of other columns, or separates the classes");
            }

            var change = factor.Solve(gradient);
            double decrement = 0;
            for (var i = 0; i < size; i++)
            {
                beta[i] += change[i];
                decrement += change[i] * gradient[i];
            }

            var far = Array.FindIndex(beta, 1, b => Math.Abs(b) > Separated);
            if (far > 0)
            {
                return ScoringError.Table($"column {Name(design, far)}", "完全分开两类，似然没有最大值", "it separates the classes: the likelihood has no maximum");
            }

            if (decrement < Enough)
            {
                return Unscaled(design, scaling, beta, factor) with { LogLikelihood = likelihood, Steps = step };
            }
        }

        return ScoringError.Table("label", $"{MaxSteps} 步内未收敛，两类可能被完全分开", $"no maximum was reached in {MaxSteps} steps: the classes are probably separated");
    }

    private static string Name(Design design, int index) => index == 0 ? Intercept : design.Names[index - 1];

    /// <summary>Gradient, information matrix (lower triangle) and likelihood at the point.</summary>
    private static (double[] Gradient, double[] Information, double Likelihood) Derivatives(Design design, double[] scaled, double[] beta, double ridge)
    {
        var size = beta.Length;
        var (gradient, information, likelihood) = (new double[size], new double[size * size], 0d);
        for (var row = 0; row < design.Labels.Length; row++)
        {
            var x = scaled.AsSpan(row * size, size);
            double z = 0;
            for (var i = 0; i < size; i++)
            {
                z += beta[i] * x[i];
            }

            var weight = design.Weights.Length == 0 ? 1d : design.Weights[row];
            var p = 1 / (1 + Math.Exp(-z));
            likelihood += weight * ((design.Labels[row] * z) - Math.Max(z, 0) - Math.Log(1 + Math.Exp(-Math.Abs(z))));
            var (error, curve) = (weight * (design.Labels[row] - p), weight * p * (1 - p));
            for (var i = 0; i < size; i++)
            {
                gradient[i] += error * x[i];
                AddScaled(information.AsSpan(i * size, i + 1), x[..(i + 1)], curve * x[i]);
            }
        }

        for (var i = 1; i < size; i++)
        {
            gradient[i] -= ridge * beta[i];
            information[(i * size) + i] += ridge;
        }

        return (gradient, information, likelihood);
    }

    /// <summary>Adds element by element: vectors of any width give the same bits.</summary>
    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        var i = 0;
        for (; i <= to.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(to[i..]) + (new Vector<double>(from[i..]) * factor)).CopyTo(to[i..]);
        }

        for (; i < to.Length; i++)
        {
            to[i] += from[i] * factor;
        }
    }

    /// <summary>Back into the columns' own units; the constant's error follows from the whole covariance.</summary>
    private static LogisticRegression Unscaled(Design design, Scaling scaling, double[] beta, Cholesky factor)
    {
        var size = beta.Length;
        var constant = new double[size];
        constant[0] = 1;
        var intercept = beta[0];
        var coefficients = new List<Coefficient>();
        for (var i = 1; i < size; i++)
        {
            var (mean, deviation) = (scaling.Means[i - 1], scaling.Deviations[i - 1]);
            constant[i] = -mean / deviation;
            intercept += beta[i] * constant[i];
            var unit = new double[size];
            unit[i] = 1 / deviation;
            coefficients.Add(new Coefficient(design.Names[i - 1], beta[i] / deviation, Math.Sqrt(factor.InverseForm(unit))));
        }

        return new LogisticRegression([new Coefficient(Intercept, intercept, Math.Sqrt(factor.InverseForm(constant))), .. coefficients], 0, 0);
    }

    /// <summary>Mean and deviation of each column.</summary>
    private sealed record Scaling(double[] Means, double[] Deviations)
    {
        public static Scaling Of(Design design)
        {
            var (width, rows) = (design.Names.Count, design.Labels.Length);
            var (means, squares) = (new double[width], new double[width]);
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    means[column] += design.Values[(row * width) + column] / rows;
                }
            }

            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    var gap = design.Values[(row * width) + column] - means[column];
                    squares[column] += gap * gap / rows;
                }
            }

            return new Scaling(means, [.. squares.Select(Math.Sqrt)]);
        }

        /// <summary>Rows with the constant in front, standardised.</summary>
        public double[] Apply(Design design)
        {
            var (width, rows) = (Means.Length, design.Labels.Length);
            var scaled = new double[rows * (width + 1)];
            for (var row = 0; row < rows; row++)
            {
                scaled[row * (width + 1)] = 1;
                for (var column = 0; column < width; column++)
                {
                    scaled[(row * (width + 1)) + column + 1] = (design.Values[(row * width) + column] - Means[column]) / Deviations[column];
                }
            }

            return scaled;
        }
    }
}
