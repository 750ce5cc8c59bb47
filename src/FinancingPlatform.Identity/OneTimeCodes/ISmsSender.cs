using System.Net.Http.Json;

namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>Sends short messages (短信通道): a carrier's gateway in production, the phone process in a demonstration.</summary>
public interface ISmsSender
{
    /// <summary>Sends a text; false when the channel did not take it.</summary>
    Task<bool> SendAsync(string to, string text, CancellationToken cancellationToken);
}

/// <summary>Sends through the stand-in process (短信替身): POST /sms {to, text}.</summary>
internal sealed class HttpSmsSender(IHttpClientFactory http) : ISmsSender
{
    public const string ClientName = "sms";

    public async Task<bool> SendAsync(string to, string text, CancellationToken cancellationToken)
    {
        try
        {
            using var client = http.CreateClient(ClientName);
            using var response = await client.PostAsJsonAsync("sms", new { to, text }, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The caller says so to the person, who tries again; nothing is lost with an unsent code.
            return false;
        }
    }
}
