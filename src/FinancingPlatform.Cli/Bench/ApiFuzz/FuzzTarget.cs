using System.Diagnostics;
using System.Text;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>An answer as the fuzz judges it.</summary>
internal sealed record FuzzAnswer(int Status, string? MediaType, string Body);

/// <summary>The running API that is asked (被测接口): its address, and who asks.</summary>
/// <param name="Address">Where it answers.</param>
/// <param name="BankToken">Makes a bank's token bound to a key.</param>
/// <param name="DepartmentToken">Makes a department's token bound to a key.</param>
internal sealed record FuzzDoor(Uri Address, Func<string, string> BankToken, Func<string, string> DepartmentToken);

/// <summary>Sends generated requests over real HTTP, each with a proof of its own (发送器).</summary>
internal sealed class FuzzTarget : IDisposable
{
    private const int AskFirstBytes = 16 * 1024;
    private readonly FuzzDoor _door;
    private readonly DpopProver _prover = new(TimeProvider.System);

    /// <summary>A token lives five minutes, a run longer.</summary>
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromMinutes(1);

    private (string Bank, string Department) _tokens;
    private long _renewedAt;

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        AllowAutoRedirect = false,
    });

    public FuzzTarget(FuzzDoor door)
    {
        _door = door;
        Renew();
    }

    public async Task<FuzzAnswer> SendAsync(FuzzRequest asked, CancellationToken cancel)
    {
        if (Stopwatch.GetElapsedTime(_renewedAt) > s_renewAfter)
        {
            Renew();
        }

        var token = asked.Operation.ForDepartments ? _tokens.Department : _tokens.Bank;
        using var request = new HttpRequestMessage(new HttpMethod(asked.Operation.Method), RawAddress(asked.Target));
        ShowCredentials(request, asked, token);
        if (asked.Body is not null)
        {
            request.Content = new ByteArrayContent(asked.Body);
            if (asked.MediaType is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", asked.MediaType);
            }

            // A body that is refused for its size is asked about first: the answer would be lost with the connection.
            request.Headers.ExpectContinue = asked.Body.Length > AskFirstBytes;
        }

        foreach (var (name, value) in asked.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await _http.SendAsync(request, cancel).ConfigureAwait(false);
        return new FuzzAnswer((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false));
    }

    public void Dispose()
    {
        _http.Dispose();
        _prover.Dispose();
    }

    private void Renew()
    {
        _tokens = (_door.BankToken(_prover.Thumbprint), _door.DepartmentToken(_prover.Thumbprint));
        _renewedAt = Stopwatch.GetTimestamp();
    }

    private void ShowCredentials(HttpRequestMessage request, FuzzRequest asked, string token)
    {
        if (asked.Credentials == Credentials.None)
        {
            return;
        }

        request.Headers.TryAddWithoutValidation("Authorization", asked.Credentials == Credentials.Garbage ? "DPoP \u00e9.\u0001.x" : "DPoP " + token);
        if (asked.Credentials == Credentials.Twice)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "DPoP " + token);
        }

        request.Headers.TryAddWithoutValidation("DPoP", asked.Credentials == Credentials.GarbageProof ? "eyJ0eXAiOiJkcG9wK2p3dCJ9.e30.x" : _prover.Prove(asked.Operation.Method, ProvenAddress(asked.Target), token));
    }

    private Uri RawAddress(string target) => new(
        _door.Address.GetLeftPart(UriPartial.Authority) + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    /// <summary>The address as it stands in the request line.</summary>
    private Uri ProvenAddress(string target) => new(_door.Address.GetLeftPart(UriPartial.Authority) + target.Split('?')[0]);
}
