using FinancingPlatform.Hosting.Keys;

namespace FinancingPlatform.Cli.Up;

/// <summary>Which key belongs to which program; generated at the first run.</summary>
internal static class KeySet
{
    private static readonly (string Host, string Use)[] All =
    [
        ("portal", "issuer"),
        ("worker", "exchange"),
        ("worker", "audit-seal"),
        ("worker", "webhook"),
        ("province", "exchange"),
        ("nation", "exchange"),
        ("phone", "verifier"),
    ];

    // Hosts without a key of their own still get a folder: Keys__Directory names it.
    private static readonly string[] Folders = ["portal", "bank-api", "worker", "province", "nation", "phone"];

    public static void Ensure(string root, TimeProvider clock)
    {
        foreach (var (host, use) in All)
        {
            KeyDirectory.Ensure(root, host, use, clock);
        }

        foreach (var host in Folders)
        {
            Directory.CreateDirectory(Path.Combine(root, host));
        }
    }
}
