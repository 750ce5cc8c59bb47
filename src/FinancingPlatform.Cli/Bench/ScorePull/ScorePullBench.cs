using System.Globalization;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>
/// Requests per second of the score pull with all its checks (token, proof, gate, access record, audit) over a bare endpoint with one SELECT and one INSERT,
/// in the same run: same generator, connections, headers and body; proofs signed before the clock starts, each used once.
/// </summary>
internal static class ScorePullBench
{
    private const int Connections = 32;

    /// <summary>More than either side answers in a run, per second of the run.</summary>
    private const int RequestsPerSecond = 5000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static Benchmark Benchmark { get; } = new("score-pull", "score pulls with all checks, over a bare SELECT and INSERT", RunAsync);

    private static async Task<object> RunAsync(BenchContext bench, CancellationToken cancel)
    {
        var (rounds, length) = bench.Quick ? (2, TimeSpan.FromSeconds(3)) : (4, TimeSpan.FromSeconds(6));
        await using var database = await BenchDatabase.CreateAsync(bench, cancel).ConfigureAwait(false);
        await using var issuer = await LoopbackIssuer.StartAsync(cancel).ConfigureAwait(false);
        await using var platform = await ServerProcess.BankApiAsync(bench, database, issuer, cancel).ConfigureAwait(false);
        await using var baseline = await ServerProcess.BaselineAsync(bench, database, cancel).ConfigureAwait(false);
        using var requests = new PullRequests(issuer, database, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{platform.Port}")), TimeProvider.System);

        await MeasureAsync(requests, platform.Port, "/v1/score-pulls", WarmUp, 1, cancel).ConfigureAwait(false);
        await MeasureAsync(requests, baseline.Port, BaselineServer.Path, WarmUp, 1, cancel).ConfigureAwait(false);
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            // In turns, so that a machine that slows down slows both.
            bare.Add(await MeasureAsync(requests, baseline.Port, BaselineServer.Path, length, round + 1, cancel).ConfigureAwait(false));
            ours.Add(await MeasureAsync(requests, platform.Port, "/v1/score-pulls", length, round + 1, cancel).ConfigureAwait(false));
            bench.Output.Say(string.Create(CultureInfo.InvariantCulture, $"round {round}: platform {ours[^1]:0}/s, baseline {bare[^1]:0}/s"));
        }

        var (platformRps, baselineRps) = (ours.Average(), bare.Average());
        return new
        {
            Ratio = Math.Round(platformRps / baselineRps, 3),
            PlatformRps = Math.Round(platformRps, 1),
            BaselineRps = Math.Round(baselineRps, 1),
        };
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
