using System.Buffers.Text;
using System.Runtime.CompilerServices;
using FinancingPlatform.Consent.Authorisations;
using Npgsql;

namespace FinancingPlatform.Consent.Evidence;

/// <summary>Reads every authorisation of the city with its evidence, by keyset.</summary>
internal static class EvidenceReader
{
    /// <summary>Rows per page: about 5 MB of texts at most.</summary>
    private const int PageRows = 500;

    private static readonly string s_page = ConsentSql.Read("EvidencePage.sql");

    public static async IAsyncEnumerable<AuthorisationEvidence> ReadAsync(NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Guid? after = null;
        while (await PageAsync(connection, after, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var evidence in page)
            {
                yield return evidence;
            }

            after = page[^1].Message.Id;
        }
    }

    /// <summary>One row of a function with the same columns.</summary>
    public static async Task<AuthorisationLetter?> LetterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string sql, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new NpgsqlParameter<Guid> { TypedValue = id } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? new AuthorisationLetter(Message(reader), await reader.GetFieldValueAsync<string[]>(23, cancellationToken)) : null;
    }

    private static async Task<List<AuthorisationEvidence>> PageAsync(NpgsqlConnection connection, Guid? after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(s_page, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageRows });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<AuthorisationEvidence>(PageRows);
        while (await reader.ReadAsync(cancellationToken))
        {
            page.Add(new AuthorisationEvidence(Message(reader), reader.GetFieldValue<byte[]>(20), reader.GetString(22), reader.GetFieldValue<string[]>(23)));
        }

        return page;
    }

    private static AuthorisationMessage Message(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Uscc = row.GetString(1),
        BankUscc = row.GetString(2),
        CatalogueVersion = row.GetString(3),
        Items = row.GetFieldValue<string[]>(4),
        Purpose = row.GetString(5),
        LegLook = row.GetBoolean(6),
        LegReturn = row.GetBoolean(7),
        LegTraining = row.GetBoolean(8),
        ValidFrom = row.GetFieldValue<DateOnly>(9),
        ValidTo = row.GetFieldValue<DateOnly>(10),
        MaxUses = row.GetInt32(11),
        TextVersion = row.GetString(12),
        TextShown = row.GetString(13),
        TextSha256 = Base64(row, 14),
        Nonce = Base64(row, 15),
        CredentialId = Base64(row, 16),
        AuthenticatorData = Base64(row, 17),
        ClientDataJson = Base64(row, 18),
        Signature = Base64(row, 19),
        PublicKeyCose = Base64(row, 20),
        SignedAt = row.GetFieldValue<DateTimeOffset>(21),
    };

    private static string Base64(NpgsqlDataReader row, int ordinal) => Base64Url.EncodeToString(row.GetFieldValue<byte[]>(ordinal));
}
