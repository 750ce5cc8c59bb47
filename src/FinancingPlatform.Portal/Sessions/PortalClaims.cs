namespace FinancingPlatform.Portal.Sessions;

/// <summary>Claims that the sign-in puts on a request (登录声明). The role claim holds the account's kind.</summary>
internal static class PortalClaims
{
    /// <summary>The live session's secret, for the transaction-local setting <c>platform.session</c>; never leaves the process.</summary>
    public const string SessionToken = "platform.session";
}
