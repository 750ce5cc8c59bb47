using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Identity.Jose;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Clients;

/// <summary>A bank's machine client (银行接口客户端) with the public keys by which it signs its requests for tokens.</summary>
/// <param name="ClientId">Its identifier.</param>
/// <param name="BankUscc">The bank that it acts for.</param>
/// <param name="BankName">The bank's name.</param>
/// <param name="JwksJson">Its key set (RFC 7517), public keys only.</param>
/// <param name="Enabled">False once disabled.</param>
public sealed record RegisteredClient(string ClientId, string BankUscc, string BankName, string JwksJson, bool Enabled)
{
    /// <summary>Bank or department; decides which scope its tokens hold.</summary>
    public string Kind { get; init; } = ClientKind.Bank;

    /// <summary>Where it may be answered; compared letter by letter.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>One of <see cref="ClientAuthMethod"/>.</summary>
    public string AuthMethod { get; init; } = ClientAuthMethod.PrivateKeyJwt;

    /// <summary>SHA-256 of the certificates that it may show.</summary>
    public IReadOnlyList<byte[]> CertificateSha256 { get; init; } = [];

    private const int MaxClientIdLength = 100;
    private const int MaxNameLength = 200;
    private const int MaxJwksLength = 32 * 1024;
    private const int MaxKeys = 8;

    /// <summary>True for a certificate that the client registered.</summary>
    internal bool HasCertificate(X509Certificate2 certificate)
    {
        var digest = certificate.GetCertHash(HashAlgorithmName.SHA256);
        return CertificateSha256.Any(known => CryptographicOperations.FixedTimeEquals(known, digest));
    }

    internal static Result<RegisteredClient> Create(string clientId, string bankUscc, string bankName, string jwksJson)
    {
        if (clientId.Length is 0 or > MaxClientIdLength || clientId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')))
        {
            return Invalid("client_id", "客户端标识须为 1–100 个字母、数字、点、横线或下划线。", "client_id must be 1 to 100 letters, digits, dots, dashes or underscores.");
        }

        if (!Uscc.TryParse(bankUscc, out var bank))
        {
            return Invalid("bank_uscc", "银行的统一社会信用代码有误，请核对。", "The bank's unified social credit code is wrong; check it.");
        }

        if (bankName.Length is 0 or > MaxNameLength)
        {
            return Invalid("bank_name", "请填写银行名称（不超过 200 字）。", "State the bank's name (at most 200 characters).");
        }

        var (keys, fault) = KeysOf(jwksJson);
        return keys is null
            ? Invalid("jwks", $"公钥集不可用：{fault}", $"The key set cannot be used: {fault}.")
            : new RegisteredClient(clientId, bank.Value, bankName, jwksJson, true);
    }

    /// <summary>The keys that may have signed an assertion which names <paramref name="kid"/>; without a name only a single key can be meant.</summary>
    internal IReadOnlyCollection<SecurityKey> KeysFor(string? kid)
    {
        var (keys, _) = KeysOf(JwksJson);
        return keys is null ? [] : kid is null ? (keys.Count == 1 ? keys : []) : [.. keys.Where(k => k.Kid == kid)];
    }

    private static (IReadOnlyList<JsonWebKey>? Keys, string? Fault) KeysOf(string jwks)
    {
        if (jwks.Length > MaxJwksLength)
        {
            return (null, $"it is longer than {MaxJwksLength} characters");
        }

        try
        {
            using var document = JsonDocument.Parse(jwks);
            var keys = new List<JsonWebKey>();
            foreach (var element in document.RootElement.GetProperty("keys").EnumerateArray())
            {
                var (key, fault) = PublicJwk.Read(element.GetRawText(), algorithm: null);
                if (key is null)
                {
                    return (null, fault);
                }

                keys.Add(key);
            }

            return keys.Count is 0 or > MaxKeys ? (null, $"it must hold 1 to {MaxKeys} keys") : (keys, null);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return (null, "it is not a JSON Web Key Set");
        }
    }

    private static Error Invalid(string field, string zh, string en) => new(ErrorKind.Invalid, "client-invalid", zh, en) { Field = field };
}
