using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Exchange.Intake;
using Npgsql;

namespace FinancingPlatform.Consent.Intake;

/// <summary>Takes in authorisations at a node (授权收报). Refuses what the enterprise did not sign, whoever sent it.</summary>
internal sealed class AuthorisationIntake(RelyingParty relyingParty) : IIntakeHandler
{
    internal const string UnknownCredential = "unknown-credential";
    internal const string WrongStream = "wrong-stream";
    internal const string NumberReused = "number-reused";

    private static readonly string s_credential = ConsentSql.Read("NodeCredential.sql");
    private static readonly string s_insert = ConsentSql.Read("NodeAuthorisationInsert.sql");
    private static readonly string s_same = ConsentSql.Read("NodeAuthorisationSame.sql");

    public string Kind => AuthorisationMessage.Kind;

    public async Task<IntakeOutcome> HandleAsync(IntakeContext context, CancellationToken cancellationToken)
    {
        if (ConsentJson.Read(context.Payload, ConsentJson.Default.AuthorisationMessage) is not { } message
            || AuthorisationMessage.Bytes(message.CredentialId) is not { } credentialId)
        {
            return IntakeOutcome.Refused(AuthorisationVerification.Malformed);
        }

        if (context.Stream != ConsentStreams.Of(message.Uscc))
        {
            return IntakeOutcome.Refused(WrongStream);
        }

        if (await ProvenKeyAsync(context, message.Uscc, credentialId, cancellationToken) is not { } key)
        {
            return IntakeOutcome.Refused(UnknownCredential);
        }

        return AuthorisationVerification.FirstFault(message, key, relyingParty) is { } fault
            ? IntakeOutcome.Refused(fault)
            : await KeepAsync(context, message, key, cancellationToken);
    }

    private static async Task<byte[]?> ProvenKeyAsync(IntakeContext context, string uscc, byte[] credentialId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(s_credential, context.Connection, context.Transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = uscc });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = credentialId });
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<IntakeOutcome> KeepAsync(IntakeContext context, AuthorisationMessage message, byte[] key, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(s_insert, context.Connection, context.Transaction);
        AuthorisationRow.AddTo(insert.Parameters, message);
        insert.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key });
        insert.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = context.ReceivedAt.UtcDateTime });
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return IntakeOutcome.Accepted;
        }

        // The number or the nonce is taken: by the same authorisation, or by an attempt to use one signature for two rows.
        await using var same = new NpgsqlCommand(s_same, context.Connection, context.Transaction);
        same.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = message.Id });
        same.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = AuthorisationMessage.Bytes(message.Signature)! });
        return await same.ExecuteScalarAsync(cancellationToken) is true ? IntakeOutcome.Duplicate : IntakeOutcome.Refused(NumberReused);
    }
}
