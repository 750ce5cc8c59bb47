namespace FinancingPlatform.Lending.Outcomes;

/// <summary>How funded loans went (贷款结果; rule C2), for measuring models: the query that Scoring is handed.</summary>
public static class LoanOutcomes
{
    /// <summary><c>enterprise_id bigint, bank_uscc text, disbursed_on date, is_bad boolean</c>; younger loans are out unless already bad.</summary>
    public static string Sql { get; } = LendingSql.Read("LoanOutcomes.sql");

    /// <summary>
    /// Labels for training: <c>uscc text, observed_on date, is_bad boolean</c>, the day before the loan; only of enterprises whose training leg to
    /// the posting bank is live (rule A5).
    /// </summary>
    public static string TrainingSql { get; } = LendingSql.Read("TrainingOutcomes.sql");
}
