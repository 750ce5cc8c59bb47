namespace FinancingPlatform.Worker;

/// <summary>Where the worker's things are (后台配置), read once at the start.</summary>
public sealed record WorkerSettings(string ConnectionString, string KeyDirectory, string TrustFolder, string CityParty, Uri Province, string SealFolder)
{
    public static WorkerSettings Read(IConfiguration configuration) => new(
        configuration.GetConnectionString("Platform") ?? throw Missing("ConnectionStrings__Platform", "the connection string of the database role worker"),
        configuration["Keys:Directory"] ?? throw Missing("Keys__Directory", "the folder with the worker's private keys"),
        configuration["Keys:Trust"] ?? throw Missing("Keys__Trust", "the folder with everybody's public keys"),
        configuration["Platform:CityUscc"] ?? throw Missing("Platform__CityUscc", "the exchange party id of the city"),
        Uri.TryCreate(configuration["Platform:ProvinceUrl"], UriKind.Absolute, out var province) ? province : throw Missing("Platform__ProvinceUrl", "the province's absolute URL"),
        SealFolderOf(configuration));

    // Beside the folder of keys unless named: outside the database, so that its owner cannot rewrite what was sealed.
    private static string SealFolderOf(IConfiguration configuration) =>
        configuration["Audit:SealFolder"] ?? Path.GetFullPath(Path.Combine(configuration["Keys:Directory"] ?? "", "..", "..", "seals"));

    private static InvalidOperationException Missing(string name, string what) => new($"{name} is missing: it names {what}.");
}
