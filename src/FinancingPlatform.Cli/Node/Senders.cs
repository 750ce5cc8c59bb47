using System.Text.Json;
using FinancingPlatform.Exchange.Contract;
using RestEase;

namespace FinancingPlatform.Cli.Node;

/// <summary>The two programs that send upwards, in the order of the way: the city's worker, then the province.</summary>
internal sealed class Senders : IDisposable
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(30);

    private readonly List<HttpClient> _http = [];

    private Senders()
    {
    }

    /// <summary>Name and client of each.</summary>
    public List<(string Name, INodeClient Client)> All { get; } = [];

    public static Senders Of(Running running)
    {
        var senders = new Senders();
        foreach (var name in (string[])["worker", "province"])
        {
            var http = new HttpClient { BaseAddress = running.UrlOf(name), Timeout = Answer };
            senders._http.Add(http);
            senders.All.Add((name, NodeClients.Over(http)));
        }

        return senders;
    }

    /// <summary>The backlog of each, asked in the order of the way: what has left the first is seen at the second.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken cancellationToken)
    {
        var destinations = new List<DestinationStatus>();
        var silent = new List<string>();
        foreach (var (name, client) in All)
        {
            try
            {
                destinations.AddRange((await client.GetStatusAsync(cancellationToken)).Destinations);
            }
            catch (Exception e) when (e is ApiException || IsSilence(e))
            {
                silent.Add(name);
            }
        }

        return new Backlog(destinations, silent);
    }

    /// <summary>Asks one of them; an error that says who did not answer and what to do.</summary>
    public static async Task<T> AskAsync<T>(string name, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ApiException e)
        {
            throw new CliException($"{name} answered {(int)e.StatusCode}: {Title(e.Content) ?? e.ReasonPhrase}", name, "See fp status; start what is down with fp start NAME and run this again.");
        }
        catch (Exception e) when (IsSilence(e))
        {
            throw new CliException($"{name} does not answer.", name, $"Start it with: fp start {name}");
        }
    }

    public void Dispose() => _http.ForEach(h => h.Dispose());

    private static bool IsSilence(Exception e) => e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException };

    private static string? Title(string? problem)
    {
        try
        {
            return problem is { Length: > 0 } && JsonDocument.Parse(problem).RootElement.TryGetProperty("title", out var title) ? title.GetString() : null;
        }
        catch (JsonException)
        {
            return null;   // not a problem document: the status says enough
        }
    }
}

/// <summary>What waits on the way up.</summary>
/// <param name="Destinations">The backlog towards each node whose sender answered.</param>
/// <param name="Silent">Senders that did not answer: what waits there is not known.</param>
internal sealed record Backlog(IReadOnlyList<DestinationStatus> Destinations, IReadOnlyList<string> Silent)
{
    /// <summary>True when everybody answered, nothing waits, and every delivery has its receipt.</summary>
    public bool IsDrained => Silent.Count == 0 && Destinations.All(d => d is { Waiting: 0, ReceiptsMissing: 0 });
}
