namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>Which demonstration city (演示城市) to make. The same options make the same city, to the last cent.</summary>
/// <param name="Enterprises">Registered subjects, branches and sole traders included.</param>
/// <param name="Seed">Another seed is another city with other codes.</param>
/// <param name="AsOf">The day the city stands at; nothing in it happened later.</param>
/// <param name="WorkFolder">Where the delivered files of the city are written, dirty rows and rejected files included.</param>
public sealed record DemonstrationOptions(int Enterprises, int Seed, DateOnly AsOf, string WorkFolder)
{
    /// <summary>Largest city.</summary>
    public const int MaxEnterprises = 1_000_000;

    /// <summary>The seed of <c>./run</c>.</summary>
    public const int DefaultSeed = 20261122;

    /// <summary>First four digits of its divisions.</summary>
    public string CityDivision { get; init; } = "3709";
}
