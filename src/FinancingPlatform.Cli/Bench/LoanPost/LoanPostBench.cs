using System.Globalization;
using FinancingPlatform.Cli.Bench.ScorePull;

namespace FinancingPlatform.Cli.Bench.LoanPost;

/// <summary>
/// Loan posts per second with everything that makes one trustworthy (token, proof, idempotency, line, message to the nodes, audit link) over a bare
/// endpoint with one INSERT of the same facts, in the same run; and the same again over a hundred times as many loans.
/// </summary>
internal static class LoanPostBench
{
    private const int Connections = 64;
    private const int FewLoans = 10_000;
    private const int ManyLoans = 1_000_000;

    /// <summary>More than either side answers in a run, per second of the run.</summary>
    private const int RequestsPerSecond = 12_000;

    public static Benchmark Benchmark { get; } = new(
        "loan-post", $"loan posts with idempotency, message and audit link, over a bare INSERT; {FewLoans:N0} and {ManyLoans:N0} loans stored", RunAsync);

    private static async Task<object> RunAsync(BenchContext bench, CancellationToken cancel)
    {
        var (rounds, length) = bench.Quick ? (2, TimeSpan.FromSeconds(3)) : (4, TimeSpan.FromSeconds(6));
        await using var few = await BenchDatabase.CreateAsync(bench, Stock(FewLoans), cancel).ConfigureAwait(false);
        await using var many = await BenchDatabase.CreateAsync(bench, Stock(ManyLoans), few, cancel).ConfigureAwait(false);
        await using var issuer = await LoopbackIssuer.StartAsync(cancel).ConfigureAwait(false);
        await using var baseline = await ServerProcess.BaselineAsync(bench, few, cancel).ConfigureAwait(false);
        await using var small = await ServerProcess.BankApiAsync(bench, few, issuer, cancel).ConfigureAwait(false);
        await using var large = await ServerProcess.BankApiAsync(bench, many, issuer, cancel, "bank-api-many").ConfigureAwait(false);
        using var smallPosts = new LoanPosts(issuer, few, Address(small), TimeProvider.System);
        using var largePosts = new LoanPosts(issuer, many, Address(large), TimeProvider.System);

        (LoanPosts Posts, int Port, string Path, List<double> PerSecond)[] sides =
        [
            (smallPosts, baseline.Port, BaselineServer.LoanPath, []), (smallPosts, small.Port, LoanPosts.Path, []), (largePosts, large.Port, LoanPosts.Path, []),
        ];
        for (var round = 1; round <= ServerProcess.WarmUpRounds; round++)
        {
            foreach (var side in sides)
            {
                await MeasureAsync(side.Posts, side.Port, side.Path, length, round, cancel).ConfigureAwait(false);
            }
        }

        for (var round = 1; round <= rounds; round++)
        {
            // In turns, so that a machine that slows down slows all of them.
            foreach (var side in sides)
            {
                side.PerSecond.Add(await MeasureAsync(side.Posts, side.Port, side.Path, length, ServerProcess.WarmUpRounds + round, cancel).ConfigureAwait(false));
            }

            bench.Output.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"round {round}: baseline {sides[0].PerSecond[^1]:0}/s, platform {sides[1].PerSecond[^1]:0}/s, with {ManyLoans} loans {sides[2].PerSecond[^1]:0}/s"));
        }

        var (bare, ours, grown) = (sides[0].PerSecond.Average(), sides[1].PerSecond.Average(), sides[2].PerSecond.Average());
        return new
        {
            Ratio = Math.Round(ours / bare, 3),
            PlatformRps = Math.Round(ours, 1),
            BaselineRps = Math.Round(bare, 1),
            Growth = Math.Round(ours / grown, 3),
        };
    }

    private static BenchStock Stock(int loans) => new(
        string.Create(CultureInfo.InvariantCulture, $"loans_{loans}"),
        Data.SqlResource.Read(typeof(LoanPostBench).Assembly, "Sql/Bench/loan-post-seed.sql")
            .Replace("${loans}", loans.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static Uri Address(ServerProcess server) => new(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{server.Port}"));

    private static async Task<double> MeasureAsync(LoanPosts posts, int port, string path, TimeSpan length, int seed, CancellationToken cancel)
    {
        var made = posts.Make((int)(length.TotalSeconds * RequestsPerSecond), seed, path);
        var result = await LoadGenerator.RunAsync(port, made, Connections, length, cancel).ConfigureAwait(false);
        return result.Other == 0
            ? result.PerSecond
            : throw new CliException($"{result.Other} of {result.Ok + result.Other} answers were no success.", path, $"The first of them: {result.FirstOther}");
    }
}
