using System.Security.Cryptography;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Looks;

/// <summary>
/// Verifies every granted look again (查询核验, rule A6): each must carry a proof by a key for which the client itself had signed the request for a token.
/// A row that the bank API's role or the database's owner made without the bank is found.
/// </summary>
public static class LookVerification
{
    private const int PageRows = 500;

    /// <summary>Checks all granted looks and stops at the first that does not hold.</summary>
    /// <param name="connection">The city's database as role worker.</param>
    /// <param name="ownIssuer">False where a stranger's issuer gives the tokens: the signed requests for them lie there, so only the proofs are checked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Null when all hold, otherwise <c>look TICKET: FAULT</c>.</returns>
    public static async Task<string?> FirstForgeryAsync(NpgsqlConnection connection, bool ownIssuer, CancellationToken cancellationToken)
    {
        var seen = new HashSet<UInt128>();
        Guid? after = null;
        while (await PageAsync(connection, after, cancellationToken) is { Count: > 0 } page)
        {
            if (await FirstForgeryAsync(connection, page, seen, ownIssuer, cancellationToken) is { } forgery)
            {
                return forgery;
            }

            after = page[^1].Ticket;
        }

        return null;
    }

    private static async Task<string?> FirstForgeryAsync(NpgsqlConnection connection, List<KeptLook> page, HashSet<UInt128> seen, bool ownIssuer, CancellationToken cancellationToken)
    {
        var thumbprints = new List<string>(page.Count);
        foreach (var look in page)
        {
            var (jkt, fault) = await LookSignature.ProofAsync(look);
            fault ??= seen.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(look.Proof)))) ? null : LookSignature.ProofTwice;
            if (fault is not null)
            {
                return Said(look, fault);
            }

            thumbprints.Add(jkt!);
        }

        if (!ownIssuer)
        {
            return null;
        }

        foreach (var (look, assertion, keySets) in await TokensAsync(connection, page, thumbprints, cancellationToken))
        {
            if (await LookSignature.TokenFaultAsync(look, assertion, keySets) is { } fault)
            {
                return Said(look, fault);
            }
        }

        return null;
    }

    private static string Said(KeptLook look, string fault) => $"look {look.Ticket:D}: {fault}";

    private static async Task<List<KeptLook>> PageAsync(NpgsqlConnection connection, Guid? after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select ticket, at, client_id, proof from identity.look_evidence($1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageRows });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<KeptLook>(PageRows);
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(new KeptLook(reader.GetGuid(0), await reader.GetFieldValueAsync<DateTimeOffset>(1, cancellationToken), reader.GetString(2), reader.GetString(3)));
        }

        return page;
    }

    private static async Task<List<(KeptLook Look, string? Assertion, string[] KeySets)>> TokensAsync(
        NpgsqlConnection connection, List<KeptLook> page, List<string> thumbprints, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select n, client_assertion, key_sets from identity.token_evidence($1, $2, $3)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. page.Select(l => l.ClientId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. thumbprints] });
        command.Parameters.Add(new NpgsqlParameter<DateTime[]> { TypedValue = [.. page.Select(l => l.At.UtcDateTime)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tokens = new List<(KeptLook, string?, string[])>(page.Count);
        while (await reader.ReadAsync(cancellationToken))
        {
            tokens.Add((page[reader.GetInt32(0) - 1], await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1), await reader.GetFieldValueAsync<string[]>(2, cancellationToken)));
        }

        return tokens;
    }
}
