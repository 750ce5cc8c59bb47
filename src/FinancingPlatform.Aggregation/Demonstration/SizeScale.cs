using System.Collections.Concurrent;
using FinancingPlatform.Core.Enterprises;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Figures that give a wanted size (规模): staff, revenue and assets grow together along one scale from 0 to 1, so each size is one stretch
/// of it, found by asking the size rule itself.
/// </summary>
internal static class SizeScale
{
    private const int Steps = 2_000;
    private static readonly ConcurrentDictionary<string, double[]> Bounds = new(StringComparer.Ordinal);

    /// <summary>Figures of an enterprise of a size; <paramref name="within"/> from 0 to 1 says where in its stretch.</summary>
    public static (int Staff, decimal Revenue, decimal Assets) Figures(string industry, EnterpriseSize size, double within)
    {
        var bounds = Bounds.GetOrAdd(industry, FindBounds);
        var at = (int)size - 1;
        var low = bounds[at];
        var high = at + 1 < bounds.Length ? bounds[at + 1] : 1;
        return At(low + (within * (high - low)));
    }

    // The lower end of micro, small, medium and large.
    private static double[] FindBounds(string industry)
    {
        var bounds = new double[4];
        for (var step = Steps; step >= 0; step--)
        {
            var scale = (double)step / Steps;
            var (staff, revenue, assets) = At(scale);
            for (var size = (int)SizeRule.Classify(industry, staff, revenue, assets); size >= 1; size--)
            {
                bounds[size - 1] = scale;
            }
        }

        return bounds;
    }

    private static (int Staff, decimal Revenue, decimal Assets) At(double scale) => (
        (int)Math.Pow(10, 0.2 + (3.5 * scale)),
        Math.Round((decimal)Math.Pow(10, 4.9 + (4.8 * scale)), 2),
        Math.Round((decimal)Math.Pow(10, 4.7 + (5.0 * scale)), 2));
}
