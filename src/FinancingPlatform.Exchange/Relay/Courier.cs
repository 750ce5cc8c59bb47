using System.Net;
using System.Text.Json;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using Polly.CircuitBreaker;
using Polly.Timeout;
using RestEase;

namespace FinancingPlatform.Exchange.Relay;

// Carries one sealed batch and says what became of it. Knows HTTP, not the database.
internal sealed class Courier(INodeClient client, IExchangeSignature signature, Self self, Peer node, TimeProvider clock)
{
    public async Task<CourierResult> SendAsync(Guid batchId, BatchRequest batch, CancellationToken cancellationToken)
    {
        try
        {
            var response = await client.PostBatchAsync(batch, cancellationToken);
            using var message = response.ResponseMessage;
            return message.StatusCode == HttpStatusCode.OK
                ? await ReadAsync(response, batchId, batch)
                : Classify(response);
        }
        catch (BrokenCircuitException)
        {
            return new CourierResult.Later("circuit-open", ExchangeLimits.OpenFor);
        }
        catch (TimeoutRejectedException)
        {
            return new CourierResult.Later("timeout", null);
        }
        catch (HttpRequestException e)
        {
            return new CourierResult.Later($"unreachable: {e.HttpRequestError}", null);
        }
        catch (IOException)
        {
            return new CourierResult.Later("connection-lost", null);
        }
        catch (JsonException)
        {
            return new CourierResult.Later("unreadable-answer", null);
        }
    }

    // A receipt that does not verify acknowledges nothing: the messages go again and the same outcomes come back.
    private async Task<CourierResult> ReadAsync(Response<BatchReceipt> response, Guid batchId, BatchRequest batch)
    {
        var receipt = response.GetContent();
        var opened = await ReceiptSeal.OpenAsync(signature, receipt, batch, batchId, node, self.Party);
        return opened.IsOk ? new CourierResult.Answered(receipt) : new CourierResult.Later($"bad-receipt: {opened.Error.Code}", null);
    }

    // 401, 403 and 404 speak of keys, registration or address, which people mend; parking every stream for them would bury the cause.
    private CourierResult Classify(Response<BatchReceipt> response)
    {
        var status = response.ResponseMessage.StatusCode;
        var code = ProblemCode(response.StringContent) ?? $"http-{(int)status}";
        return status is HttpStatusCode.BadRequest or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
            ? new CourierResult.Refused(code)
            : new CourierResult.Later(code, RetryAfter(response.ResponseMessage));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date is { } date ? date - clock.GetUtcNow() : null);
        return wait is not { } asked ? null
            : asked < TimeSpan.Zero ? TimeSpan.Zero
            : asked > ExchangeLimits.RetryAfterLongest ? ExchangeLimits.RetryAfterLongest
            : asked;
    }

    private static string? ProblemCode(string? body)
    {
        try
        {
            using var problem = JsonDocument.Parse(body ?? "");
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                ? type.GetString()!.Split('/')[^1]
                : null;
        }
        catch (JsonException)
        {
            return null;   // not a problem document: the status alone names it
        }
    }
}
