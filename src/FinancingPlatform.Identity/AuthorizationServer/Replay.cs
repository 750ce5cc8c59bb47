using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Identity.Dpop;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>
/// The memory of used proofs and assertions (防重放), asked last and in the transaction of what the request does: a request that fails uses nothing
/// up, one that passes cannot pass twice. Both rows are decided by their primary keys, not by a look beforehand.
/// </summary>
internal static class Replay
{
    public static async Task<OAuthError?> UseAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, DpopProof? proof, AuthenticatedClient client, CancellationToken cancellationToken)
    {
        if (proof is not null && !await UseProofAsync(connection, transaction, proof, cancellationToken))
        {
            return OAuthError.InvalidProof("dpop-replay", "the proof was used before");
        }

        return client.Assertion is null || await UseAssertionAsync(connection, transaction, client.Client.ClientId, client.Assertion, cancellationToken)
            ? null
            : OAuthError.InvalidClient("assertion-replay", "the assertion was used before");
    }

    private static async Task<bool> UseProofAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, DpopProof proof, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(DatabaseDpopReplay.BatchCommand(proof));
        return (bool)(await batch.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<bool> UseAssertionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, string clientId, AssertionEvidence assertion, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "insert into identity.used_assertion (client_id, jti_sha256, expires_at) values ($1, $2, $3) on conflict do nothing", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = clientId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(Encoding.UTF8.GetBytes(assertion.Token!.Text("jti")!)) });
        command.Parameters.Add(new NpgsqlParameter<DateTime>
        {
            // Longer than the assertion itself is taken, so that both memories never end before their token.
            TypedValue = (assertion.Token.Date("exp")!.Value + ClientAssertionChecks.MaxFuture).UtcDateTime,
            NpgsqlDbType = NpgsqlDbType.TimestampTz,
        });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
