using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace FinancingPlatform.Cli.Up;

/// <summary><c>fp up</c>: everything that <c>./run</c> does once the programs are built.</summary>
internal static class UpCommand
{
    private const int DefaultEnterprises = 20_000;
    private const int MostEnterprises = 2_000_000;

    /// <summary>Below this the city has no firm of every kind that the pages and the demo show.</summary>
    private const int FewestEnterprises = 200;

    public static Command Build()
    {
        var enterprises = new Option<int>("--enterprises") { Description = "Size of the demonstration city at the first run.", DefaultValueFactory = _ => DefaultEnterprises };
        var data = Running.DataOption();
        var port = Running.PortBaseOption();
        var command = new Command("up", "Runs the whole platform on this machine until Ctrl+C (./run builds first, then calls this).") { enterprises, data, port };
        command.SetAction((parsed, cancel) =>
        {
            var options = new UpOptions(
                Path.GetFullPath(parsed.GetValue(data) ?? Running.DefaultData()),
                parsed.GetValue(port) ?? Running.DefaultPortBase,
                parsed.GetValue(enterprises),
                ProgramsFolder());
            Check(options);
            return RunAsync(options, Output.For(parsed), cancel);
        });
        return command;
    }

    private static void Check(UpOptions options)
    {
        if (!Ports.IsPossible(options.PortBase))
        {
            throw CliException.BadUsage(string.Create(CultureInfo.InvariantCulture, $"{options.PortBase} can't be the first port."), "--port-base", "Choose one from 1024 to 65528.");
        }

        if (options.Enterprises is < FewestEnterprises or > MostEnterprises)
        {
            throw CliException.BadUsage(string.Create(CultureInfo.InvariantCulture, $"{options.Enterprises} is no possible size."), "--enterprises", string.Create(CultureInfo.InvariantCulture, $"Choose one from {FewestEnterprises} to {MostEnterprises}."));
        }
    }

    /// <summary>The published programs lie beside this one: <c>.build/cli</c>, <c>.build/portal</c> and so on.</summary>
    private static string ProgramsFolder() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, ".."));

    private static async Task<int> RunAsync(UpOptions options, Output output, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        var folders = new Folders(options.Data);
        folders.Create();
        var held = UpLock.Take(options.Data);
        await using (held.ConfigureAwait(false))
        {
            await Orphans.StopAsync(options.Data, output).ConfigureAwait(false);
            new Ports(options.PortBase).EnsureFree();
            ControlRequests.Clear(folders);
            using var platform = new Platform(options, folders, output);
            try
            {
                await StartAsync(platform, options, folders, output, cancel).ConfigureAwait(false);
                Announce(options, folders, output, clock.Elapsed);
                await platform.TendAsync(cancel).ConfigureAwait(false);
                output.Say("Stopping ...");
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                output.Say("Stopping before it was ready ...");
            }
            finally
            {
                await platform.StopAsync().ConfigureAwait(false);
            }
        }

        output.Say("Stopped.");
        return ExitCodes.Ok;
    }

    private static async Task StartAsync(Platform platform, UpOptions options, Folders folders, Output output, CancellationToken cancel)
    {
        output.Say(string.Create(CultureInfo.InvariantCulture, $"Starting PostgreSQL at port {new Ports(options.PortBase).Postgres} ..."));
        await platform.Database.StartAsync(cancel).ConfigureAwait(false);
        var server = platform.Database.Server;
        output.Say("Bringing the databases city, province and nation up to date ...");
        await CityDatabases.PrepareAsync(server, folders.Secrets, cancel).ConfigureAwait(false);
        KeySet.Ensure(folders.Keys, TimeProvider.System);
        await FirstRun.SeedAsync(server, options, folders, output, cancel).ConfigureAwait(false);
        await FirstRun.EnsureAsync(server, folders, cancel).ConfigureAwait(false);
        output.Say("Starting the programs ...");
        var specs = HostSpecs.All(options, folders, (database, role, kind) => CityDatabases.ConnectionString(server, folders.Secrets, database, role, kind));
        await platform.StartHostsAsync(specs, cancel).ConfigureAwait(false);
    }

    private static void Announce(UpOptions options, Folders folders, Output output, TimeSpan took)
    {
        var ports = new Ports(options.PortBase);
        output.Say(string.Create(CultureInfo.InvariantCulture, $"Everything answers after {took.TotalSeconds:0.0} s. Ctrl+C stops it."));
        Console.Out.WriteLine($"Ready portal={Ports.UrlOf(ports.Portal)} bank-api={Ports.UrlOf(ports.BankApi)} province={Ports.UrlOf(ports.Province)} nation={Ports.UrlOf(ports.Nation)} phone={Ports.UrlOf(ports.Phone)}");
        foreach (var line in FirstRun.Accounts(folders))
        {
            Console.Out.WriteLine(line);
        }

        Console.Out.Flush();
    }
}
