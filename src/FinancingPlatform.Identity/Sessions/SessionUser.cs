using System.Globalization;
using System.Security.Claims;

namespace FinancingPlatform.Identity.Sessions;

/// <summary>Who is signed in (当前用户).</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Kind">One of <see cref="Accounts.AccountKind"/>; also the role.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="EnterpriseId">The enterprise, for kind enterprise.</param>
/// <param name="EnterpriseUscc">Its code.</param>
/// <param name="EnterpriseName">Its name.</param>
/// <param name="BankUscc">The bank, for kind bank.</param>
/// <param name="Method">How the session was opened.</param>
public sealed record SessionUser(
    Guid AccountId, string Kind, string DisplayName, long? EnterpriseId, string? EnterpriseUscc, string? EnterpriseName, string? BankUscc, string Method)
{
    /// <summary>
    /// Claim that holds the session's secret, for the transaction-local setting <c>platform.session</c> by which row-level security knows the user
    /// (rule A1); never leaves the process.
    /// </summary>
    public const string TokenClaim = "platform.session";

    private const string Prefix = "fp:";

    /// <summary>Reads the signed-in user back from the principal; null for a visitor.</summary>
    public static SessionUser? From(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        string? Claim(string name) => principal.FindFirst(Prefix + name)?.Value;
        return Claim("account") is not { } account
            ? null
            : new SessionUser(
                Guid.Parse(account, CultureInfo.InvariantCulture),
                Claim("kind")!,
                principal.Identity!.Name!,
                Claim("enterprise") is { } id ? long.Parse(id, CultureInfo.InvariantCulture) : null,
                Claim("uscc"),
                Claim("enterprise-name"),
                Claim("bank"),
                Claim("method")!);
    }

    internal ClaimsPrincipal ToPrincipal(string scheme, string token)
    {
        var identity = new ClaimsIdentity(scheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Role, Kind));
        identity.AddClaim(new Claim(TokenClaim, token));
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                identity.AddClaim(new Claim(Prefix + name, value));
            }
        }

        Add("account", AccountId.ToString());
        Add("kind", Kind);
        Add("enterprise", EnterpriseId?.ToString(CultureInfo.InvariantCulture));
        Add("uscc", EnterpriseUscc);
        Add("enterprise-name", EnterpriseName);
        Add("bank", BankUscc);
        Add("method", Method);
        return new ClaimsPrincipal(identity);
    }
}
