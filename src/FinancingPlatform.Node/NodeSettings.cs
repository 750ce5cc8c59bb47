namespace FinancingPlatform.Node;

/// <summary>Which node this is and where its things are (节点配置), read once at the start.</summary>
public sealed record NodeSettings(string Level, string ConnectionString, string KeyDirectory, string TrustFolder, string CityParty, string Portal, Uri? Upstream)
{
    public const string Province = "province";
    public const string Nation = "nation";

    // The names that `--level province` and the contract's environment variables share.
    public static readonly IReadOnlyDictionary<string, string> Switches = new Dictionary<string, string>(StringComparer.Ordinal) { ["--level"] = "Node:Level" };

    public bool IsProvince => Level == Province;

    public static NodeSettings Read(IConfiguration configuration)
    {
        var level = configuration["Node:Level"];
        if (level is not (Province or Nation))
        {
            throw new InvalidOperationException($"Node__Level (or --level) is “{level}”: it must be province or nation.");
        }

        var upstream = configuration["Node:Upstream"];
        Uri? url = null;
        if (level == Province && !Uri.TryCreate(upstream, UriKind.Absolute, out url))
        {
            throw new InvalidOperationException($"Node__Upstream is “{upstream}”: a province needs the nation's absolute URL there.");
        }

        return new NodeSettings(
            level,
            configuration.GetConnectionString("Platform") ?? throw Missing("ConnectionStrings__Platform", "the connection string of this node's own database role"),
            configuration["Keys:Directory"] ?? throw Missing("Keys__Directory", "the folder with this node's private keys"),
            configuration["Keys:Trust"] ?? throw Missing("Keys__Trust", "the folder with everybody's public keys"),
            configuration["Platform:CityUscc"] ?? throw Missing("Platform__CityUscc", "the exchange party id of the city"),
            configuration["Platform:Issuer"] ?? throw Missing("Platform__Issuer", "the portal's origin, whose passkeys count"),
            url);
    }

    private static InvalidOperationException Missing(string name, string what) => new($"{name} is missing: it names {what}.");
}
