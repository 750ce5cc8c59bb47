using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Identity.Dpop;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>What the record of a request found.</summary>
internal enum TokenRequestOutcome
{
    Recorded,
    ProofReplayed,
    AssertionReplayed,
}

/// <summary>
/// Keeps the bank's own signed request for each token (令牌请求存证, rule A6) and refuses a second use of its assertion or proof. Needs a data
/// source of role portal.
/// </summary>
public sealed class TokenRequestLog(NpgsqlDataSource database)
{
    internal async Task<TokenRequestOutcome> RecordAsync(AssertionEvidence seen, DpopProof proof, IssuedToken token, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(DatabaseDpopReplay.BatchCommand(proof));
        batch.BatchCommands.Add(InsertCommand(seen, proof, token));
        await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
        {
            await reader.ReadAsync(cancellationToken);
            if (!reader.GetBoolean(0))
            {
                return TokenRequestOutcome.ProofReplayed;
            }

            await reader.NextResultAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken))
            {
                return TokenRequestOutcome.AssertionReplayed;
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return TokenRequestOutcome.Recorded;
    }

    private static NpgsqlBatchCommand InsertCommand(AssertionEvidence seen, DpopProof proof, IssuedToken token)
    {
        var command = new NpgsqlBatchCommand(
            """
            insert into identity.token_request (client_id, assertion_jti_sha256, token_id, jkt, client_assertion, dpop_proof, issued_at, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (client_id, assertion_jti_sha256) do nothing
            returning token_id
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = seen.Client!.ClientId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(Encoding.UTF8.GetBytes(seen.Token!.Text("jti")!)) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.TokenId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = proof.Jkt });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = seen.Text });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = proof.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = token.IssuedAt.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = token.ExpiresAt.UtcDateTime });
        return command;
    }
}
