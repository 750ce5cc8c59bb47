using System.Net.Security;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FinancingPlatform.Hosting.Tls;

/// <summary>
/// The door for clients with a certificate (双向 TLS), RFC 8705: every https address of a host asks for a client certificate. Whose it is, is not the
/// handshake's question: certificates are registered themselves, so no authority is trusted here (section 2.2) and the endpoints compare digests.
/// </summary>
public static class MutualTls
{
    /// <summary>BCP 195 (RFC 9325 section 4.2) for TLS 1.2, and what TLS 1.3 has.</summary>
    private static readonly TlsCipherSuite[] s_suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    ];

    /// <summary>Prepares the host's https addresses; does nothing for a host without one.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="keys">Its key folder; the certificate is made there at first use in a demonstration.</param>
    /// <param name="clock">The clock.</param>
    public static void AddMutualTls(this WebApplicationBuilder builder, string keys, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => Apply(https, keys, clock)));
    }

    private static void Apply(HttpsConnectionAdapterOptions https, string keys, TimeProvider clock)
    {
        https.ServerCertificate = TlsCertificate.LoadOrMake(keys, clock);
        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
        https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
        https.AllowAnyClientCertificate();
        https.OnAuthenticate = static (_, options) =>
        {
            if (OperatingSystem.IsLinux())
            {
                options.CipherSuitesPolicy = new CipherSuitesPolicy(s_suites);
            }
        };
    }
}
