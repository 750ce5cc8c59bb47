using System.Collections.Concurrent;
using FinancingPlatform.Core.Enterprises;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Figures that give a wanted size (规模): staff, revenue and assets lie along one scale from 0 to 1, so each size is one stretch of it, found by asking
/// the size rule itself. A tilt then gives one enterprise many hands for its revenue and another much revenue for its hands, as far as the size allows.
/// </summary>
internal static class SizeScale
{
    private const int Steps = 2_000;

    /// <summary>A tilt smaller than this changes nothing that anyone would see.</summary>
    private const double LeastTilt = 0.005;

    private static readonly ConcurrentDictionary<string, double[]> Bounds = new(StringComparer.Ordinal);

    /// <summary>Figures of an enterprise of a size.</summary>
    /// <param name="industry">Code of GB/T 4754-2017.</param>
    /// <param name="size">The size that the size rule must give.</param>
    /// <param name="within">From 0 to 1, where in its stretch.</param>
    /// <param name="tilt">Above 0 more staff than is usual for the revenue, below 0 more revenue and assets than is usual for the staff.</param>
    public static (int Staff, decimal Revenue, decimal Assets) Figures(string industry, EnterpriseSize size, double within, double tilt)
    {
        var bounds = Bounds.GetOrAdd(industry, FindBounds);
        var at = (int)size - 1;
        var low = bounds[at];
        var high = at + 1 < bounds.Length ? bounds[at + 1] : 1;
        var scale = low + (within * (high - low));
        // The lowest figure decides the size, so that the other may stand higher; where only one counts, it may not.
        for (; Math.Abs(tilt) >= LeastTilt; tilt /= 2)
        {
            var (staff, revenue, assets) = At(Math.Min(1, scale + Math.Max(0, tilt)), Math.Min(1, scale + Math.Max(0, -tilt)));
            if (SizeRule.Classify(industry, staff, revenue, assets) == size)
            {
                return (staff, revenue, assets);
            }
        }

        return At(scale, scale);
    }

    // The lower end of micro, small, medium and large.
    private static double[] FindBounds(string industry)
    {
        var bounds = new double[4];
        for (var step = Steps; step >= 0; step--)
        {
            var scale = (double)step / Steps;
            var (staff, revenue, assets) = At(scale, scale);
            for (var size = (int)SizeRule.Classify(industry, staff, revenue, assets); size >= 1; size--)
            {
                bounds[size - 1] = scale;
            }
        }

        return bounds;
    }

    private static (int Staff, decimal Revenue, decimal Assets) At(double hands, double money) => (
        (int)Math.Pow(10, 0.2 + (3.5 * hands)),
        Math.Round((decimal)Math.Pow(10, 4.9 + (4.8 * money)), 2),
        Math.Round((decimal)Math.Pow(10, 4.7 + (5.0 * money)), 2));
}
