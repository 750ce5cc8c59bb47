using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using Npgsql;

namespace FinancingPlatform.BankApi.Authorisations;

/// <summary>An authorisation that the bank holds.</summary>
internal sealed record AuthorisationEntry(
    Guid Id, string Uscc, string EnterpriseName, string CatalogueVersion, string[] Items, string Purpose, bool LegLook, bool LegReturn, bool LegTraining,
    DateOnly ValidFrom, DateOnly ValidTo, int MaxUses, int Uses, string TextVersion, string TextSha256, DateTime SignedAt, DateTime? RevokedAt, DateTime? PausedAt);

/// <summary>A page; <see cref="Next"/> leads to the following one.</summary>
internal sealed record AuthorisationPage(IReadOnlyList<AuthorisationEntry> Items, string? Next);

/// <summary>Banks see which authorisations they hold (授权清单).</summary>
internal static class AuthorisationList
{
    private static readonly string s_page = SqlResource.Read(typeof(AuthorisationList).Assembly, "Sql/AuthorisationsOfBank.sql");

    public static void MapAuthorisations(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/authorisations", ListAsync)
            .WithName("ListAuthorisations").WithSummary("本行持有的授权 / Authorisations granted to this bank")
            .WithDescription("Newest first, a page at a time; pass next as after to go on. uscc narrows to one enterprise.")
            .Produces<AuthorisationPage>()
            .Refuses(FieldProblems.Field, FieldProblems.Uscc);

    private static async Task<IResult> ListAsync(string? uscc, string? after, HttpContext context, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (uscc is not null && FieldRules.Code("uscc", uscc) is { } fault)
        {
            return fault.ToProblem();
        }

        var cursor = PageCursor.Read(after);
        if (!cursor.IsOk)
        {
            return cursor.Error.ToProblem();
        }

        var bank = context.GetBank();
        await using var command = database.CreateCommand(s_page);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = bank.BankUscc });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = uscc });
        command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = cursor.Value.At });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = cursor.Value.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BankApiLimits.PageRows + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<AuthorisationEntry>();
        while (await reader.ReadAsync(cancellationToken))
        {
            entries.Add(Entry(reader));
        }

        string? next = null;
        if (entries.Count > BankApiLimits.PageRows)
        {
            entries.RemoveAt(BankApiLimits.PageRows);
            next = new PageCursor(entries[^1].SignedAt, entries[^1].Id).Write();
        }

        return TypedResults.Json(new AuthorisationPage(entries, next), BankApiJson.Default.AuthorisationPage);
    }

    private static AuthorisationEntry Entry(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<string[]>(4), row.GetString(5), row.GetBoolean(6),
        row.GetBoolean(7), row.GetBoolean(8), row.GetFieldValue<DateOnly>(9), row.GetFieldValue<DateOnly>(10), row.GetInt32(11), row.GetInt32(12),
        row.GetString(13), Convert.ToHexStringLower(row.GetFieldValue<byte[]>(14)), row.GetDateTime(15),
        row.IsDBNull(16) ? null : row.GetDateTime(16), row.IsDBNull(17) ? null : row.GetDateTime(17));
}
