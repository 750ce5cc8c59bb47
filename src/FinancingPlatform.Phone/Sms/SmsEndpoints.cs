namespace FinancingPlatform.Phone.Sms;

/// <summary>The carrier's side: a message is handed in, the telephone shows it.</summary>
internal static class SmsEndpoints
{
    private const int MaxTextLength = 500;
    private const int MaxNumberLength = 20;
    private const int PageSize = 50;

    public static void MapSms(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sms", Receive);
        routes.MapGet("/sms", (string? to, SmsInbox inbox) => Results.Json(
            inbox.Newest(to, PageSize).Select(m => new { id = m.Id, to = m.To, text = m.Text, at = m.At })));
    }

    private static IResult Receive(SmsMessage message, SmsInbox inbox)
    {
        if (message.To is not { Length: > 0 and <= MaxNumberLength } to || !to.All(char.IsAsciiDigit) || message.Text is not { Length: > 0 and <= MaxTextLength } text)
        {
            return Results.Problem($"to must be digits, text 1 to {MaxTextLength} characters", statusCode: StatusCodes.Status400BadRequest);
        }

        var arrived = inbox.Receive(to, text);
        return Results.Json(new { id = arrived.Id }, statusCode: StatusCodes.Status202Accepted);
    }

    private sealed record SmsMessage(string? To, string? Text);
}
