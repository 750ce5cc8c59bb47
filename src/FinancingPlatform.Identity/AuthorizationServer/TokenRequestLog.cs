using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace FinancingPlatform.Identity.AuthorizationServer;

/// <summary>Keeps the client's own signed request for each token (令牌请求存证, rule A6). Needs role portal.</summary>
public sealed class TokenRequestLog
{
    internal async Task RecordAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, AuthenticatedClient client, SenderKey key, IssuedToken token, Guid? grant, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into identity.token_request
                (client_id, assertion_jti_sha256, token_id, jkt, client_assertion, dpop_proof, issued_at, expires_at, x5t_s256, grant_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            connection,
            transaction);
        // Without an assertion (mutual TLS) the token's own id takes its place in the key.
        var jti = client.Assertion?.Token!.Text("jti") ?? token.TokenId;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = client.Client.ClientId });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = SHA256.HashData(Encoding.UTF8.GetBytes(jti)) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = token.TokenId });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = key.Proof?.Jkt });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = client.Assertion?.Text });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = key.Proof?.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = token.IssuedAt.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = token.ExpiresAt.UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = key.CertificateThumbprint });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = grant });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
