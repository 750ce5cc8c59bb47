namespace FinancingPlatform.Identity.Clients;

/// <summary>What a machine client may be (客户端类别): the two never share a route or a scope.</summary>
public static class ClientKind
{
    /// <summary>A bank (银行).</summary>
    public const string Bank = "bank";

    /// <summary>A department that delivers data (数据提供单位).</summary>
    public const string Department = "department";

    /// <summary>One of the city's own services, which may ask about tokens (城市自有服务, RFC 7662).</summary>
    public const string Service = "service";
}
