using System.Diagnostics;
using System.Globalization;
using FinancingPlatform.Cli.Up;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>One of the two servers under measure, as a program of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>
    /// Rounds that are not counted, for either side alike: in the first of them the runtime still compiles what a server does all day (half of its
    /// processor time, measured), and a bank's day is longer than that.
    /// </summary>
    public const int WarmUpRounds = 3;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(100);
    private readonly HostProcess _process;
    private readonly HostLog _log;

    private ServerProcess(HostProcess process, HostLog log, int port)
    {
        _process = process;
        _log = log;
        Port = port;
    }

    public int Port { get; }

    public static Task<ServerProcess> BankApiAsync(BenchContext bench, BenchDatabase database, LoopbackIssuer issuer, CancellationToken cancel, string name = "bank-api")
    {
        var port = BenchContext.FreePort();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        return StartAsync(
            bench,
            new HostSpec(name, FolderOf("bank-api", "FinancingPlatform.BankApi"), "FinancingPlatform.BankApi.dll", url, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ASPNETCORE_URLS"] = url,
                ["ConnectionStrings__Platform"] = database.ConnectionString("bank_api"),
                ["Platform__Issuer"] = issuer.Issuer,
                ["Platform__BankApiUrl"] = url,
                ["Platform__Demonstration"] = "true",
                // One client is the whole load here; the limit per bank is not what is measured.
                ["BankApi__RequestsPerSecond"] = "1000000",
                // The baseline writes no line per request either.
                ["Logging__LogLevel__FinancingPlatform"] = "Warning",
            }),
            port,
            cancel);
    }

    public static Task<ServerProcess> BaselineAsync(BenchContext bench, BenchDatabase database, CancellationToken cancel)
    {
        var port = BenchContext.FreePort();
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}");
        var connection = database.ConnectionString("bank_api") + ";Max Auto Prepare=16;Auto Prepare Min Usages=2;Maximum Pool Size=32";
        return StartAsync(
            bench,
            new HostSpec("baseline", AppContext.BaseDirectory, "fp.dll", url, new Dictionary<string, string>(StringComparer.Ordinal) { [BaselineServer.ConnectionVariable] = connection })
            {
                Arguments = [BaselineServer.CommandName, string.Create(CultureInfo.InvariantCulture, $"{port}")],
            },
            port,
            cancel);
    }

    /// <summary>Copies what the server has logged into a folder that stays; answers the copy's path.</summary>
    public string KeepLog(string folder)
    {
        var kept = Path.Combine(folder, Path.GetFileName(_log.FilePath));
        File.Copy(_log.FilePath, kept, overwrite: true);
        return kept;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync().ConfigureAwait(false);
        _process.Dispose();
        _log.Dispose();
    }

    private static async Task<ServerProcess> StartAsync(BenchContext bench, HostSpec spec, int port, CancellationToken cancel)
    {
        var log = new HostLog(bench.Work, spec.Name);
        var server = new ServerProcess(HostProcess.Start(spec, log), log, port);
        var started = Stopwatch.GetTimestamp();
        using var http = new HttpClient { BaseAddress = new Uri(spec.Url) };
        while (!await AnswersAsync(http, cancel).ConfigureAwait(false))
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(started) > StartsWithin)
            {
                var tail = string.Join(Environment.NewLine, log.Tail());
                await server.DisposeAsync().ConfigureAwait(false);
                throw new CliException($"The server {spec.Name} did not start.", tail, "Build it (./run builds everything) and read its last lines above.");
            }

            await Task.Delay(PollEvery, cancel).ConfigureAwait(false);
        }

        return server;
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.GetAsync("/healthz", cancel).ConfigureAwait(false);
            return true;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    /// <summary>Published beside this program, or built beside it.</summary>
    private static string FolderOf(string published, string project)
    {
        var beside = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", published));
        return Directory.Exists(beside)
            ? beside
            : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", project, Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));
    }
}
