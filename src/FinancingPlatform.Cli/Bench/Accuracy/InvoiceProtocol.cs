using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>
/// How the two models of the invoice bench are fitted: fixed before the first run. 27 defaults can't choose a parameter, so nothing is
/// searched: shallow trees bound to the declared directions, and a logistic regression with the customary ridge of one.
/// </summary>
internal static class InvoiceProtocol
{
    /// <summary>Rounds, without early stopping: there are no rows to spare for it.</summary>
    public const int Rounds = 200;

    /// <summary>Penalty of the logistic regression on standardised columns (scikit-learn's C = 1).</summary>
    public const double Ridge = 1;

    /// <summary>Parameters of the trees.</summary>
    public static TrainingPlan Plan { get; } = new()
    {
        Seed = 20260101,
        Depth = 2,
        Step = 0.05,
        MinLeafWeight = 2,
        Penalty = 5,
        ColumnShare = 0.4,
        RowShare = 0.8,
    };
}
