using System.Text.Json;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.BankApi.Lending;

/// <summary>A bank reads what it posted (本行授信与借据查询), of all its branches.</summary>
internal static class LendingReads
{
    private static readonly string s_lines = SqlResource.Read(typeof(LendingReads).Assembly, "Sql/LinesPage.sql");
    private static readonly string s_loans = SqlResource.Read(typeof(LendingReads).Assembly, "Sql/LoansPage.sql");
    private static readonly string s_file = SqlResource.Read(typeof(LendingReads).Assembly, "Sql/LoanFile.sql");

    public static void MapLendingReads(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/credit-lines", (string? uscc, string? after, HttpContext context, JsonPages pages, CancellationToken cancel) => ListAsync(s_lines, uscc, after, context, pages, cancel))
            .WithName("ListCreditLines").WithSummary("本行授信 / Credit lines of this bank").DescribesPage<CreditLineEntry>().Refuses(FieldProblems.Field, FieldProblems.Uscc);
        routes.MapGet("/v1/loans", (string? uscc, string? after, HttpContext context, JsonPages pages, CancellationToken cancel) => ListAsync(s_loans, uscc, after, context, pages, cancel))
            .WithName("ListLoans").WithSummary("本行借据 / Loans of this bank").DescribesPage<LoanEntry>().Refuses(FieldProblems.Field, FieldProblems.Uscc);
        routes.MapGet("/v1/loans/{noteNo}", FileAsync)
            .WithName("ReadLoan").WithSummary("一笔借据的全部 / One loan with its events and earlier versions")
            .WithDescription("Everything that was posted about the note, and every version that a correction replaced.")
            .Produces<LoanFile>().Refuses(LendingErrors.Of("note-unknown"));
    }

    private static async Task<IResult> ListAsync(string sql, string? uscc, string? after, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        uscc is not null && FieldRules.Code("uscc", uscc) is { } fault
            ? fault.ToProblem()
            : await pages.PageAsync(sql, after, [JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(uscc)], cancellationToken);

    private static async Task<IResult> FileAsync(string noteNo, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        await pages.ObjectAsync(s_file, [JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(noteNo)], cancellationToken) is { } body
            ? Results.Text(body, "application/json")
            : LendingErrors.Of("note-unknown").ToProblem();

    /// <summary>Says of a route that it answers with pages.</summary>
    internal static RouteHandlerBuilder DescribesPage<T>(this RouteHandlerBuilder route) => route
        .WithDescription("Newest first, a page at a time; pass next as after to go on.")
        .Produces<Page<T>>();
}

/// <summary>A page; <see cref="Next"/> leads to the following one.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A credit line as a bank reads it.</summary>
internal sealed record CreditLineEntry(
    Guid Id, string LineNo, string Uscc, string EnterpriseName, Guid AuthorisationId, string BankUscc, string LegalEntityUscc, MoneyField Amount, MoneyField Used,
    string AnnualRatePercent, DateOnly ValidFrom, DateOnly ValidTo, string Kind, bool Backfill, int Version, DateTime PostedAt);

/// <summary>A loan as a bank reads it.</summary>
internal record LoanEntry(
    Guid Id, string NoteNo, string LineNo, string Uscc, string EnterpriseName, string BankUscc, string LegalEntityUscc, MoneyField Amount, MoneyField Balance,
    DateOnly DisbursedOn, DateOnly DueOn, string AnnualRatePercent, string LoanType, bool FirstLoan, bool Inclusive, bool Backfill, RenewalField? Renewal,
    bool NewMoney, string? FiveClass, int OverdueDays, MoneyField Overdue, MoneyField WrittenOff, DateOnly? SettledOn, int Version, DateTime PostedAt);

/// <summary>A loan with all that happened to it and every version that a correction replaced.</summary>
internal sealed record LoanFile(
    Guid Id, string NoteNo, string LineNo, string Uscc, string EnterpriseName, string BankUscc, string LegalEntityUscc, MoneyField Amount, MoneyField Balance,
    DateOnly DisbursedOn, DateOnly DueOn, string AnnualRatePercent, string LoanType, bool FirstLoan, bool Inclusive, bool Backfill, RenewalField? Renewal,
    bool NewMoney, string? FiveClass, int OverdueDays, MoneyField Overdue, MoneyField WrittenOff, DateOnly? SettledOn, int Version, DateTime PostedAt,
    IReadOnlyList<LoanEventEntry> Events, IReadOnlyList<SupersededEntry> Superseded)
    : LoanEntry(
        Id, NoteNo, LineNo, Uscc, EnterpriseName, BankUscc, LegalEntityUscc, Amount, Balance, DisbursedOn, DueOn, AnnualRatePercent, LoanType, FirstLoan, Inclusive, Backfill,
        Renewal, NewMoney, FiveClass, OverdueDays, Overdue, WrittenOff, SettledOn, Version, PostedAt);

/// <summary>An event of a loan.</summary>
internal sealed record LoanEventEntry(
    Guid Id, string EventNo, string Kind, DateOnly OccurredOn, MoneyField? Principal, MoneyField? Interest, MoneyField? Balance, string? Payer, int? OverdueDays,
    string? FiveClass, DateOnly? DueOn, bool? Distress, bool? Withdrawn, int Version, DateTime PostedAt);

/// <summary>A version that a correction replaced, as it stood.</summary>
internal sealed record SupersededEntry(Guid Id, string Kind, int Version, string Reason, DateTime ReplacedAt, JsonElement Facts);
