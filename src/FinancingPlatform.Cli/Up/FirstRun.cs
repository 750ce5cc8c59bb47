using System.Globalization;
using System.Text.Json;
using FinancingPlatform.Cli.Demo;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Demonstration;

namespace FinancingPlatform.Cli.Up;

/// <summary>What only the first run of a data folder does: the invented city, its banks and accounts, its first scores.</summary>
internal static class FirstRun
{
    /// <summary>Written last: an interrupted first run is done again, and each of its steps takes what is there.</summary>
    private const string Marker = "seeded.json";

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

        var owner = PlatformDataServices.Source(City(server, folders, DatabaseRoles.Owner));
        var portal = PlatformDataServices.Source(City(server, folders, DatabaseRoles.Portal));
        await using (owner.ConfigureAwait(false))
        await using (portal.ConfigureAwait(false))
        {
            output.Say("First run: making invented banks and accounts ...");
            await DemonstrationAccounts.MakeAsync(owner, portal, folders, cancel).ConfigureAwait(false);
        }

        PrivateFile.Write(marker, JsonSerializer.Serialize(new { enterprises = options.Enterprises, at = TimeProvider.System.GetUtcNow() }));
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
