using FinancingPlatform.Aggregation.Intake;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>What seeding did (播种结果). Everything in it is invented.</summary>
/// <param name="Enterprises">Enterprises in the city.</param>
/// <param name="Records">Credit records written now; 0 when the city was there already.</param>
/// <param name="Seconds">Time taken.</param>
/// <param name="AlreadySeeded">True when this city was there and nothing was changed.</param>
/// <param name="Files">The delivered files with what became of each, by item.</param>
public sealed record DemonstrationOutcome(int Enterprises, long Records, double Seconds, bool AlreadySeeded, IReadOnlyDictionary<string, ImportOutcome> Files);
