using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Model.Examples;

/// <summary>Seeded numbers for invented tables (虚构数据). Not for secrets.</summary>
internal sealed class InventedNumbers(int seed)
{
    private const int Fine = 1 << 30;
    private readonly SplitMix _random = new(seed);

    /// <summary>0 or more, below the bound.</summary>
    public int Below(int bound) => _random.Below(bound);

    /// <summary>From 0 to below 1.</summary>
    public double Share() => _random.Below(Fine) / (double)Fine;

    /// <summary>True in this share of cases.</summary>
    public bool Chance(double share) => Share() < share;

    /// <summary>Mean 0, standard deviation 1.</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    /// <summary>As money is spread: e to the power of a normal number.</summary>
    public double Heavy(double mean, double spread) => Math.Exp(mean + (spread * Normal()));

    /// <summary>Probability of log-odds.</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
