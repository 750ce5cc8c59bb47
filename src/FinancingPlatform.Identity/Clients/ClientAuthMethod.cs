namespace FinancingPlatform.Identity.Clients;

/// <summary>How a client proves who it is (客户端认证方式), in the names of RFC 8414 and RFC 8705.</summary>
public static class ClientAuthMethod
{
    /// <summary>A signed assertion (RFC 7523).</summary>
    public const string PrivateKeyJwt = "private_key_jwt";

    /// <summary>A certificate that is registered itself (RFC 8705 section 2.2).</summary>
    public const string Certificate = "self_signed_tls_client_auth";
}
