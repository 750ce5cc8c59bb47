using System.Globalization;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Phone.SmallTransfers;

/// <summary>The verifier's interface, and the enterprise's bank notices.</summary>
internal static class SmallTransferEndpoints
{
    private const int UsccLength = 18;
    private const int HashLength = 64;
    private const int MaxNameLength = 200;
    private const int PageSize = 50;

    public static void MapSmallTransfers(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/small-transfers", Make);
        routes.MapGet("/small-transfers", (string? uscc, SmallTransferDesk desk) => Results.Json(desk.Newest(uscc, PageSize).Select(Notice)));
        routes.MapPost("/small-transfers/{id:guid}/confirm", Confirm);
    }

    private static object Notice(SmallTransfer t) => new
    {
        transfer_id = t.Id,
        uscc = t.Uscc,
        account_name = t.AccountName,
        amount = t.Amount.ToString("0.00", CultureInfo.InvariantCulture),
        at = t.At,
        state = t.State,
        tries_left = t.TriesLeft,
    };

    private static IResult Make(Order order, SmallTransferDesk desk)
    {
        if (order.TransferId == Guid.Empty || order.Uscc is not { Length: UsccLength } uscc || order.AccountName is not { Length: > 0 and <= MaxNameLength } name
            || order.CredentialSha256 is not { Length: HashLength } hash || !hash.All(char.IsAsciiHexDigitLower))
        {
            return Results.Problem("transfer_id, uscc, account_name and credential_sha256 (64 lower-case hex digits) are required", statusCode: StatusCodes.Status400BadRequest);
        }

        return desk.Make(order.TransferId, uscc, name, hash)
            ? Results.Accepted()
            : Results.Problem("another transfer has this id", statusCode: StatusCodes.Status409Conflict);
    }

    private static IResult Confirm(Guid id, Answer answer, SmallTransferDesk desk)
    {
        if (!decimal.TryParse(answer.Amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            return Results.Problem("amount must be a decimal text such as 0.37", statusCode: StatusCodes.Status400BadRequest);
        }

        return desk.Confirm(id, amount) switch
        {
            null => Results.Problem("no such transfer", statusCode: StatusCodes.Status404NotFound),
            { Statement: { } statement } => Results.Json(new { statement }),
            var wrong => Results.Problem(
                "the amount differs",
                statusCode: StatusCodes.Status409Conflict,
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["tries_left"] = wrong.TriesLeft }),
        };
    }

    private sealed record Order(
        [property: JsonPropertyName("transfer_id")] Guid TransferId,
        [property: JsonPropertyName("uscc")] string? Uscc,
        [property: JsonPropertyName("account_name")] string? AccountName,
        [property: JsonPropertyName("credential_sha256")] string? CredentialSha256);

    private sealed record Answer([property: JsonPropertyName("amount")] string? Amount);
}
