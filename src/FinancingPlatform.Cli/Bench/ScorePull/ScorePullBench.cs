using System.Globalization;
using System.Text.Json.Serialization;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>
/// Requests per second of the score pull with all its checks (token, proof, gate, access record, audit) over a bare endpoint with one SELECT and one INSERT,
/// in the same run: same generator, connections, headers and body; proofs signed before the clock starts, each used once.
/// </summary>
internal static class ScorePullBench
{
    private const int Connections = 64;

    /// <summary>More than either side answers in a run, per second of the run.</summary>
    private const int RequestsPerSecond = 12_000;

    private const string Pulls = "/v1/score-pulls";

    /// <summary>The share of its most at which the platform's latency is taken.</summary>
    private const double PacedShare = 0.8;

    private const int SmallCity = 10_000;
    private const int LargeCity = 1_000_000;
    private const int GrowthRounds = 4;

    private static readonly TimeSpan GrowthRound = TimeSpan.FromSeconds(5);

    public static Benchmark Benchmark { get; } = new("score-pull", "score pulls with all checks, over a bare SELECT and INSERT", RunAsync);

    private static async Task<object> RunAsync(BenchContext bench, CancellationToken cancel)
    {
        var (rounds, length) = bench.Quick ? (2, TimeSpan.FromSeconds(3)) : (4, TimeSpan.FromSeconds(6));
        await using var database = await BenchDatabase.CreateAsync(bench, cancel).ConfigureAwait(false);
        await using var issuer = await LoopbackIssuer.StartAsync(cancel).ConfigureAwait(false);
        await using var platform = await ServerProcess.BankApiAsync(bench, database, issuer, cancel).ConfigureAwait(false);
        await using var baseline = await ServerProcess.BaselineAsync(bench, database, cancel).ConfigureAwait(false);
        using var requests = new PullRequests(issuer, database, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{platform.Port}")), TimeProvider.System);

        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 1; round <= ServerProcess.WarmUpRounds + rounds; round++)
        {
            // In turns, so that a machine that slows down slows both.
            var theirs = await MeasureAsync(requests, baseline.Port, BaselineServer.Path, length, round, cancel).ConfigureAwait(false);
            var own = await MeasureAsync(requests, platform.Port, Pulls, length, round, cancel).ConfigureAwait(false);
            if (round <= ServerProcess.WarmUpRounds)
            {
                continue;
            }

            bare.Add(theirs);
            ours.Add(own);
            bench.Output.Say(string.Create(CultureInfo.InvariantCulture, $"round {round - ServerProcess.WarmUpRounds}: platform {own:0}/s, baseline {theirs:0}/s"));
        }

        var (platformRps, baselineRps) = (ours.Average(), bare.Average());
        var p99 = await P99Async(requests, platform.Port, platformRps * PacedShare, length, ServerProcess.WarmUpRounds + rounds + 1, cancel).ConfigureAwait(false);
        double? growth = bench.Quick ? null : Math.Round(await GrowthAsync(bench, database, issuer, cancel).ConfigureAwait(false), 3);
        return new Figures(Math.Round(platformRps / baselineRps, 3), Math.Round(platformRps, 1), Math.Round(baselineRps, 1), Math.Round(p99, 1), growth);
    }

    /// <summary>The slowest hundredth at a share of what the platform can answer at most.</summary>
    private static async Task<double> P99Async(PullRequests requests, int port, double perSecond, TimeSpan length, int seed, CancellationToken cancel)
    {
        var made = requests.Make((int)(perSecond * length.TotalSeconds), seed, Pulls);
        var latencies = await LoadGenerator.LatenciesAsync(port, made, Connections, perSecond, cancel).ConfigureAwait(false);
        return latencies[(int)(latencies.Length * 0.99)];
    }

    /// <summary>How much longer a pull takes with a million authorisations stored than with ten thousand: both cities in turns, so that the machine is the same.</summary>
    private static async Task<double> GrowthAsync(BenchContext bench, BenchDatabase database, LoopbackIssuer issuer, CancellationToken cancel)
    {
        // Both cities stand before a token is taken: the large one is seeded for longer than a token lives.
        var (smallDatabase, largeDatabase) = (await database.OfSizeAsync(bench, SmallCity, cancel).ConfigureAwait(false), await database.OfSizeAsync(bench, LargeCity, cancel).ConfigureAwait(false));
        await using var small = await CityAsync(bench, smallDatabase, issuer, SmallCity, cancel).ConfigureAwait(false);
        await using var large = await CityAsync(bench, largeDatabase, issuer, LargeCity, cancel).ConfigureAwait(false);
        var (few, many) = (0.0, 0.0);
        for (var round = 1; round <= ServerProcess.WarmUpRounds + GrowthRounds; round++)
        {
            var (one, two) = (await small.RoundAsync(round, cancel).ConfigureAwait(false), await large.RoundAsync(round, cancel).ConfigureAwait(false));
            if (round <= ServerProcess.WarmUpRounds)
            {
                continue;
            }

            (few, many) = (few + one, many + two);
            bench.Output.Say(string.Create(
                CultureInfo.InvariantCulture, $"growth {round - ServerProcess.WarmUpRounds}: {one:0}/s with {SmallCity}, {two:0}/s with {LargeCity}"));
        }

        return few / many;
    }

    private static async Task<GrowthCity> CityAsync(BenchContext bench, BenchDatabase city, LoopbackIssuer issuer, int size, CancellationToken cancel)
    {
        var server = await ServerProcess.BankApiAsync(bench, city, issuer, cancel, string.Create(CultureInfo.InvariantCulture, $"bank-api-{size}")).ConfigureAwait(false);
        return new GrowthCity(city, server, new PullRequests(issuer, city, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{server.Port}")), TimeProvider.System));
    }

    /// <summary>What the bench prints; growth only in a full run, because a city of a million takes minutes to make.</summary>
    private sealed record Figures(double Ratio, double PlatformRps, double BaselineRps, [property: JsonPropertyName("p99_ms_at_80")] double P99MsAt80, double? Growth);

    private sealed record GrowthCity(BenchDatabase Database, ServerProcess Server, PullRequests Requests) : IAsyncDisposable
    {
        public Task<double> RoundAsync(int seed, CancellationToken cancel) => MeasureAsync(Requests, Server.Port, Pulls, GrowthRound, seed, cancel);

        public async ValueTask DisposeAsync()
        {
            Requests.Dispose();
            await Server.DisposeAsync().ConfigureAwait(false);
            await Database.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<double> MeasureAsync(PullRequests requests, int port, string path, TimeSpan length, int seed, CancellationToken cancel)
    {
        var made = requests.Make((int)(length.TotalSeconds * RequestsPerSecond), seed, path);
        var result = await LoadGenerator.RunAsync(port, made, Connections, length, cancel).ConfigureAwait(false);
        return result.Other == 0
            ? result.PerSecond
            : throw new CliException($"{result.Other} of {result.Ok + result.Other} answers were no success.", path, $"The first of them: {result.FirstOther}");
    }
}
