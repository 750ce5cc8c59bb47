using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Identity.Verification;

/// <summary>
/// Verification by a small transfer (对公打款认证): the verifier sends a few fen to the enterprise's account, the amount is typed back. The verifier picks the
/// amount and judges the answer; this platform never learns it beforehand.
/// </summary>
internal sealed class SmallTransferVerifier(IHttpClientFactory http) : IRealNameVerifier
{
    public const string ClientName = "small-transfer";
    private const decimal MaxAmount = 10m;

    public string Method => "small-transfer";

    public int Level => 1;

    public async Task<Result> StartAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(
            "small-transfers",
            new { transfer_id = request.Id, uscc = request.Uscc, account_name = request.AccountName, credential_sha256 = request.CredentialSha256 },
            cancellationToken);
        return response?.StatusCode == HttpStatusCode.Accepted ? Result.Ok : VerificationErrors.Unavailable;
    }

    public async Task<Result<string>> ConfirmAsync(Guid id, string answer, CancellationToken cancellationToken)
    {
        if (!decimal.TryParse(answer.Trim().TrimEnd('元').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount is <= 0 or > MaxAmount)
        {
            return VerificationErrors.AmountInvalid;
        }

        using var response = await SendAsync(
            $"small-transfers/{id:D}/confirm", new { amount = amount.ToString("0.00", CultureInfo.InvariantCulture) }, cancellationToken);
        return response?.StatusCode switch
        {
            HttpStatusCode.OK => await StatementAsync(response, cancellationToken),
            HttpStatusCode.Conflict => await IsDeadAsync(response, cancellationToken) ? VerificationErrors.Dead : VerificationErrors.AmountWrong,
            HttpStatusCode.NotFound => VerificationErrors.Missing,
            _ => VerificationErrors.Unavailable,
        };
    }

    private static async Task<Result<string>> StatementAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("statement", out var statement) && statement.GetString() is { } text
            ? text
            : VerificationErrors.BadStatement;
    }

    private static async Task<bool> IsDeadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty("tries_left", out var left) && left.TryGetInt32(out var count) && count == 0;
    }

    private async Task<HttpResponseMessage?> SendAsync(string path, object body, CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient(ClientName);
            return await client.PostAsJsonAsync(path, body, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The caller answers "cannot be reached"; both calls may be made again.
            return null;
        }
    }
}
