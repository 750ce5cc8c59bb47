using FinancingPlatform.Aggregation.Pushed;

namespace FinancingPlatform.Worker;

/// <summary>Where the worker's things are (后台配置), read once at the start.</summary>
public sealed record WorkerSettings(string ConnectionString, string KeyDirectory, string TrustFolder, string CityParty, Uri Province, string SealFolder)
{
    private const string TaiAn = "3709";

    /// <summary>Connection string of database role <c>loader</c>: imports write credit data, which role worker may not even read.</summary>
    public required string Loader { get; init; }

    /// <summary>First four digits of the city's divisions.</summary>
    public required string CityDivision { get; init; }

    /// <summary>The worker's own folder for deliveries while they are imported; rows may name people.</summary>
    public required string IntakeFolder { get; init; }

    /// <summary>How long a delivery is held by a worker that shows no sign of life.</summary>
    public required TimeSpan IntakeLease { get; init; }

    /// <summary>The file that names the exchange databases to pull; null when the city pulls none.</summary>
    public string? PullSources { get; init; }

    public static WorkerSettings Read(IConfiguration configuration) => new(
        configuration.GetConnectionString("Platform") ?? throw Missing("ConnectionStrings__Platform", "the connection string of the database role worker"),
        configuration["Keys:Directory"] ?? throw Missing("Keys__Directory", "the folder with the worker's private keys"),
        configuration["Keys:Trust"] ?? throw Missing("Keys__Trust", "the folder with everybody's public keys"),
        configuration["Platform:CityUscc"] ?? throw Missing("Platform__CityUscc", "the exchange party id of the city"),
        Uri.TryCreate(configuration["Platform:ProvinceUrl"], UriKind.Absolute, out var province) ? province : throw Missing("Platform__ProvinceUrl", "the province's absolute URL"),
        SealFolderOf(configuration))
    {
        Loader = configuration.GetConnectionString("Loader") ?? throw Missing("ConnectionStrings__Loader", "the connection string of the database role loader, for imports"),
        CityDivision = configuration["Platform:CityDivision"] is { Length: 4 } division ? division : TaiAn,
        IntakeFolder = configuration["Intake:Folder"] ?? Path.GetFullPath(Path.Combine(configuration["Keys:Directory"] ?? "", "..", "..", "intake")),
        PullSources = configuration["Pull:Sources"],
        IntakeLease = TimeSpan.FromSeconds(configuration.GetValue("Intake:LeaseSeconds", PushedLimits.Lease.TotalSeconds)),
    };

    // Beside the folder of keys unless named: outside the database, so that its owner cannot rewrite what was sealed.
    private static string SealFolderOf(IConfiguration configuration) =>
        configuration["Audit:SealFolder"] ?? Path.GetFullPath(Path.Combine(configuration["Keys:Directory"] ?? "", "..", "..", "seals"));

    private static InvalidOperationException Missing(string name, string what) => new($"{name} is missing: it names {what}.");
}
