using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Up;

/// <summary>The embedded PostgreSQL as one of the programs that <c>fp up</c> keeps running.</summary>
internal sealed class DatabaseServer(Folders folders, int port, Output output, Action changed) : IManaged
{
    public const string ServerName = "postgres";

    private readonly Backoff _backoff = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly EmbeddedPostgresOptions _options = new(folders.Postgres, port, DatabasePasswords.Superuser(folders.Secrets))
    {
        SearchFrom = Environment.GetEnvironmentVariable("FP_ROOT") ?? AppContext.BaseDirectory,
    };

    private EmbeddedPostgres? _server;
    private bool _wanted;

    public string Name => ServerName;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"postgresql://127.0.0.1:{port}");

    public int Pid => _server?.ProcessId ?? 0;

    /// <summary>The running server.</summary>
    public EmbeddedPostgres Server => _server ?? throw new InvalidOperationException("The database server has not been started.");

    public async Task StartAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            _wanted = true;
            await LaunchAsync(cancel).ConfigureAwait(false);
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
            if (_server is not null)
            {
                Check(await _server.StopAsync(CancellationToken.None).ConfigureAwait(false));
                changed();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task TendAsync(CancellationToken cancel)
    {
        if (!_wanted || Pid != 0 || !await _turn.WaitAsync(0, cancel).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            if (!_wanted || Pid != 0)
            {
                return;
            }

            if (_server is not null)
            {
                _server = null;
                var pause = _backoff.Died();
                changed();
                Output.Error("postgres ended.", folders.Postgres, string.Create(CultureInfo.InvariantCulture, $"Nothing for now: it is started again in {pause.TotalSeconds:0.#} s. If it goes on, read its log."));
            }

            if (_backoff.MayStart)
            {
                await LaunchAsync(cancel).ConfigureAwait(false);
                output.Say("postgres: started again.");
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LaunchAsync(CancellationToken cancel)
    {
        var started = await EmbeddedPostgres.StartAsync(_options, cancel).ConfigureAwait(false);
        if (!started.IsOk)
        {
            throw ToException(started.Error);
        }

        _server = started.Value;
        _backoff.Started();
        changed();
    }

    private static void Check(Result result)
    {
        if (!result.IsOk)
        {
            throw ToException(result.Error);
        }
    }

    private static CliException ToException(Error error) => new(error.MessageEn, error.Code, "Read the message above and the server's log in the data folder, then run ./run again.");
}
