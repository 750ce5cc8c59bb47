namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Reproducible chance (可重复的随机): the same seed and index give the same enterprise on every machine and for every size of city.
/// SplitMix64 (Steele, Lea, Flood 2014) for noise, Kronecker sequences for shares. Never for secrets.
/// </summary>
internal struct Chance
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    public Chance(int seed, int index) => _state = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)index * Step);

    /// <summary>Uniform in [0, 1).</summary>
    public double Next()
    {
        _state += Step;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Uniform integer from <paramref name="low"/> to <paramref name="high"/>, both included.</summary>
    public int Between(int low, int high) => low + (int)(Next() * (high - low + 1));

    public bool Happens(double share) => Next() < share;

    public T Pick<T>(IReadOnlyList<T> values) => values[Between(0, values.Count - 1)];

    /// <summary>
    /// A share that holds in every stretch of the city, not only on average: the fractional parts of multiples of an irrational number lie
    /// evenly, so 2 % of 20,000 is 400 and not 400 give or take 40. Each trait has its own prime, so that traits stay independent.
    /// </summary>
    public static double Even(int seed, int index, int prime)
    {
        var offset = new Chance(seed, prime).Next();
        var value = offset + (index * Math.Sqrt(prime));
        return value - Math.Floor(value);
    }
}
