using FinancingPlatform.Exchange.Intake;
using Npgsql;

namespace FinancingPlatform.Lending.Intake;

/// <summary>Statements of an intake handler, inside the transaction that records the message.</summary>
internal static class NodeStatement
{
    internal const string Malformed = "malformed";
    internal const string WrongStream = "wrong-stream";
    internal const string NumberReused = "number-reused";
    internal const string UnknownLine = "unknown-line";
    internal const string LineExceeded = "line-exceeded";
    internal const string DatesOutOfOrder = "dates-out-of-order";

    internal const string RenewalExceedsBalance = "renewal-exceeds-balance";

    /// <summary>End of a kind whose messages are new versions.</summary>
    internal const string Corrected = "-corrected";

    private static readonly string s_returnLeg = LendingSql.Read("NodeReturnLeg.sql");

    public static NpgsqlCommand Command(IntakeContext context, string sql, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, context.Connection, context.Transaction);
        command.Parameters.AddRange(values);
        return command;
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>What a statement that keeps or corrects says: accepted, duplicate, or why not.</summary>
    public static IntakeOutcome OutcomeOf(string word) => word switch
    {
        "accepted" => IntakeOutcome.Accepted,
        "duplicate" => IntakeOutcome.Duplicate,
        _ => IntakeOutcome.Refused(word),
    };

    /// <summary>Null when the enterprise's own, verified authorisation allowed the return when the bank posted (rule A5).</summary>
    public static async Task<string?> ReturnFaultAsync(
        IntakeContext context, Guid authorisationId, string uscc, string bankUscc, DateTimeOffset postedAt, CancellationToken cancellationToken)
    {
        await using var command = Command(context, s_returnLeg, Value(authorisationId), Value(uscc), Value(bankUscc), Value(postedAt.UtcDateTime));
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
