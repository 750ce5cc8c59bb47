using System.Globalization;
using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Up;

/// <summary>The programs of a platform on one machine, and what each is told.</summary>
internal static class HostSpecs
{
    /// <summary>泰安市: first four digits of its divisions (GB/T 2260).</summary>
    public const string CityDivision = "3709";

    /// <summary>Party id of the city in the exchange; an invented code, as the demonstration city is.</summary>
    public const string CityUscc = "11370900MB0000000G";

    // Pools together stay below the server's max_connections of 200.
    private const int BankApiPool = 40;
    private const int PortalPool = 30;
    private const int NodePool = 20;
    private const int WorkerPool = 20;
    private const int PagePool = 10;
    private const int LoaderPool = 10;

    public static IReadOnlyList<HostSpec> All(UpOptions options, Folders folders, Func<string, string, DatabaseKind, string> connect)
    {
        var ports = new Ports(options.PortBase);
        string City(string role, int pool) => WithPool(connect("city", role, DatabaseKind.City), pool);
        HostSpec Host(string name, string folder, string assembly, int port, params (string Name, string Value)[] own) =>
            new(name, Path.Combine(options.Programs, folder), $"FinancingPlatform.{assembly}.dll", Ports.UrlOf(port), Common(name, ports, port, folders).Concat(own).GroupBy(e => e.Item1, StringComparer.Ordinal).ToDictionary(e => e.Key, e => e.Last().Item2, StringComparer.Ordinal));
        return
        [
            Host("phone", "phone", "Phone", ports.Phone),
            Host("nation", "node", "Node", ports.Nation, ("Node__Level", "nation"), ("ConnectionStrings__Platform", WithPool(connect("nation", DatabaseRoles.Node, DatabaseKind.Node), NodePool))),
            Host(
                "province", "node", "Node", ports.Province,
                ("Node__Level", "province"),
                ("Node__Upstream", Ports.UrlOf(ports.Nation)),
                ("ConnectionStrings__Platform", WithPool(connect("province", DatabaseRoles.Node, DatabaseKind.Node), NodePool))),
            Host(
                "worker", "worker", "Worker", ports.Worker,
                ("ConnectionStrings__Platform", City(DatabaseRoles.Worker, WorkerPool)),
                ("ConnectionStrings__Loader", City(DatabaseRoles.Loader, LoaderPool)),
                ("Intake__Folder", folders.Intake),
                ("Pull__Sources", folders.PullSources)),
            Host(
                "bank-api", "bank-api", "BankApi", ports.BankApi,
                ("ASPNETCORE_URLS", $"{Ports.UrlOf(ports.BankApi)};{Ports.TlsUrlOf(ports.BankApiTls)}"),
                ("ConnectionStrings__Platform", City(DatabaseRoles.BankApi, BankApiPool))),
            Host(
                "portal", "portal", "Portal", ports.Portal,
                ("ASPNETCORE_URLS", $"{Ports.UrlOf(ports.Portal)};{Ports.TlsUrlOf(ports.IssuerTls)}"),
                ("ConnectionStrings__Platform", City(DatabaseRoles.Portal, PortalPool)),
                ("ConnectionStrings__BankDesk", City(DatabaseRoles.BankDesk, PagePool)),
                ("ConnectionStrings__Regulator", City(DatabaseRoles.Regulator, PagePool))),
        ];
    }

    private static IEnumerable<(string, string)> Common(string name, Ports ports, int port, Folders folders) =>
    [
        // The stand-in for the outside world refuses to run in production.
        ("ASPNETCORE_ENVIRONMENT", name == "phone" ? "Demonstration" : "Production"),
        ("ASPNETCORE_URLS", Ports.UrlOf(port)),
        ("Platform__Issuer", Ports.UrlOf(ports.Portal)),
        ("Platform__BankApiUrl", Ports.UrlOf(ports.BankApi)),
        ("Platform__MutualTlsUrl", Ports.TlsUrlOf(ports.IssuerTls)),
        ("Platform__BankApiMutualTlsUrl", Ports.TlsUrlOf(ports.BankApiTls)),
        ("Platform__ProvinceUrl", Ports.UrlOf(ports.Province)),
        ("Platform__NationUrl", Ports.UrlOf(ports.Nation)),
        ("Platform__PhoneUrl", Ports.UrlOf(ports.Phone)),
        ("Platform__CityDivision", CityDivision),
        ("Platform__CityUscc", CityUscc),
        ("Platform__Demonstration", "true"),
        ("Platform__StopWithParent", "true"),
        ("Keys__Directory", Path.Combine(folders.Keys, name)),
        ("Keys__Trust", Path.Combine(folders.Keys, "trust")),
        // Six programs share one machine: small heaps and a quick start matter more here than the last tenth of throughput.
        ("DOTNET_gcServer", "0"),
        ("DOTNET_TieredPGO", "0"),
        ("DOTNET_hostBuilder__reloadConfigOnChange", "false"),
        ("ASPNETCORE_hostBuilder__reloadConfigOnChange", "false"),
    ];

    private static string WithPool(string connectionString, int pool) => string.Create(CultureInfo.InvariantCulture, $"{connectionString};Maximum Pool Size={pool}");
}
