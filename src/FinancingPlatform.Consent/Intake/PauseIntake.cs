using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Exchange.Intake;
using Npgsql;

namespace FinancingPlatform.Consent.Intake;

/// <summary>
/// Takes in pauses and their ends at a node (暂停与恢复收报). Neither needs a signature: going on gives no more than the enterprise signed.
/// </summary>
internal sealed class PauseIntake : IIntakeHandler
{
    private static readonly string s_pause = ConsentSql.Read("NodeAuthorisationPause.sql");

    public string Kind => PauseMessage.Kind;

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (ConsentJson.Read(context.Payload, ConsentJson.Default.PauseMessage) is not { } message)
        {
            return IntakeOutcome.Refused(AuthorisationVerification.Malformed);
        }

        if (context.Stream != ConsentStreams.Of(message.Uscc))
        {
            return IntakeOutcome.Refused(AuthorisationIntake.WrongStream);
        }

        await using var command = new NpgsqlCommand(s_pause, context.Connection, context.Transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.AuthorisationId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Uscc });
        command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = message.Paused ? message.At.UtcDateTime : null });
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            "changed" => IntakeOutcome.Accepted,
            "same" => IntakeOutcome.Duplicate,
            _ => IntakeOutcome.Refused(RevocationIntake.UnknownAuthorisation),
        };
    }
}
