using System.Security.Cryptography;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.ResourceServer;
using Microsoft.AspNetCore.Mvc;

namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>Departments push data (部门接口报送): opened, sent in chunks, completed; each step may be repeated.</summary>
internal static class DeliveryEndpoints
{
    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/deliveries/{id:guid}").WithMetadata(new ForDepartmentsAttribute());
        group.MapPut("", OpenAsync).WithName("OpenDelivery").WithSummary("建立报送 / Open a delivery").Accepts<DeliveryRequest>("application/json").Describes();
        group.MapGet("", StateAsync).WithName("ReadDelivery").WithSummary("报送状态与对账 / State and balance of a delivery").Describes();
        group.MapPost("/chunks/{n:int}", AddChunkAsync).WithName("AddDeliveryChunk").WithSummary("报送分片 / Send a chunk of a delivery")
            .WithDescription("application/x-ndjson. Acknowledged once committed; the same chunk again is acknowledged again.")
            .WithMetadata(new RequestSizeLimitAttribute(DeliveryLimits.ChunkBytes)).Describes();
        group.MapPost("/complete", CompleteAsync).WithName("CompleteDelivery").WithSummary("报送完成 / Complete a delivery").Describes();
    }

    private static async Task<IResult> OpenAsync(
        Guid id, StrictBody<DeliveryRequest> body, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken)
    {
        if (body.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var request = body.Value!;
        if (request.Rows is < 1 or > (long)DeliveryLimits.Chunks * DeliveryLimits.ChunkRows)
        {
            return BankApiErrors.Field("rows", "行数超出一次报送的范围。", "That is not a number of rows for one delivery.").ToProblem();
        }

        if (request.Sha256 is { } hex && (hex.Length != 64 || !hex.All(char.IsAsciiHexDigit)))
        {
            return BankApiErrors.Field("sha256", "摘要须为 64 位十六进制。", "A digest has 64 hexadecimal digits.").ToProblem();
        }

        var digest = request.Sha256 is null ? null : Convert.FromHexString(request.Sha256);
        var outcome = await gate.OpenAsync(context.GetBank().ClientId, id, request.Item, request.Rows, digest, cancellationToken);
        return await AnswerAsync(outcome, id, context, gate, cancellationToken);
    }

    private static async Task<IResult> AddChunkAsync(Guid id, int n, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim() is not "application/x-ndjson")
        {
            return DeliveryErrors.NotNdjson.ToProblem();
        }

        if (n is < 1 or > DeliveryLimits.Chunks)
        {
            return BankApiErrors.Field("n", $"分片号须为 1 至 {DeliveryLimits.Chunks}。", $"A chunk's number is 1 to {DeliveryLimits.Chunks}.").ToProblem();
        }

        if (context.Request.ContentLength > DeliveryLimits.ChunkBytes)
        {
            return DeliveryErrors.TooLarge.ToProblem();
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(DeliveryLimits.ChunkSeconds));
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, limit.Token);
        if (buffer.Length > 0 && buffer.GetBuffer()[buffer.Length - 1] != (byte)'\n')
        {
            // Chunks are joined as they are: a last line without its end would grow together with the next chunk's first.
            return DeliveryErrors.NotNdjson.ToProblem();
        }

        var bytes = buffer.ToArray();
        var rows = bytes.AsSpan().Count((byte)'\n');
        return rows == 0 ? DeliveryErrors.Empty.ToProblem()
            : rows > DeliveryLimits.ChunkRows ? DeliveryErrors.TooLarge.ToProblem()
            : await AnswerAsync(
                await gate.AddAsync(context.GetBank().ClientId, id, n, rows, SHA256.HashData(bytes), bytes, cancellationToken), id, context, gate, cancellationToken);
    }

    private static async Task<IResult> CompleteAsync(Guid id, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken) =>
        await AnswerAsync(await gate.CompleteAsync(context.GetBank().ClientId, id, cancellationToken), id, context, gate, cancellationToken);

    private static Task<IResult> StateAsync(Guid id, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken) =>
        AnswerAsync("same", id, context, gate, cancellationToken);

    private static async Task<IResult> AnswerAsync(string outcome, Guid id, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken)
    {
        if (outcome is not ("opened" or "added" or "completed" or "same"))
        {
            return DeliveryErrors.Of(outcome).ToProblem();
        }

        var answer = await gate.StateAsync(context.GetBank().ClientId, id, cancellationToken);
        return answer is null
            ? DeliveryErrors.Of("unknown").ToProblem()
            : TypedResults.Json(answer, BankApiJson.Default.DeliveryAnswer, statusCode: outcome is "opened" or "added" ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static void Describes(this RouteHandlerBuilder route) => route
        .Produces<DeliveryAnswer>().Produces<DeliveryAnswer>(StatusCodes.Status201Created)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
}
