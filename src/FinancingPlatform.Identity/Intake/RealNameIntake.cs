using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Identity.Verification;
using Npgsql;

namespace FinancingPlatform.Identity.Intake;

/// <summary>
/// Takes in a real-name message at a node (实名信息收报): the verifier's own signature is checked against this node's trusted keys, so the city's word is not
/// needed and not enough.
/// </summary>
internal sealed class RealNameIntake(IReadOnlyList<VerificationKey> verifiers) : IIntakeHandler
{
    private const int MaxCredentialIdBytes = 1023; // WebAuthn section 4
    private const int MaxPublicKeyBytes = 2048;

    public string Kind => RealNameMessage.Kind;

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (RealNameMessage.Read(context.Payload) is not { Level: >= 1 and <= 2, CredentialId.Length: > 0 and <= MaxCredentialIdBytes, PublicKeyCose.Length: > 0 and <= MaxPublicKeyBytes } message)
        {
            return IntakeOutcome.Refused("malformed");
        }

        if (context.Stream != $"enterprise:{message.Uscc}")
        {
            return IntakeOutcome.Refused("wrong-stream");
        }

        if (await VerificationStatement.VerifyAsync(message.VerifierStatement, verifiers) is not { } statement)
        {
            return IntakeOutcome.Refused("bad-verifier-statement");
        }

        if (statement.Uscc != message.Uscc || statement.Method != message.Method
            || statement.CredentialSha256 != VerificationStatement.CredentialHash(message.PublicKeyCose))
        {
            return IntakeOutcome.Refused("statement-of-another");
        }

        return message.Level == VerificationStatement.LevelOf(statement.Method)
            ? await KeepAsync(context, message, statement.ConfirmedAt, cancellationToken)
            : IntakeOutcome.Refused("level-not-proved");
    }

    private static async Task<IntakeOutcome> KeepAsync(
        IntakeContext context, RealNameMessage message, DateTimeOffset confirmedAt, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into identity.node_credential as n
                (uscc, credential_id, public_key_cose, level, method, verifier_statement, verified_at, received_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (uscc, credential_id) do update
            set level = excluded.level, method = excluded.method, verifier_statement = excluded.verifier_statement,
                verified_at = excluded.verified_at, received_at = excluded.received_at
            where n.public_key_cose = excluded.public_key_cose and n.verified_at < excluded.verified_at
            """,
            context.Connection,
            context.Transaction);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<string> { TypedValue = message.Uscc });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = message.CredentialId });
        p.Add(new NpgsqlParameter<byte[]> { TypedValue = message.PublicKeyCose });
        p.Add(new NpgsqlParameter<int> { TypedValue = message.Level });
        p.Add(new NpgsqlParameter<string> { TypedValue = message.Method });
        p.Add(new NpgsqlParameter<string> { TypedValue = message.VerifierStatement });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = confirmedAt.UtcDateTime });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = context.ReceivedAt.UtcDateTime });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return IntakeOutcome.Accepted;
        }

        // Known already: the same fact again, or another key under the id of a proven one, which must not replace it.
        await using var same = new NpgsqlCommand(
            "select public_key_cose = $3 from identity.node_credential where uscc = $1 and credential_id = $2", context.Connection, context.Transaction);
        same.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Uscc });
        same.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = message.CredentialId });
        same.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = message.PublicKeyCose });
        return (bool)(await same.ExecuteScalarAsync(cancellationToken))! ? IntakeOutcome.Duplicate : IntakeOutcome.Refused("credential-of-another-key");
    }
}
