using System.Runtime.CompilerServices;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>One look at the enterprise's data (查询记录), granted or refused.</summary>
internal sealed record AccessRow(
    Guid Ticket, DateTime At, string Bank, string Operator, string Branch, string Purpose, string Reference, string[] Items,
    string Outcome, string? Refusal, DateTime? ReadAt, Guid? AuthorisationId)
{
    /// <summary>Most rows of one export; a firm with more exports the next part by the cursor at its end.</summary>
    public const int MaxExportRows = 50_000;

    private const int ExportBatch = 1_000;

    /// <summary>The list's filter; anything else shows all.</summary>
    public static string? OutcomeFilter(string? text) => text is "granted" or "refused" or "nothing-shown" ? text : null;

    public static async Task<ListPage<AccessRow>> PageAsync(
        SessionDatabase database, PageCursor? after, string? outcome, int size, CancellationToken ct)
    {
        await using var session = await database.OpenAsync(ct);
        await using var command = session.Command(AuthorisationRow.Sql("accesses"), after?.At, after?.Id, size + 1, OutcomeFilter(outcome));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return ListPage<AccessRow>.Cut(await reader.ListAsync(Read, ct), size, static r => new PageCursor(new DateTimeOffset(r.At, TimeSpan.Zero), r.Ticket));
    }

    /// <summary>Every row up to the limit, a batch at a time: the export holds neither the list nor a connection for long.</summary>
    public static async IAsyncEnumerable<AccessRow> AllAsync(SessionDatabase database, string? outcome, [EnumeratorCancellation] CancellationToken ct)
    {
        PageCursor? after = null;
        for (var sent = 0; sent < MaxExportRows;)
        {
            var page = await PageAsync(database, after, outcome, ExportBatch, ct);
            foreach (var row in page.Rows)
            {
                yield return row;
            }

            sent += page.Rows.Count;
            after = PageCursor.Parse(page.Next);
            if (after is null)
            {
                yield break;
            }
        }
    }

    private static AccessRow Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetDateTime(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6),
        row.GetFieldValue<string[]>(7), row.GetString(8), row.Text(9), row.Value<DateTime>(10), row.Value<Guid>(11));
}
