using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Posts;
using FinancingPlatform.Lending.Requests;

namespace FinancingPlatform.BankApi.Requests;

/// <summary>Banks ask enterprises for authorisations (授权申请), follow them, and read an authorisation's history.</summary>
internal static class RequestEndpoints
{
    private static readonly string s_page = SqlResource.Read(typeof(RequestEndpoints).Assembly, "Sql/RequestsPage.sql");
    private static readonly string s_one = SqlResource.Read(typeof(RequestEndpoints).Assembly, "Sql/RequestOfBank.sql");
    private static readonly string s_history = SqlResource.Read(typeof(RequestEndpoints).Assembly, "Sql/AuthorisationHistory.sql");

    private static Error NoRequest { get; } = LendingErrors.Of("request-unknown");

    private static Error NoAuthorisation { get; } = new(
        ErrorKind.NotFound, "authorisation-unknown", "本行没有这个授权。", "Your bank has no such authorisation.");

    public static void MapRequests(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/authorisation-requests", AskAsync).WithName("AskAuthorisation").WithSummary("申请授权 / Ask for an authorisation")
            .WithDescription("The request changes no right: the enterprise reads it in the portal and signs, or declines, or lets it expire after 30 days.")
            .Accepts<AuthorisationAskRequest>("application/json").DescribesPost<AskAnswer>()
            .Refuses(
                LendingErrors.Of("enterprise-unknown"), LendingErrors.Of("item-unknown"), LendingErrors.Of("asked-too-often"), FieldProblems.Uscc, FieldProblems.Value, FieldProblems.Items,
                FieldProblems.LegMissing, FieldProblems.Days, FieldProblems.Uses, FieldProblems.Text);
        routes.MapPost("/v1/authorisation-requests/{id:guid}/cancellation", CancelAsync).WithName("CancelAuthorisationRequest").WithSummary("撤销授权申请 / Take a request back")
            .WithDescription("Only while it waits for the enterprise.").Accepts<AuthorisationAskCancelRequest>("application/json").DescribesPost<AskAnswer>().Refuses(NoRequest);
        routes.MapGet("/v1/authorisation-requests", ListAsync).WithName("ListAuthorisationRequests").WithSummary("授权申请 / Requests for authorisations").DescribesPage<AskEntry>().Refuses(FieldProblems.Field, FieldProblems.Uscc);
        routes.MapGet("/v1/authorisation-requests/{id:guid}", OneAsync).WithName("ReadAuthorisationRequest").WithSummary("授权申请的状态 / State of a request")
            .WithDescription("Its state is computed when read.").Produces<AskEntry>().Refuses(NoRequest);
        routes.MapGet("/v1/authorisations/{id:guid}/history", HistoryAsync).WithName("ReadAuthorisationHistory").WithSummary("授权的经过与查询 / Life of an authorisation and the looks under it")
            .WithDescription("Granted, paused, revoked, expired; and the bank's last hundred looks under it.").Produces<AuthorisationHistory>().Refuses(NoAuthorisation);
    }

    private static Task<IResult> AskAsync(StrictBody<AuthorisationAskRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, request => request.Read(), posting, cancellationToken);

    private static Task<IResult> CancelAsync(Guid id, StrictBody<AuthorisationAskCancelRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, _ => new AuthorisationAskCancelled(id), posting, cancellationToken);

    private static async Task<IResult> ListAsync(string? uscc, string? after, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        uscc is not null && FieldRules.Code("uscc", uscc) is { } fault
            ? fault.ToProblem()
            : await pages.PageAsync(s_page, after, [JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(uscc)], cancellationToken);

    private static Task<IResult> OneAsync(Guid id, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        ObjectAsync(s_one, id, NoRequest, context, pages, cancellationToken);

    private static Task<IResult> HistoryAsync(Guid id, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        ObjectAsync(s_history, id, NoAuthorisation, context, pages, cancellationToken);

    private static async Task<IResult> ObjectAsync(string sql, Guid id, Error missing, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        await pages.ObjectAsync(sql, [JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(id)], cancellationToken) is { } body
            ? Results.Text(body, "application/json")
            : missing.ToProblem();
}

/// <summary>What a bank asks for.</summary>
internal sealed record AuthorisationAskRequest(
    string Uscc, IReadOnlyList<string> Items, string Purpose, bool LegLook, bool LegReturn, bool LegTraining, int Days, int MaxUses, string Operator, string Branch,
    string Reference) : IJsonRequest<AuthorisationAskRequest>
{
    public static JsonTypeInfo<AuthorisationAskRequest> JsonType => BankApiJson.Default.AuthorisationAskRequest;

    public Result<IPost> Read() => new AuthorisationAsk(Uscc, Items, Purpose, LegLook, LegReturn, LegTraining, Days, MaxUses, Operator, Branch, Reference);
}

/// <summary>Nothing but the wish to take it back.</summary>
internal sealed record AuthorisationAskCancelRequest : IJsonRequest<AuthorisationAskCancelRequest>
{
    public static JsonTypeInfo<AuthorisationAskCancelRequest> JsonType => BankApiJson.Default.AuthorisationAskCancelRequest;
}

/// <summary>The id of what was made or ended.</summary>
internal sealed record AskAnswer(Guid Id);

/// <summary>A request and its state: pending, granted, declined, cancelled or expired.</summary>
internal sealed record AskEntry(
    Guid Id, string Uscc, string EnterpriseName, IReadOnlyList<string> Items, string Purpose, bool LegLook, bool LegReturn, bool LegTraining, int Days, int MaxUses,
    string Operator, string Branch, string Reference, DateTime AskedAt, DateTime ExpiresAt, string State, Guid? AuthorisationId);

/// <summary>What happened to an authorisation, and the bank's looks under it, the last hundred.</summary>
internal sealed record AuthorisationHistory(
    Guid Id, string Uscc, string Purpose, DateOnly ValidFrom, DateOnly ValidTo, int Uses, int MaxUses, IReadOnlyList<HistoryEntry> Events, IReadOnlyList<LookEntry> Looks);

/// <summary>granted, paused, revoked or expired.</summary>
internal sealed record HistoryEntry(string Kind, DateTime At);

/// <summary>A look of the bank.</summary>
internal sealed record LookEntry(
    Guid Ticket, DateTime At, string Operator, string Branch, string Purpose, string Reference, IReadOnlyList<string> Items, bool Read);
