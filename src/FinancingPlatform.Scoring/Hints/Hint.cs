namespace FinancingPlatform.Scoring.Hints;

/// <summary>One thing that would raise a score (提升建议), with the score computed again after it.</summary>
/// <param name="Feature">The feature that changes; everything else stays.</param>
/// <param name="From">Its value now.</param>
/// <param name="To">Its value after the change, within the plausible range.</param>
/// <param name="PointsAfter">Points of the score computed again with the changed value.</param>
/// <param name="Gain">Points gained.</param>
/// <param name="Zh">What to do, Chinese.</param>
/// <param name="En">What to do, English.</param>
public sealed record Hint(string Feature, float From, float To, int PointsAfter, int Gain, string Zh, string En);

/// <summary>What would raise a score (怎样可以提高): each hint alone, and all of them together.</summary>
/// <param name="Hints">The weightiest first.</param>
/// <param name="Points">Points now.</param>
/// <param name="Grade">Grade now.</param>
/// <param name="PointsTogether">Points with all of the hints at once, computed, not added up.</param>
/// <param name="GradeTogether">Grade with all of them.</param>
public sealed record HintList(IReadOnlyList<Hint> Hints, int Points, string Grade, int PointsTogether, string GradeTogether);
