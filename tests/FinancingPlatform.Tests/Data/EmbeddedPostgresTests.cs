using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>The platform's own server: made, stopped, killed and found again.</summary>
public sealed class EmbeddedPostgresTests : IAsyncLifetime
{
    private const string Password = "made-up-for-tests";

    /// <summary>0700: for root, a parent that the server's own user cannot enter.</summary>
    private readonly DirectoryInfo _closed = Directory.CreateTempSubdirectory("fp-embedded-");
    private readonly int _port = FreePort.Number();
    private EmbeddedPostgres? _server;

    private EmbeddedPostgresOptions Options => new(Path.Combine(_closed.FullName, "data"), _port, Password) { SearchFrom = Repository.Root };

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            (await _server.RemoveAsync(default)).IsOk.ShouldBeTrue();
        }

        _closed.Delete(recursive: true);
    }

    [Fact]
    public async Task It_runs_under_a_closed_folder_on_loopback_alone_with_passwords_and_safe_against_crashes()
    {
        await StartAsync();

        (await ShowAsync("data_directory")).ShouldBe(_server!.ClusterDirectory);
        (await ShowAsync("listen_addresses")).ShouldBe("127.0.0.1");
        (await ShowAsync("unix_socket_directories")).ShouldBe(string.Empty);
        (await ShowAsync("fsync")).ShouldBe("on");
        (await ShowAsync("full_page_writes")).ShouldBe("on");
        (await ScalarAsync("select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'")).ShouldBe(0L);
        var stranger = new NpgsqlConnectionStringBuilder(_server.SuperuserConnectionString()) { Password = "guess", Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(stranger);
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task What_was_committed_is_there_after_the_server_was_killed()
    {
        await StartAsync();
        await ScalarAsync("create table kept as select 42 as answer");
        using (var process = Process.GetProcessById(_server!.ProcessId!.Value))
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        NpgsqlConnection.ClearAllPools();
        _server.ProcessId.ShouldBeNull("its file is still there, but nothing runs");
        await StartAsync();

        (await ScalarAsync("select answer from kept")).ShouldBe(42);
    }

    [Fact]
    public async Task A_file_of_a_killed_server_whose_number_went_to_another_process_stops_nothing()
    {
        await StartAsync();
        (await _server!.StopAsync(default)).IsOk.ShouldBeTrue();
        await File.WriteAllTextAsync(
            Path.Combine(_server.ClusterDirectory, "postmaster.pid"), $"{Environment.ProcessId}\n{_server.ClusterDirectory}\n0\n{_port}\n\n127.0.0.1\n");

        await StartAsync();

        (await ScalarAsync("select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_running_server_of_the_same_folder_is_taken_over_and_can_be_stopped_from_outside()
    {
        await StartAsync();
        var first = _server!.ProcessId;

        await StartAsync();
        _server.ProcessId.ShouldBe(first);

        NpgsqlConnection.ClearAllPools();
        (await EmbeddedPostgres.StopAsync(Options, default)).IsOk.ShouldBeTrue();
        _server.ProcessId.ShouldBeNull();
        (await EmbeddedPostgres.StopAsync(Options, default)).IsOk.ShouldBeTrue("nothing runs any more");
    }

    [Fact]
    public async Task A_taken_port_is_named_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();

        var started = await EmbeddedPostgres.StartAsync(Options, default);

        started.IsOk.ShouldBeFalse();
        started.Error.Code.ShouldBe("postgres-port-taken");
        started.Error.MessageEn.ShouldContain(_port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        started.Error.MessageZh.ShouldContain("--port-base");
        other.Stop();
        await StartAsync();
    }

    [Fact]
    public async Task Missing_binaries_are_named_with_what_to_do()
    {
        var started = await EmbeddedPostgres.StartAsync(Options with { SearchFrom = Path.GetTempPath() }, default);

        started.Error.Code.ShouldBe("postgres-binaries-missing");
        started.Error.MessageEn.ShouldContain("npm ci");
    }

    [Fact]
    public void Passwords_are_made_once_and_readable_by_their_owner_alone()
    {
        var folder = Path.Combine(_closed.FullName, "secrets");
        var first = DatabasePasswords.ForRoles(folder, "city", DatabaseKind.City);

        DatabasePasswords.ForRoles(folder, "city", DatabaseKind.City).ShouldBe(first);
        first.Values.Distinct().Count().ShouldBe(first.Count);
        first.Keys.ShouldNotContain(DatabaseRoles.Gate);
        Directory.GetFiles(folder).Select(File.GetUnixFileMode).ShouldAllBe(mode => mode == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    private async Task StartAsync()
    {
        var started = await EmbeddedPostgres.StartAsync(Options, default);
        started.IsOk.ShouldBeTrue(started.IsOk ? null : started.Error.ToString());
        _server = started.Value;
    }

    private async Task<string?> ShowAsync(string setting) => (string?)await ScalarAsync("show " + setting);

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server!.SuperuserConnectionString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
