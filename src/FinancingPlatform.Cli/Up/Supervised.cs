using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace FinancingPlatform.Cli.Up;

/// <summary>Keeps one host running: starts it, waits until it is ready, reports when it died, starts it again with growing pauses.</summary>
internal sealed class Supervised : IManaged, IDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    private readonly HostLog _log;
    private readonly Output _output;
    private readonly Action _changed;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private HostProcess? _process;
    private readonly Backoff _backoff = new();
    private bool _wanted;

    public Supervised(HostSpec spec, string logFolder, Output output, Action changed)
    {
        Spec = spec;
        _log = new HostLog(logFolder, spec.Name);
        _output = output;
        _changed = changed;
    }

    public HostSpec Spec { get; }

    public string Name => Spec.Name;

    public string Url => Spec.Url;

    public int Pid => Current?.Pid ?? 0;

    /// <summary>When the process now running started.</summary>
    public DateTimeOffset? Started => Current?.Started;

    /// <summary>The process now, or null while it is stopped.</summary>
    private HostProcess? Current => _process is { HasExited: false } running ? running : null;

    public async Task StartAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            _wanted = true;
            if (Current is null)
            {
                Launch();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task StopAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _wanted = false;
            if (_process is not null)
            {
                await _process.StopAsync().ConfigureAwait(false);
                _process.Dispose();
                _process = null;
                _changed();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task TendAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            if (!_wanted || Current is not null)
            {
                return;
            }

            if (_process is not null)
            {
                ReportDeath(_process);
                _process.Dispose();
                _process = null;
                _changed();
            }

            if (_backoff.MayStart)
            {
                Launch();
                _output.Say($"{Spec.Name}: started again.");
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Waits until <c>/readyz</c> answers 200; says why not when it does not.</summary>
    public async Task ReadyAsync(HttpClient http, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        var last = "no answer yet";
        while (Stopwatch.GetElapsedTime(start) < ReadyWithin)
        {
            cancel.ThrowIfCancellationRequested();
            if (_process is { HasExited: true } dead)
            {
                throw new CliException($"{Spec.Name} ended with exit code {dead.ExitCode} while starting:\n  {string.Join("\n  ", _log.Tail())}", _log.FilePath, "Read its log; mend what it names; run ./run again.");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri($"{Spec.Url}/readyz"), cancel).ConfigureAwait(false);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }

                last = await answer.Content.ReadAsStringAsync(cancel).ConfigureAwait(false);
            }
            catch (HttpRequestException e)
            {
                last = e.HttpRequestError.ToString();
            }
            catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
            {
                last = "no answer in time";
            }

            await Task.Delay(AskEvery, cancel).ConfigureAwait(false);
        }

        throw new CliException($"{Spec.Name} is not ready after {ReadyWithin.TotalSeconds:0} s: {last}", _log.FilePath, "Read its log; mend what it names; run ./run again.");
    }

    public void Dispose()
    {
        _process?.Dispose();
        _log.Dispose();
        _turn.Dispose();
    }

    private void Launch()
    {
        _process = HostProcess.Start(Spec, _log);
        _backoff.Started();
        _changed();
    }

    private void ReportDeath(HostProcess dead)
    {
        var pause = _backoff.Died();
        Output.Error(
            $"{Spec.Name} ended with exit code {dead.ExitCode}.",
            _log.FilePath,
            string.Create(CultureInfo.InvariantCulture, $"Nothing for now: it is started again in {pause.TotalSeconds:0.#} s. If it goes on, read its log."));
    }
}
