using System.Security.Cryptography;
using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Hosting.Keys;

/// <summary>
/// Key files (密钥目录): each program's private keys in its own folder (0700, files 0600), their public twins in one trust folder that every
/// program reads. In production the folders are filled by the operator (systemd credentials or a PKCS#11 export).
/// </summary>
public static class KeyDirectory
{
    /// <summary>Name of the trust folder beside the hosts' folders.</summary>
    public const string TrustFolder = "trust";

    /// <summary>Validity of a generated key.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(730);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Everyone = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode OwnerFolder = OwnerOnly | UnixFileMode.UserExecute;
    private const UnixFileMode EveryoneFolder = Everyone | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const int KidHashCharacters = 16;

    /// <summary>Makes the key <c>root/host/use.json</c> and its public twin <c>root/trust/host.use.json</c> unless they are there.</summary>
    public static void Ensure(string root, string host, string use, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        CreateFolder(root);
        CreateFolder(Path.Combine(root, host));
        CreateFolder(Path.Combine(root, TrustFolder), EveryoneFolder);
        var privatePath = PrivatePath(Path.Combine(root, host), use);
        if (!File.Exists(privatePath))
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Make(host, use, key, clock.GetUtcNow()).Write(privatePath, OwnerOnly);
        }

        // Written again each time: an interrupted first run, or a key replaced by the operator, mends itself.
        var file = KeyFile.Read(privatePath);
        using var own = ECDsa.Create();
        own.ImportFromPem(file.PrivateKeyPem);
        (file with { PrivateKeyPem = null, PublicKeyPem = own.ExportSubjectPublicKeyInfoPem() }).Write(TrustPath(Path.Combine(root, TrustFolder), host, use), Everyone);
    }

    /// <summary>A program's own private key from its folder (<c>Keys__Directory</c>).</summary>
    /// <exception cref="InvalidOperationException">The file is missing, readable by others, or past its validity.</exception>
    public static SigningKey Load(string directory, string use, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var path = PrivatePath(directory, use);
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"Key file {path} is missing: in a demonstration ./run makes it, elsewhere put the key there with mode 0600.");
        }

        EnsureOwnerOnly(path);
        var file = KeyFile.Read(path);
        var now = clock.GetUtcNow();
        if (now < file.NotBefore || now > file.NotAfter)
        {
            throw new InvalidOperationException($"Key {file.Kid} in {path} is valid from {file.NotBefore:O} to {file.NotAfter:O}, and now it is {now:O}: put a valid key there.");
        }

        return Signing(file);
    }

    /// <summary>
    /// Every private key of one use in a program's folder, the file <c>use.json</c> and those that <see cref="Roll"/> put beside it, with its validity; keys
    /// whose time is over are left out.
    /// </summary>
    public static IReadOnlyList<(SigningKey Key, DateTimeOffset NotBefore, DateTimeOffset NotAfter)> LoadAll(string directory, string use, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var now = clock.GetUtcNow();
        return [.. KeyPaths(directory, use).Select(path =>
        {
            EnsureOwnerOnly(path);
            return KeyFile.Read(path);
        }).Where(file => now <= file.NotAfter).Select(file => (Signing(file), file.NotBefore, file.NotAfter))];
    }

    /// <summary>
    /// Rolls a key: a new one is put beside it that begins after <paramref name="lead"/>; every older one ends <paramref name="overlap"/> after that. The
    /// program that signs sees it without a restart.
    /// </summary>
    /// <returns>Name of the new key, and when it begins.</returns>
    /// <exception cref="InvalidOperationException">There is no key to roll.</exception>
    public static (string Kid, DateTimeOffset Begins) Roll(string directory, string host, string use, TimeSpan lead, TimeSpan overlap, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var old = KeyPaths(directory, use);
        if (old.Count == 0)
        {
            throw new InvalidOperationException($"No key {use}.json lies in {directory}: there is nothing to roll.");
        }

        var begins = clock.GetUtcNow() + lead;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = Make(host, use, key, begins);
        // The new key first: should the old ones not be shortened after it, they only live longer.
        made.Write(Path.Combine(directory, $"{use}.{made.Kid}.json"), OwnerOnly);
        foreach (var path in old)
        {
            var file = KeyFile.Read(path);
            if (file.NotAfter > begins + overlap)
            {
                (file with { NotAfter = begins + overlap }).Write(path, OwnerOnly);
            }
        }

        return (made.Kid, begins);
    }

    /// <summary>Public keys of one use of one host from the trust folder (<c>Keys__Trust</c>); empty when there is none.</summary>
    public static IReadOnlyList<VerificationKey> Trust(string folder, string host, string use) => ReadTrust(folder, $"{host}.{use}.json");

    /// <summary>Public keys of one use, of every host.</summary>
    public static IReadOnlyList<VerificationKey> Trust(string folder, string use) => ReadTrust(folder, $"*.{use}.json");

    private static List<VerificationKey> ReadTrust(string folder, string pattern) =>
        !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).Select(path =>
            {
                var file = KeyFile.Read(path);
                var key = ECDsa.Create();
                key.ImportFromPem(file.PublicKeyPem);
                return new VerificationKey(file.Kid, file.Use, key);
            })];

    internal static void CreateFolder(string path, UnixFileMode mode = OwnerFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, mode);
        }
    }

    internal static string PrivatePath(string directory, string use) => Path.Combine(directory, $"{use}.json");

    // The trailing dot keeps another use with the same beginning out.
    private static List<string> KeyPaths(string directory, string use) => !Directory.Exists(directory)
        ? []
        : [.. Directory.EnumerateFiles(directory, $"{use}.*json").Where(path => path.EndsWith(".json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static void EnsureOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != UnixFileMode.None)
        {
            throw new InvalidOperationException($"Key file {path} can be read by others: chmod 600 it, and replace the key if others were there.");
        }
    }

    private static KeyFile Make(string host, string use, ECDsa key, DateTimeOffset begins) => new()
    {
        Kid = KidOf(host, use, key),
        Use = use,
        Alg = KeyFile.Algorithm,
        NotBefore = begins,
        NotAfter = begins + Lifetime,
        PrivateKeyPem = key.ExportPkcs8PrivateKeyPem(),
    };

    private static SigningKey Signing(KeyFile file)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(file.PrivateKeyPem);
        return new SigningKey(file.Kid, file.Use, key);
    }

    private static string TrustPath(string folder, string host, string use) => Path.Combine(folder, $"{host}.{use}.json");

    private static string KidOf(string host, string use, ECDsa key) =>
        $"{host}-{use}-{Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..KidHashCharacters]}";
}
