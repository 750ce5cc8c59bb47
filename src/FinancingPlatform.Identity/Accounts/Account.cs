namespace FinancingPlatform.Identity.Accounts;

/// <summary>An account (账户). A class that is changed in place, as ASP.NET Core Identity's managers expect of their user type.</summary>
public sealed class Account
{
    /// <summary>Its identifier; also the user handle of its passkeys.</summary>
    public Guid Id { get; init; }

    /// <summary>One of <see cref="AccountKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The enterprise, for kind enterprise.</summary>
    public long? EnterpriseId { get; init; }

    /// <summary>The enterprise's code, read beside the account.</summary>
    public string? EnterpriseUscc { get; init; }

    /// <summary>The bank, for kind bank.</summary>
    public string? BankUscc { get; init; }

    /// <summary>Name to sign in by: an enterprise's is its unified social credit code.</summary>
    public required string UserName { get; set; }

    /// <summary>Name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Keyed hash of the telephone.</summary>
    public byte[]? PhoneHash { get; init; }

    /// <summary>The telephone as it may be shown.</summary>
    public string? PhoneMasked { get; init; }

    /// <summary>When a code sent to the telephone came back.</summary>
    public DateTimeOffset? PhoneProvedAt { get; init; }

    /// <summary>ASP.NET Core Identity's password hash.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>TOTP secret, wrapped by Data Protection.</summary>
    public string? TotpSecret { get; set; }

    /// <summary>Changes when credentials change.</summary>
    public string SecurityStamp { get; set; } = string.Empty;

    /// <summary>Failed sign-ins in a row.</summary>
    public int FailedCount { get; set; }

    /// <summary>Locked until then.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }
}
