namespace FinancingPlatform.Scoring.Demonstration;

/// <summary>One judged threshold on a public feature: log-odds added below it and at it or above. One side is zero.</summary>
/// <param name="Feature">Feature.</param>
/// <param name="Threshold">Below it is below.</param>
/// <param name="Below">Log-odds of default added below.</param>
/// <param name="Above">Log-odds of default added at it or above.</param>
/// <param name="ShareAbove">Assumed share of enterprises at it or above: the background of the reasons.</param>
internal sealed record JudgedStep(string Feature, float Threshold, double Below, double Above, double ShareAbove)
{
    /// <summary>What a judged tree weighs in place of counted hessians.</summary>
    public const float Cover = 100;

    /// <summary>
    /// Judgement, not statistics: no outcome is known for the public items yet. Sizes are in line with how such lists are commonly
    /// weighted (a court's list far above a penalty), and small where the item says little.
    /// </summary>
    public static IReadOnlyList<JudgedStep> All { get; } =
    [
        new("penalties_36m", 1, 0, 0.40, 0.08),
        new("penalties_36m", 3, 0, 0.40, 0.01),
        new("dishonest_debtor", 1, 0, 1.60, 0.02),
        new("honours_36m", 1, 0, -0.20, 0.05),
        new("tax_credit_a", 1, 0, -0.40, 0.10),
        new("age_years", 1, 0.30, 0, 0.92),
        new("age_years", 3, 0.30, 0, 0.75),
        new("age_years", 10, 0, -0.20, 0.30),
    ];
}
