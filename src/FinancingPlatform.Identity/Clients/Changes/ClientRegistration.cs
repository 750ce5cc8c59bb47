using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Identity.Clients.Changes;

/// <summary>What would be registered for a client (客户端登记内容), as an operator typed it and as the second operator reads it.</summary>
/// <param name="ClientId">Its identifier.</param>
/// <param name="Kind">One of <see cref="ClientKind"/>.</param>
/// <param name="Uscc">The organisation's unified social credit code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Jwks">Its public keys (RFC 7517). To roll a key: old and new together, later the new one alone.</param>
/// <param name="RedirectUris">Where it may be answered, one a line; https, or http on loopback.</param>
/// <param name="AuthMethod">One of <see cref="ClientAuthMethod"/>.</param>
/// <param name="CertificatesPem">Its certificates in PEM, one after another; only for mutual TLS.</param>
/// <param name="Items">Items that a department may deliver.</param>
public sealed record ClientRegistration(
    string ClientId, string Kind, string Uscc, string Name, string Jwks, IReadOnlyList<string> RedirectUris, string AuthMethod, string CertificatesPem, IReadOnlyList<string> Items)
{
    private const int MaxRedirectUris = 10;
    private const int MaxCertificates = 4;
    private const int MaxUriLength = 500;
    private const int MaxPemLength = 16 * 1024;

    /// <summary>The client that would result; the first field that is wrong otherwise.</summary>
    public Result<RegisteredClient> ToClient()
    {
        if (Kind is not (ClientKind.Bank or ClientKind.Department or ClientKind.Service))
        {
            return Wrong("kind", "类别只能是银行、数据提供单位或城市自有服务。", "The kind must be bank, department or service.");
        }

        var client = RegisteredClient.Create(ClientId, Uscc, Name, Jwks);
        if (!client.IsOk)
        {
            return client;
        }

        if (RedirectUris.Count > MaxRedirectUris || RedirectUris.Any(uri => !IsRedirect(uri)))
        {
            return Wrong(
                "redirect_uris", $"回调地址最多 {MaxRedirectUris} 个，须为完整的 https 地址（本机可用 http），不带 # 和 *。",
                $"At most {MaxRedirectUris} redirect addresses, each a whole https address (http on loopback), without # and *.");
        }

        return WithMethod(client.Value with { Kind = Kind, RedirectUris = RedirectUris });
    }

    private Result<RegisteredClient> WithMethod(RegisteredClient client)
    {
        if (AuthMethod == ClientAuthMethod.PrivateKeyJwt)
        {
            return client;
        }

        if (AuthMethod != ClientAuthMethod.Certificate)
        {
            return Wrong("auth_method", "认证方式只能是 private_key_jwt 或 self_signed_tls_client_auth。", "The method must be private_key_jwt or self_signed_tls_client_auth.");
        }

        return Digests() is { Count: > 0 and <= MaxCertificates } digests
            ? client with { AuthMethod = AuthMethod, CertificateSha256 = digests }
            : Wrong("certificates", $"请提供 1 至 {MaxCertificates} 张 PEM 格式的证书（不含私钥）。", $"Give 1 to {MaxCertificates} certificates in PEM, without private keys.");
    }

    private List<byte[]>? Digests()
    {
        if (CertificatesPem.Length > MaxPemLength || CertificatesPem.Contains("PRIVATE", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(CertificatesPem);
            return [.. certificates.Select(certificate => certificate.GetCertHash(HashAlgorithmName.SHA256))];
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsRedirect(string text) =>
        text.Length <= MaxUriLength && !text.Contains('#', StringComparison.Ordinal) && !text.Contains('*', StringComparison.Ordinal)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static Error Wrong(string field, string zh, string en) => new(ErrorKind.Invalid, "client-invalid", zh, en) { Field = field };

    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    internal static ClientRegistration FromJson(string json) =>
        JsonSerializer.Deserialize<ClientRegistration>(json, JsonSerializerOptions.Web) ?? throw new InvalidOperationException("A stored proposal holds no registration.");
}
