using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Lending;
using FinancingPlatform.BankApi.Requests;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Lending.Posts;
using FinancingPlatform.Lending.Webhooks;
using Npgsql;

namespace FinancingPlatform.BankApi.Events;

/// <summary>What happened (事件): by number as a cursor, or told to a webhook; and the alerts that are still live (rule C11).</summary>
internal static class EventEndpoints
{
    private static readonly string s_events = SqlResource.Read(typeof(EventEndpoints).Assembly, "Sql/EventsAfter.sql");
    private static readonly string s_alerts = SqlResource.Read(typeof(EventEndpoints).Assembly, "Sql/AlertsPage.sql");
    private static readonly string s_hooks = SqlResource.Read(typeof(EventEndpoints).Assembly, "Sql/WebhooksOfClient.sql");

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/events", EventsAsync).WithName("ListEvents").WithSummary("事件 / Events after a number")
            .WithDescription(
                "Oldest first, numbers only grow: pass the last id as after; none is skipped. Kinds: authorisation-granted, -paused, -resumed, -revoked, -expired, need-posted, alert, stop-use.")
            .Produces<EventPage>().Refuses(FieldProblems.Field);
        routes.MapGet("/v1/alerts", AlertsAsync).WithName("ListAlerts").WithSummary("贷后预警 / Post-loan alerts under live authorisations").DescribesPage<AlertEntry>().Refuses(FieldProblems.Field, FieldProblems.Uscc);
        routes.MapPost("/v1/webhooks", AddAsync).WithName("AddWebhook").WithSummary("登记推送地址 / Register a webhook")
            .WithDescription("https and a public address. Deliveries begin with the next event, are signed (Webhook-Signature: detached JWS over the body), come in order and at least once, and are repeated until a 2xx.")
            .Accepts<WebhookRequest>("application/json").DescribesPost<AskAnswer>().Refuses(LendingErrors.Of("webhooks-enough"), FieldProblems.WebhookAddress);
        routes.MapPost("/v1/webhooks/{id:guid}/disabling", DisableAsync).WithName("DisableWebhook").WithSummary("停用推送地址 / Disable a webhook")
            .WithDescription("Nothing more is told there; what was not delivered stays in GET /v1/events.")
            .Accepts<WebhookDisableRequest>("application/json").DescribesPost<AskAnswer>().Refuses(LendingErrors.Of("webhook-unknown"));
        routes.MapGet("/v1/webhooks", HooksAsync).WithName("ListWebhooks").WithSummary("推送地址与验签公钥 / Webhooks and the keys that sign them")
            .WithDescription("How deliveries go, and the public keys that verify them.")
            .Produces<WebhookList>();
    }

    private static async Task<IResult> EventsAsync(string? after, HttpContext context, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        long from = 0;
        if (after is not null && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            return BankApiErrors.Field("after", "after 须为上一页最后的事件编号。", "after is the number of the last event that you have.").ToProblem();
        }

        await using var command = database.CreateCommand(s_events);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.AddRange(new[] { JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(from), JsonPages.Value(BankApiLimits.PageRows) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var json = new StringBuilder("{\"items\":[");
        var last = from;
        while (await reader.ReadAsync(cancellationToken))
        {
            json.Append(last == from ? string.Empty : ",").Append(reader.GetString(1));
            last = reader.GetInt64(0);
        }

        return Results.Text(json.Append(CultureInfo.InvariantCulture, $"],\"last\":{last}}}").ToString(), "application/json");
    }

    private static async Task<IResult> AlertsAsync(string? uscc, string? after, HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        uscc is not null && FieldRules.Code("uscc", uscc) is { } fault
            ? fault.ToProblem()
            : await pages.PageAsync(s_alerts, after, [JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(uscc)], cancellationToken);

    private static Task<IResult> AddAsync(StrictBody<WebhookRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, request => new WebhookAddress(request.Url), posting, cancellationToken);

    private static Task<IResult> DisableAsync(Guid id, StrictBody<WebhookDisableRequest> body, HttpContext context, BankPosting posting, CancellationToken cancellationToken) =>
        PostEndpoint.PostAsync(body, context, _ => new WebhookDisabled(id), posting, cancellationToken);

    private static async Task<IResult> HooksAsync(HttpContext context, JsonPages pages, CancellationToken cancellationToken) =>
        Results.Text(await pages.ObjectAsync(s_hooks, [JsonPages.Value(context.GetBank().ClientId)], cancellationToken), "application/json");
}

/// <summary>Events; last is the cursor of the next call, also when there is none.</summary>
internal sealed record EventPage(IReadOnlyList<EventEntry> Items, long Last);

/// <summary>An event: its number, kind and instant, and what it is about; further members depend on the kind.</summary>
internal sealed record EventEntry(
    long Id, string Kind, DateTime At, string? Uscc, Guid? AuthorisationId, string? Purpose, DateOnly? ValidTo, IReadOnlyList<string>? Items, string? Why, Guid? NeedId,
    string? NeedNo, Guid? AlertId, string? Rule, DateOnly? OccurredOn);

/// <summary>An alert under a live post-loan authorisation.</summary>
internal sealed record AlertEntry(
    Guid Id, string Uscc, string EnterpriseName, Guid AuthorisationId, string Rule, string RuleZh, string RuleEn, DateOnly OccurredOn, DateTime RaisedAt);

/// <summary>Where to tell the bank.</summary>
internal sealed record WebhookRequest(string Url) : IJsonRequest<WebhookRequest>
{
    public static JsonTypeInfo<WebhookRequest> JsonType => BankApiJson.Default.WebhookRequest;
}

/// <summary>Nothing but the wish to be told no more.</summary>
internal sealed record WebhookDisableRequest : IJsonRequest<WebhookDisableRequest>
{
    public static JsonTypeInfo<WebhookDisableRequest> JsonType => BankApiJson.Default.WebhookDisableRequest;
}

/// <summary>The client's webhooks and the public keys of the signatures.</summary>
internal sealed record WebhookList(IReadOnlyList<WebhookEntry> Items, IReadOnlyList<JsonElement> Keys);

/// <summary>A webhook and how its deliveries go.</summary>
internal sealed record WebhookEntry(
    Guid Id, string Url, DateTime CreatedAt, DateTime? DisabledAt, long DeliveredId, DateTime? DeliveredAt, int Failures, int? LastStatus, string? LastError);
