namespace FinancingPlatform.Scoring.Training;

/// <summary>
/// Cholesky's factor of a symmetric positive definite matrix (乔列斯基分解; Golub and Van Loan, "Matrix Computations", 4.2), in one
/// fixed order of operations: the same bits on every machine.
/// </summary>
internal sealed class Cholesky
{
    /// <summary>A pivot below this share of its diagonal element is a column that the others already hold.</summary>
    private const double LeastPivotShare = 1e-10;

    private readonly double[] _lower;
    private readonly int _size;

    private Cholesky(double[] lower, int size)
    {
        _lower = lower;
        _size = size;
    }

    /// <summary>The factor, or the first column that is a sum of those before it.</summary>
    public static (Cholesky? Factor, int Dependent) Of(ReadOnlySpan<double> symmetric, int size)
    {
        var lower = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column <= row; column++)
            {
                var sum = symmetric[(row * size) + column];
                for (var k = 0; k < column; k++)
                {
                    sum -= lower[(row * size) + k] * lower[(column * size) + k];
                }

                if (row != column)
                {
                    lower[(row * size) + column] = sum / lower[(column * size) + column];
                    continue;
                }

                if (!(sum > LeastPivotShare * symmetric[(row * size) + row]))
                {
                    return (null, row);
                }

                lower[(row * size) + row] = Math.Sqrt(sum);
            }
        }

        return (new Cholesky(lower, size), -1);
    }

    /// <summary>Solves for one right-hand side.</summary>
    public double[] Solve(ReadOnlySpan<double> right)
    {
        var x = right.ToArray();
        for (var row = 0; row < _size; row++)
        {
            for (var k = 0; k < row; k++)
            {
                x[row] -= _lower[(row * _size) + k] * x[k];
            }

            x[row] /= _lower[(row * _size) + row];
        }

        for (var row = _size - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < _size; k++)
            {
                x[row] -= _lower[(k * _size) + row] * x[k];
            }

            x[row] /= _lower[(row * _size) + row];
        }

        return x;
    }

    /// <summary>x′A⁻¹x: the variance of a sum of estimates whose information matrix was factored.</summary>
    public double InverseForm(ReadOnlySpan<double> x)
    {
        var solved = Solve(x);
        double sum = 0;
        for (var i = 0; i < _size; i++)
        {
            sum += x[i] * solved[i];
        }

        return sum;
    }
}
