namespace FinancingPlatform.Cli.Bench;

/// <summary>Every benchmark: one line each.</summary>
internal static class Benchmarks
{
    public static IReadOnlyList<Benchmark> All { get; } =
    [
        ScorePull.ScorePullBench.Benchmark,
        LoanPost.LoanPostBench.Benchmark,
        ApiFuzz.ApiFuzzBench.Benchmark,
        OutboxBench.Benchmark,
        Import.ImportBench.Benchmark,
        Accuracy.AccuracyBench.Benchmark,
        Scoring.ScoringBench.Benchmark,
        City.CityBench.Benchmark,
    ];
}
