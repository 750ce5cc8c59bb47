namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Reproducible chance (可重复的随机): the same seed and index give the same enterprise on every machine and for every size of city.
/// SplitMix64 (Steele, Lea, Flood 2014) for noise, Kronecker sequences for shares. Never for secrets.
/// </summary>
internal struct Chance
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state;

    /// <summary>A stream of one enterprise; <paramref name="stream"/> keeps what is drawn for one purpose from shifting what is drawn for another.</summary>
    public Chance(int seed, int index, ChanceStream stream)
        : this(seed ^ (int)stream, index + 1)
    {
    }

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

    /// <summary>Nearly normal, of mean 0 and standard deviation 1, never beyond 3.5: four uniform draws added, which rounds alike on every machine.</summary>
    public double Noise() => (Next() + Next() + Next() + Next() - 2) * 1.7320508075688772;

    /// <summary>A factor around 1 that is as often double as half; <paramref name="spread"/> is the standard deviation of its logarithm.</summary>
    public double Factor(double spread) => Math.Exp(spread * Noise());

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

/// <summary>What chance is drawn for (随机流). The numbers are a part of the city: another number is another history.</summary>
internal enum ChanceStream
{
    /// <summary>How an enterprise works all year.</summary>
    Habits = 0x4AB1,

    /// <summary>Its business and its people, month by month.</summary>
    Course = 0x5EED,

    /// <summary>Sales and purchase invoices.</summary>
    Invoices = 0x1A5C,

    /// <summary>Tax, insurance, fund, power and water.</summary>
    Bills = 0x6B11,

    /// <summary>What it declares about itself.</summary>
    Declarations = 0x4DEC,

    /// <summary>What most enterprises have not.</summary>
    Rare = 0x3A4E,

    /// <summary>Loans and how they went.</summary>
    Loans = 0x10A4,

    /// <summary>What stands on public lists.</summary>
    Lists = 0x1157,

    /// <summary>Whether it works with many hands or with much money.</summary>
    Tilt = 0x7117,
}
