using System.Security.Cryptography;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
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
        group.MapPut("", OpenAsync).WithName("OpenDelivery").WithSummary("建立报送 / Open a delivery")
            .WithDescription("Says which item comes and how many rows. The same declaration again is acknowledged again.").Accepts<DeliveryRequest>("application/json")
            .Describes("not-allowed", "different", "expired", "unknown").Produces<DeliveryAnswer>(StatusCodes.Status201Created).Refuses(FieldProblems.Field);
        group.MapGet("", StateAsync).WithName("ReadDelivery").WithSummary("报送状态与对账 / State and balance of a delivery")
            .WithDescription("Where it stands, which chunk is next, and the balance once it was imported.").Describes("unknown");
        group.MapPost("/chunks/{n:int}", AddChunkAsync).WithName("AddDeliveryChunk").WithSummary("报送分片 / Send a chunk of a delivery")
            .WithDescription("application/x-ndjson. Acknowledged once committed; the same chunk again is acknowledged again.")
            .WithMetadata(new RequestSizeLimitAttribute(DeliveryLimits.ChunkBytes)).Accepts<IReadOnlyDictionary<string, string?>>("application/x-ndjson").TakesNdjson()
            .Describes("different", "closed", "not-next", "expired", "unknown").Produces<DeliveryAnswer>(StatusCodes.Status201Created)
            .Refuses(DeliveryErrors.TooLarge, DeliveryErrors.TooSlow, DeliveryErrors.Empty, FieldProblems.Field);
        group.MapGet("/rejections", RejectionsAsync).WithName("ReadDeliveryRejections").WithSummary("拒收明细 / Rejected rows of a delivery, page by page")
            .WithDescription("Which rows were not taken, why, and how to mend them.")
            .Produces<DeliveryRejectionPage>().Refuses(DeliveryErrors.Of("unknown"), FieldProblems.Field);
        group.MapPost("/complete", CompleteAsync).WithName("CompleteDelivery").WithSummary("报送完成 / Complete a delivery")
            .WithDescription("Seals it for import once all rows arrived. Again, it is acknowledged again.").Describes("different", "rows-differ", "expired", "unknown");
    }

    private static async Task<IResult> OpenAsync(
        Guid id, StrictBody<DeliveryRequest> body, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken)
    {
        if (body.Error is { } malformed)
        {
            return malformed.ToProblem();
        }

        var request = body.Value!;
        if (FieldRules.Text("item", request.Item, BankApiLimits.NameLength) is { } unnamed)
        {
            return unnamed.ToProblem();
        }

        if (request.Rows is < 0 or > (long)DeliveryLimits.Chunks * DeliveryLimits.ChunkRows)
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

        var (bytes, fault) = await ReadAsync(context, cancellationToken);
        if (fault is not null)
        {
            return fault.ToProblem();
        }

        if (bytes.Length > 0 && (bytes[0] != (byte)'{' || bytes[^1] != (byte)'\n'))
        {
            // Chunks are joined as they are: a last line without its end would grow together with the next chunk's first, and a first line that is no
            // object would be taken for a header.
            return DeliveryErrors.NotNdjson.ToProblem();
        }

        var rows = bytes.AsSpan().Count((byte)'\n');
        return rows == 0 ? DeliveryErrors.Empty.ToProblem()
            : rows > DeliveryLimits.ChunkRows ? DeliveryErrors.TooLarge.ToProblem()
            : await AnswerAsync(
                await gate.AddAsync(context.GetBank().ClientId, id, n, rows, SHA256.HashData(bytes), bytes, cancellationToken), id, context, gate, cancellationToken);
    }

    // Whatever way a body is too long or too slow, the department reads which limit it met.
    private static async Task<(byte[] Bytes, Error? Fault)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(DeliveryLimits.ChunkSeconds));
        using var buffer = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(buffer, limit.Token);
            return (buffer.ToArray(), null);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return ([], DeliveryErrors.TooLarge);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status408RequestTimeout)
        {
            return ([], DeliveryErrors.TooSlow);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ([], DeliveryErrors.TooSlow);
        }
    }

    private static async Task<IResult> RejectionsAsync(
        Guid id, HttpContext context, DeliveryGate gate, CancellationToken cancellationToken, long after = 0, int limit = DeliveryLimits.Rejections)
    {
        if (after < 0)
        {
            return BankApiErrors.Field("after", "行号不得为负。", "A line is not negative.").ToProblem();
        }

        if (limit is < 1 or > DeliveryLimits.RejectionsPerPage)
        {
            return BankApiErrors.Field("limit", $"每页 1 至 {DeliveryLimits.RejectionsPerPage} 行。", $"A page has 1 to {DeliveryLimits.RejectionsPerPage} rows.").ToProblem();
        }

        var client = context.GetBank().ClientId;
        if (await gate.StateAsync(client, id, cancellationToken) is null)
        {
            return DeliveryErrors.Of("unknown").ToProblem();
        }

        var rows = await gate.RejectionsAsync(client, id, after, limit, cancellationToken);
        return TypedResults.Json(new DeliveryRejectionPage(rows, rows.Count == limit ? rows[^1].Line : null), BankApiJson.Default.DeliveryRejectionPage);
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

    private static RouteHandlerBuilder Describes(this RouteHandlerBuilder route, params string[] outcomes) => route
        .Produces<DeliveryAnswer>().Refuses(outcomes.Select(DeliveryErrors.Of));
}
