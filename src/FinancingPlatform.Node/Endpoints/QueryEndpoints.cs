using FinancingPlatform.Core.Errors;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Exchange.Reconciliation;
using FinancingPlatform.Exchange.Status;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Hosting.Problems;

namespace FinancingPlatform.Node.Endpoints;

/// <summary>What a node tells (节点查询): decisions, places, figures; never a payload.</summary>
internal static class QueryEndpoints
{
    private static readonly Error NoSuchMessage = new(
        ErrorKind.NotFound, "message-not-found", "本节点没有收到该编号的报文，请核对编号，或查看下级的待报积压。", "No message of this id arrived here; check the id, or look at the sender's backlog.");

    private static readonly Error BadName = new(
        ErrorKind.Invalid, "bad-name", $"名称须为 1 至 {ExchangeLimits.NameLength} 个字符。", $"A source, stream or kind has 1 to {ExchangeLimits.NameLength} characters.");

    public static void MapQueries(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/messages/{id:guid}", async (Guid id, NodeIdentity node, StatusStore store, CancellationToken cancel) =>
            await store.MessageAsync(node, id, cancel) is { } message ? Results.Json(message, NodeJson.Options) : NoSuchMessage.ToProblem());

        routes.MapGet("/v1/streams/{source}/{stream}", async (string source, string stream, StatusStore store, CancellationToken cancel) =>
            IsName(source) && IsName(stream) ? Results.Json(await store.StreamAsync(source, stream, cancel), NodeJson.Options) : BadName.ToProblem());

        routes.MapGet("/v1/reconciliation", async (string source, DateOnly day, FiguresStore figures, CancellationToken cancel) =>
            IsName(source) ? Results.Json(new DayFigures(source, day, await figures.TakenAsync(source, day, cancel)), NodeJson.Options) : BadName.ToProblem());

        routes.MapGet("/v1/reconciliation/messages", async (string source, DateOnly day, string kind, Guid? after, FiguresStore figures, CancellationToken cancel) =>
            IsName(source) && IsName(kind) ? Results.Json(await figures.TakenMessagesAsync(source, day, kind, after, cancel), NodeJson.Options) : BadName.ToProblem());

        routes.MapGet("/v1/status", async (NodeIdentity node, StatusStore store, IEnumerable<SupervisedLoop> loops, CancellationToken cancel) =>
            Results.Json(await StatusAsync(node, store, loops, cancel), NodeJson.Options));
    }

    public static async Task<NodeStatus> StatusAsync(NodeIdentity node, StatusStore store, IEnumerable<SupervisedLoop> loops, CancellationToken cancel) => new(
        node.Self.Party,
        await store.InboxAsync(cancel),
        node.ForwardTo is { } upwards ? [await store.BacklogAsync(upwards, cancel)] : [],
        [.. loops.Select(l => l.Health).Select(h => new LoopStatus(h.Name, h.LastRunAt, h.LastError, h.LastErrorAt, h.FailuresInARow, h.Detail))]);

    private static bool IsName(string name) => name.Length is > 0 and <= ExchangeLimits.NameLength && !name.Any(char.IsControl);
}
