using FinancingPlatform.Portal.Enterprise;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Bank;

/// <summary>An authorisation that the signed-in bank holds (本行获得的授权).</summary>
internal sealed record DeskAuthorisation(string EnterpriseName, string Uscc, AuthorisationRow Row);

/// <summary>A credit line of the signed-in bank (本行授信).</summary>
internal sealed record DeskLine(
    Guid Id, string LineNo, string Uscc, string EnterpriseName, decimal AmountYuan, decimal UsedYuan, decimal RatePercent,
    DateOnly ValidFrom, DateOnly ValidTo, string Kind, DateTime PostedAt);

/// <summary>A loan of the signed-in bank (本行贷款).</summary>
internal sealed record DeskLoan(
    Guid Id, string NoteNo, string LineNo, string Uscc, string EnterpriseName, decimal AmountYuan, decimal BalanceYuan,
    DateOnly DisbursedOn, DateOnly DueOn, string Type, bool FirstLoan, DateTime PostedAt);

/// <summary>A look that the signed-in bank took (本行查询).</summary>
internal sealed record DeskLook(
    Guid Ticket, DateTime At, string Uscc, string Purpose, string Operator, string Branch, string Reference, string Outcome, string? Refusal, DateTime? ReadAt);

/// <summary>
/// The lists of the bank desk (银行工作台清单), each from a gate function that takes the bank from the session: the role <c>bank_desk</c> reads no table.
/// </summary>
internal sealed class DeskLists(SessionDatabase database)
{
    public Task<ListPage<DeskAuthorisation>> AuthorisationsAsync(PageCursor? after, CancellationToken ct) => PageAsync(
        "select * from consent.desk_authorisations(null, $1::timestamptz, $2::uuid, $3)", after, Authorisation,
        static r => Cursor(r.Row.SignedAt, r.Row.Id), ct);

    public Task<ListPage<DeskLine>> LinesAsync(PageCursor? after, CancellationToken ct) => PageAsync(
        "select * from lending.desk_lines($1::timestamptz, $2::uuid, $3)", after, Line, static r => Cursor(r.PostedAt, r.Id), ct);

    public Task<ListPage<DeskLoan>> LoansAsync(PageCursor? after, CancellationToken ct) => PageAsync(
        "select * from lending.desk_loans($1::timestamptz, $2::uuid, $3)", after, Loan, static r => Cursor(r.PostedAt, r.Id), ct);

    public Task<ListPage<DeskLook>> LooksAsync(PageCursor? after, CancellationToken ct) => PageAsync(
        "select * from consent.desk_looks($1::timestamptz, $2::uuid, $3)", after, Look, static r => Cursor(r.At, r.Ticket), ct);

    private static PageCursor Cursor(DateTime at, Guid id) => new(new DateTimeOffset(at, TimeSpan.Zero), id);

    private static DeskAuthorisation Authorisation(NpgsqlDataReader row) => new(
        row.Named<string>("enterprise_name"), row.Named<string>("uscc"), new AuthorisationRow
        {
            Id = row.Named<Guid>("id"),
            Bank = "",
            Purpose = row.Named<string>("purpose"),
            Look = row.Named<bool>("leg_look"),
            Return = row.Named<bool>("leg_return"),
            Training = row.Named<bool>("leg_training"),
            ValidFrom = row.Named<DateOnly>("valid_from"),
            ValidTo = row.Named<DateOnly>("valid_to"),
            Uses = row.Named<int>("uses"),
            MaxUses = row.Named<int>("max_uses"),
            SignedAt = row.Named<DateTime>("signed_at"),
            RevokedAt = row.Value<DateTime>(row.GetOrdinal("revoked_at")),
            PausedAt = row.Value<DateTime>(row.GetOrdinal("paused_at")),
            CatalogueVersion = row.Named<string>("catalogue_version"),
            Items = row.Named<string[]>("items"),
        });

    private static DeskLine Line(NpgsqlDataReader row) => new(
        row.Named<Guid>("id"), row.Named<string>("line_no"), row.Named<string>("uscc"), row.Named<string>("enterprise_name"),
        row.Named<decimal>("amount_yuan"), row.Named<decimal>("used_yuan"), row.Named<decimal>("annual_rate_percent"),
        row.Named<DateOnly>("valid_from"), row.Named<DateOnly>("valid_to"), row.Named<string>("kind"), row.Named<DateTime>("posted_at"));

    private static DeskLoan Loan(NpgsqlDataReader row) => new(
        row.Named<Guid>("id"), row.Named<string>("note_no"), row.Named<string>("line_no"), row.Named<string>("uscc"), row.Named<string>("enterprise_name"),
        row.Named<decimal>("amount_yuan"), row.Named<decimal>("balance_yuan"), row.Named<DateOnly>("disbursed_on"), row.Named<DateOnly>("due_on"),
        row.Named<string>("loan_type"), row.Named<bool>("first_loan"), row.Named<DateTime>("posted_at"));

    private static DeskLook Look(NpgsqlDataReader row) => new(
        row.Named<Guid>("ticket"), row.Named<DateTime>("at"), row.Named<string>("uscc"), row.Named<string>("purpose"), row.Named<string>("operator"),
        row.Named<string>("branch"), row.Named<string>("reference"), row.Named<string>("outcome"), row.Text(row.GetOrdinal("refusal")),
        row.Value<DateTime>(row.GetOrdinal("read_at")));

    private async Task<ListPage<T>> PageAsync<T>(
        string sql, PageCursor? after, Func<NpgsqlDataReader, T> read, Func<T, PageCursor> cursor, CancellationToken ct)
    {
        await using var session = await database.OpenBankDeskAsync(ct);
        await using var command = session.Command(sql, after?.At, after?.Id, PageCursor.PageSize + 1);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return ListPage<T>.Cut(await reader.ListAsync(read, ct), PageCursor.PageSize, cursor);
    }
}
