using Microsoft.AspNetCore.DataProtection;

namespace FinancingPlatform.Identity.Staff;

/// <summary>Wraps TOTP secrets (动态口令密钥保护): a dump of the database alone signs nobody in.</summary>
internal sealed class TotpSecrets(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("identity.account.totp_secret.v1");

    public string Protect(string secret) => _protector.Protect(secret);

    public string Unprotect(string kept) => _protector.Unprotect(kept);
}
