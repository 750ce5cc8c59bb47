using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Exchange.Intake;
using Npgsql;

namespace FinancingPlatform.Consent.Intake;

/// <summary>Takes in withdrawals at a node (撤回收报). A withdrawal needs no signature: it only ever takes rights away from banks.</summary>
internal sealed class RevocationIntake : IIntakeHandler
{
    internal const string UnknownAuthorisation = "unknown-authorisation";

    private static readonly string s_revoke = ConsentSql.Read("NodeAuthorisationRevoke.sql");

    public string Kind => RevocationMessage.Kind;

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (ConsentJson.Read(context.Payload, ConsentJson.Default.RevocationMessage) is not { } message)
        {
            return IntakeOutcome.Refused(AuthorisationVerification.Malformed);
        }

        if (context.Stream != ConsentStreams.Of(message.Uscc))
        {
            return IntakeOutcome.Refused(AuthorisationIntake.WrongStream);
        }

        await using var command = new NpgsqlCommand(s_revoke, context.Connection, context.Transaction);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.AuthorisationId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Uscc });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = message.RevokedAt.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Reason });
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            "revoked" => IntakeOutcome.Accepted,
            "already" => IntakeOutcome.Duplicate,
            _ => IntakeOutcome.Refused(UnknownAuthorisation),
        };
    }
}
