using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace FinancingPlatform.Cli.Deliver;

/// <summary>
/// A department's side of <c>/v1/deliveries</c>: every step may be repeated, so each is tried again when the line or the platform is away for a
/// moment. Every attempt is authorised anew: a DPoP proof serves once.
/// </summary>
internal sealed class DeliveryClient(HttpClient http, Uri api, Func<HttpRequestMessage, CancellationToken, Task> authorize)
{
    private static readonly ResiliencePipeline<HttpResponseMessage> Patiently = new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
        {
            MaxRetryAttempts = DeliverLimits.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = DeliverLimits.FirstPause,
            MaxDelay = DeliverLimits.LongestPause,
            ShouldHandle = static args => ValueTask.FromResult(IsPassing(args.Outcome, args.Context.CancellationToken)),
            DelayGenerator = static args => ValueTask.FromResult(args.Outcome.Result?.Headers.RetryAfter?.Delta is { } wait && wait < DeliverLimits.LongestPause ? wait : (TimeSpan?)null),
        })
        .Build();

    /// <summary>Opens the delivery, or finds it as it stands.</summary>
    public Task<JsonElement> OpenAsync(Guid id, string item, long rows, byte[] sha256, CancellationToken cancel) =>
        SendAsync(HttpMethod.Put, Path(id), () => JsonContent.Create(new { item, rows, sha256 = Convert.ToHexStringLower(sha256) }), cancel);

    public Task<JsonElement> AddAsync(Guid id, DeliveryChunk chunk, CancellationToken cancel) => SendAsync(
        HttpMethod.Post,
        string.Create(CultureInfo.InvariantCulture, $"{Path(id)}/chunks/{chunk.N}"),
        () => new ByteArrayContent(chunk.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
        cancel);

    public Task<JsonElement> CompleteAsync(Guid id, CancellationToken cancel) => SendAsync(HttpMethod.Post, Path(id) + "/complete", () => null, cancel);

    public Task<JsonElement> StateAsync(Guid id, CancellationToken cancel) => SendAsync(HttpMethod.Get, Path(id), () => null, cancel);

    public Task<JsonElement> RejectionsAsync(Guid id, long after, CancellationToken cancel) =>
        SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{Path(id)}/rejections?after={after}&limit={DeliverLimits.RejectionsPerPage}"), () => null, cancel);

    private static string Path(Guid id) => $"/v1/deliveries/{id}";

    private static bool IsPassing(Outcome<HttpResponseMessage> outcome, CancellationToken cancel) =>
        outcome.Exception is HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError }
        || (outcome.Exception is TaskCanceledException && !cancel.IsCancellationRequested)
        || outcome.Result is { StatusCode: HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout };

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, Func<HttpContent?> content, CancellationToken cancel)
    {
        var target = new Uri(api, path);
        try
        {
            using var response = await Patiently.ExecuteAsync(
                async token =>
                {
                    using var request = new HttpRequestMessage(method, target) { Content = content() };
                    await authorize(request, token).ConfigureAwait(false);
                    return await http.SendAsync(request, token).ConfigureAwait(false);
                },
                cancel).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw Refused(response.StatusCode, text, target);
        }
        catch (HttpRequestException e)
        {
            throw new CliException(e.Message, target.ToString(), "Check that the platform answers there and that the client is registered, then run the same command again: it goes on where it stopped.");
        }
    }

    private static CliException Refused(HttpStatusCode status, string text, Uri target)
    {
        var (code, zh, en) = (string.Empty, string.Empty, text);
        try
        {
            var problem = JsonSerializer.Deserialize<JsonElement>(text);
            (code, zh, en) = (problem.GetProperty("code").GetString()!, problem.GetProperty("title_zh").GetString()!, problem.GetProperty("title").GetString()!);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // No problem+json, such as a proxy's page: it is shown as it came.
            code = e.GetType().Name;
        }

        return new CliException(
            $"{(int)status} {code}: {en} {zh}", target.ToString(), "Mend what the message names and run the same command again: it goes on where it stopped. A corrected file is a delivery of its own.");
    }
}
