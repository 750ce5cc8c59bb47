using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Hosting.Keys;

/// <summary>
/// Keys of ASP.NET Core's Data Protection (数据保护密钥: cookies, antiforgery) kept in the program's key folder and wrapped by a
/// certificate of its own, so that they survive a restart and a copy of the folder without the certificate is worth nothing.
/// </summary>
public static class DataProtectionKeys
{
    private const string Use = "data-protection";
    private const int RsaBits = 3072;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Adds Data Protection with its keys under <paramref name="directory"/>; makes the wrapping certificate at first use.</summary>
    public static IDataProtectionBuilder AddPlatformDataProtection(this IServiceCollection services, string directory, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var certificate = LoadOrMake(directory, clock);
        var ring = Path.Combine(directory, "data-protection");
        KeyDirectory.CreateFolder(ring);
        return services.AddDataProtection()
            .SetApplicationName("financing-platform")
            .PersistKeysToFileSystem(new DirectoryInfo(ring))
            .ProtectKeysWithCertificate(certificate)
            .UnprotectKeysWithAnyCertificate(certificate);
    }

    private static X509Certificate2 LoadOrMake(string directory, TimeProvider clock)
    {
        KeyDirectory.CreateFolder(directory);
        var path = KeyDirectory.PrivatePath(directory, Use);
        if (!File.Exists(path))
        {
            Make(clock).Write(path, OwnerOnly);
        }

        var file = KeyFile.Read(path);
        return X509Certificate2.CreateFromPem(file.CertificatePem, file.PrivateKeyPem);
    }

    private static KeyFile Make(TimeProvider clock)
    {
        using var key = RSA.Create(RsaBits);
        var request = new CertificateRequest("CN=financing-platform data protection", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = clock.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now + KeyDirectory.Lifetime);
        return new KeyFile
        {
            Kid = certificate.Thumbprint,
            Use = Use,
            Alg = "RSA-OAEP",
            NotBefore = now,
            NotAfter = now + KeyDirectory.Lifetime,
            PrivateKeyPem = key.ExportPkcs8PrivateKeyPem(),
            CertificatePem = certificate.ExportCertificatePem(),
        };
    }
}
