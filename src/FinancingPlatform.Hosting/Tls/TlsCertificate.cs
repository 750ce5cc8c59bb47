using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FinancingPlatform.Hosting.Keys;

namespace FinancingPlatform.Hosting.Tls;

/// <summary>A host's own certificate for its https addresses (服务器证书), in its key folder; made for loopback at first use, replaced by the operator elsewhere.</summary>
internal static class TlsCertificate
{
    private const string Use = "tls";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan s_clockDifference = TimeSpan.FromMinutes(5);

    public static X509Certificate2 LoadOrMake(string directory, TimeProvider clock)
    {
        KeyDirectory.CreateFolder(directory);
        var path = KeyDirectory.PrivatePath(directory, Use);
        if (!File.Exists(path))
        {
            Make(clock.GetUtcNow()).Write(path, OwnerOnly);
        }

        var file = KeyFile.Read(path);
        return X509Certificate2.CreateFromPem(file.CertificatePem, file.PrivateKeyPem);
    }

    private static KeyFile Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(now - s_clockDifference, now + KeyDirectory.Lifetime);
        return new KeyFile
        {
            Kid = certificate.Thumbprint,
            Use = Use,
            Alg = KeyFile.Algorithm,
            NotBefore = now,
            NotAfter = now + KeyDirectory.Lifetime,
            PrivateKeyPem = key.ExportPkcs8PrivateKeyPem(),
            CertificatePem = certificate.ExportCertificatePem(),
        };
    }
}
