using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Cli.Demo;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Demonstration;
using FinancingPlatform.Lending.Limits;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;

namespace FinancingPlatform.Cli.Up;

/// <summary>What only the first run of a data folder does: the invented city, its banks and accounts, its first scores.</summary>
internal static class FirstRun
{
    /// <summary>Written last: an interrupted first run is done again, and each of its steps takes what is there.</summary>
    private const string Marker = "seeded.json";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task SeedAsync(EmbeddedPostgres server, UpOptions options, Folders folders, Output output, CancellationToken cancel)
    {
        var marker = Path.Combine(folders.Demo, Marker);
        if (File.Exists(marker))
        {
            return;
        }

        var issuer = Ports.UrlOf(new Ports(options.PortBase).Portal);
        if (!LoopbackOnly.IsLoopback(issuer))
        {
            throw new CliException("An invented city may only be loaded into a platform on loopback.", issuer, "Import real data with fp import instead.");
        }

        await SeedCityAsync(server, options, folders, output, cancel).ConfigureAwait(false);
        var loader = PlatformDataServices.Source(City(server, folders, DatabaseRoles.Loader));
        await using (loader.ConfigureAwait(false))
        {
            await DemonstrationLimits.AddAsync(loader, TimeProvider.System, cancel).ConfigureAwait(false);
        }

        var portal = PlatformDataServices.Source(City(server, folders, DatabaseRoles.Portal));
        await using (portal.ConfigureAwait(false))
        {
            output.Say("Registering the invented banks and making accounts ...");
            await DemonstrationAccounts.MakeAsync(portal, folders, cancel).ConfigureAwait(false);
        }

        await ScoreAsync(server, folders, output, cancel).ConfigureAwait(false);
        PrivateFile.Write(marker, JsonSerializer.Serialize(new { enterprises = options.Enterprises, at = TimeProvider.System.GetUtcNow() }));
    }

    /// <summary>What every start makes sure of.</summary>
    public static async Task EnsureAsync(EmbeddedPostgres server, Folders folders, CancellationToken cancel)
    {
        var portal = PlatformDataServices.Source(City(server, folders, DatabaseRoles.Portal));
        await using (portal.ConfigureAwait(false))
        {
            await DemonstrationAccounts.MakeDepartmentAsync(portal, folders, cancel).ConfigureAwait(false);
        }
    }

    private static async Task SeedCityAsync(EmbeddedPostgres server, UpOptions options, Folders folders, Output output, CancellationToken cancel)
    {
        var city = new DemonstrationOptions(options.Enterprises, DemonstrationOptions.DefaultSeed, China.Today(TimeProvider.System), Path.Combine(folders.Demo, "delivered")) { CityDivision = HostSpecs.CityDivision };
        var seeded = await output.ProgressAsync(
            string.Create(CultureInfo.InvariantCulture, $"First run: inventing a city of {options.Enterprises} enterprises"),
            progress => DemonstrationCity.SeedAsync(City(server, folders, DatabaseRoles.Loader), city, progress, cancel)).ConfigureAwait(false);
        if (!seeded.IsOk)
        {
            throw new CliException(seeded.Error.MessageEn, $"first run: {seeded.Error.Code}", "Delete the data folder of this demonstration and run ./run again.");
        }

        // Relaxed so that a person can read the names in the file.
        var firms = DemonstrationCity.Showcase(city).Select(e => new DemoEnterprise(e.Uscc, e.Name, e.LegalRepresentative));
        PrivateFile.Write(Path.Combine(folders.Demo, DemoFiles.Enterprises), JsonSerializer.Serialize(firms, Readable));
    }

    private static async Task ScoreAsync(EmbeddedPostgres server, Folders folders, Output output, CancellationToken cancel)
    {
        var packs = PlatformPacks.ReadBuiltIn();
        if (!packs.IsOk)
        {
            throw new CliException(packs.Error.MessageEn, $"first run: {packs.Error.Code}", "The scoring packs come with the programs: build again with ./run on a clean checkout.");
        }

        var worker = PlatformDataServices.Source(City(server, folders, DatabaseRoles.Worker));
        await using (worker.ConfigureAwait(false))
        {
            var run = await output.ProgressAsync(
                "Computing the first public scores",
                progress => new ScoreRun(worker, packs.Value, TimeProvider.System).RunAsync(new ScoreRunOptions(), progress, cancel)).ConfigureAwait(false);
            output.Say(string.Create(CultureInfo.InvariantCulture, $"{run.Scored} scores in {run.Seconds:0.0} s"));
        }
    }

    /// <summary>The demonstration accounts for the terminal.</summary>
    public static IEnumerable<string> Accounts(Folders folders)
    {
        var path = Path.Combine(folders.Demo, DemoFiles.Accounts);
        if (!File.Exists(path))
        {
            yield break;
        }

        yield return $"Demonstration accounts (invented; also in {path}):";
        foreach (var account in JsonSerializer.Deserialize<List<DemoAccount>>(File.ReadAllText(path))!)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"  {account.Role,-10} user {account.UserName,-10} password {account.Password}  totp {account.TotpSecret}");
        }
    }

    private static string City(EmbeddedPostgres server, Folders folders, string role) =>
        CityDatabases.ConnectionString(server, folders.Secrets, "city", role, DatabaseKind.City);
}
