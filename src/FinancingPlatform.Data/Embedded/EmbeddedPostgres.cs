using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>
/// The platform's own PostgreSQL server (内嵌数据库): made with scram-sha-256 and UTF-8, on loopback only and without a Unix socket, safe against
/// crashes, stopped cleanly. A server that a killed program left behind on the same cluster is taken over.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    /// <summary>Name of the superuser; only role set-up and backup use it.</summary>
    public const string Superuser = "postgres";

    /// <summary>Recovery after a crash of a city-size database takes well below this.</summary>
    private const int StartSeconds = 60;

    private const int StopSeconds = 60;

    /// <summary>Children of a killed server need a moment to notice before the memory they share is free.</summary>
    private const int StartAttempts = 10;

    private const int LogTailCharacters = 1500;
    private const long LargestLogBytes = 16 * 1024 * 1024;
    private static readonly TimeSpan s_betweenAttempts = TimeSpan.FromMilliseconds(500);

    private readonly EmbeddedPostgresOptions _options;
    private readonly ClusterPlace _place;
    private readonly ServerUser _user;
    private bool _stopped;

    private EmbeddedPostgres(EmbeddedPostgresOptions options, ClusterPlace place, ServerUser user)
    {
        _options = options;
        _place = place;
        _user = user;
    }

    /// <summary>Port on 127.0.0.1.</summary>
    public int Port => _options.Port;

    /// <summary>The cluster's own folder, as <c>SHOW data_directory</c> names it.</summary>
    public string ClusterDirectory => _place.Cluster;

    /// <summary>Process id of the server; null when it is not running.</summary>
    public int? ProcessId => PostmasterFile.ReadLive(_place)?.Pid;

    /// <summary>Starts the server, making the cluster first where there is none.</summary>
    /// <returns>The running server, or <c>postgres-binaries-missing</c>, <c>postgres-port-taken</c>, <c>postgres-folder-not-ours</c>,
    /// <c>postgres-initdb-failed</c>, <c>postgres-start-failed</c>.</returns>
    public static async Task<Result<EmbeddedPostgres>> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var opened = await OpenAsync(options, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        var server = opened.Value;
        var live = PostmasterFile.ReadLive(server._place);
        if (live is not null && live.Port == options.Port)
        {
            return server;
        }

        var ready = live is null ? Result.Ok : await server.StopServerAsync(ct);
        ready = ready.IsOk ? await server.InitialiseAsync(ct) : ready;
        ready = ready.IsOk && IsTaken(options.Port) ? EmbeddedPostgresErrors.PortTaken(options.Port) : ready;
        ready = ready.IsOk ? await server.StartServerAsync(ct) : ready;
        return ready.IsOk ? server : ready.Error;
    }

    /// <summary>Stops the server of a data folder that another program started; success when none runs.</summary>
    public static async Task<Result> StopAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        var opened = await OpenAsync(options, ct);
        return opened.IsOk ? await opened.Value.StopServerAsync(ct) : opened.Error;
    }

    /// <summary>Connection string of a role (its full name, such as <c>city_worker</c>).</summary>
    public string ConnectionStringFor(string role, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = Port,
        Database = database,
        Username = role,
        Password = password,
        Timezone = "UTC",
    }.ConnectionString;

    /// <summary>Connection string of the superuser.</summary>
    public string SuperuserConnectionString(string database = "postgres") =>
        ConnectionStringFor(Superuser, _options.SuperuserPassword, database);

    /// <summary>Stops the server with a checkpoint, so that the next start needs no recovery.</summary>
    public async Task<Result> StopAsync(CancellationToken ct)
    {
        var stopped = await StopServerAsync(ct);
        _stopped = stopped.IsOk;
        return stopped;
    }

    /// <summary>Stops the server and removes its cluster, wherever it lies; for tests and benches.</summary>
    public async Task<Result> RemoveAsync(CancellationToken ct)
    {
        var stopped = await StopAsync(ct);
        if (stopped.IsOk)
        {
            _place.Remove(_options.DataDirectory);
        }

        return stopped;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stopped || _options.LeaveRunning)
        {
            return;
        }

        var stopped = await StopAsync(CancellationToken.None);
        if (!stopped.IsOk)
        {
            throw new InvalidOperationException(stopped.Error.ToString());
        }
    }

    private static async Task<Result<EmbeddedPostgres>> OpenAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var binaries = PostgresBinaries.Locate(options.SearchFrom);
        if (!binaries.IsOk)
        {
            return binaries.Error;
        }

        var user = ServerUser.Current();
        var place = await ClusterPlace.ChooseAsync(options.DataDirectory, binaries.Value, user, ct);
        return place.Map(value => new EmbeddedPostgres(options, value, user));
    }

    private async Task<Result> InitialiseAsync(CancellationToken ct)
    {
        if (File.Exists(_place.VersionFile))
        {
            return Result.Ok;
        }

        var secret = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using (var file = new FileStream(secret, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                await file.WriteAsync(System.Text.Encoding.UTF8.GetBytes(_options.SuperuserPassword + "\n"), ct);
            }

            await _user.OwnAsync(secret, ct);
            // The built-in provider sorts C.UTF-8 alike on Linux and macOS and does not move with the system's library.
            var outcome = await _user.RunAsync(
                [
                    _place.Program("initdb"), "-D", _place.Cluster, "-U", Superuser, "-A", "scram-sha-256", "--pwfile", secret,
                    "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums",
                    .. _options.Durable ? Array.Empty<string>() : ["--no-sync"],
                ],
                ct);
            return outcome.Ok ? Result.Ok : EmbeddedPostgresErrors.StepFailed("initdb", outcome, string.Empty);
        }
        finally
        {
            File.Delete(secret);
        }
    }

    private async Task<Result> StartServerAsync(CancellationToken ct)
    {
        RotateLog();
        var attempt = 0;
        while (true)
        {
            attempt++;
            // A killed server's file: ReadLive found no server behind it.
            File.Delete(_place.PidFile);
            var outcome = await _user.RunAsync(
                [
                    _place.Program("pg_ctl"), "start", "-D", _place.Cluster, "-w",
                    "-t", StartSeconds.ToString(CultureInfo.InvariantCulture), "-l", _place.Log,
                    "-o", ServerSettings.CommandLine(_options),
                ],
                ct);
            if (outcome.Ok)
            {
                return Result.Ok;
            }

            var log = LogTail();
            if (log.Contains("could not bind", StringComparison.Ordinal))
            {
                return EmbeddedPostgresErrors.PortTaken(Port);
            }

            if (attempt >= StartAttempts || !log.Contains("is still in use", StringComparison.Ordinal))
            {
                return EmbeddedPostgresErrors.StepFailed("start", outcome, log);
            }

            await Task.Delay(s_betweenAttempts, ct);
        }
    }

    private async Task<Result> StopServerAsync(CancellationToken ct)
    {
        if (PostmasterFile.ReadLive(_place) is null)
        {
            return Result.Ok;
        }

        var outcome = await _user.RunAsync(
            [
                _place.Program("pg_ctl"), "stop", "-D", _place.Cluster, "-m", "fast", "-w",
                "-t", StopSeconds.ToString(CultureInfo.InvariantCulture),
            ],
            ct);
        return outcome.Ok || PostmasterFile.ReadLive(_place) is null
            ? Result.Ok
            : EmbeddedPostgresErrors.StepFailed("stop", outcome, LogTail());
    }

    private void RotateLog()
    {
        if (File.Exists(_place.Log) && new FileInfo(_place.Log).Length > LargestLogBytes)
        {
            File.Move(_place.Log, _place.Log + ".1", overwrite: true);
        }
    }

    private string LogTail()
    {
        if (!File.Exists(_place.Log))
        {
            return string.Empty;
        }

        var text = File.ReadAllText(_place.Log);
        return text.Length > LogTailCharacters ? text[^LogTailCharacters..] : text;
    }

    private static bool IsTaken(int port)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            probe.Listen(1);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
