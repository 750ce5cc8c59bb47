using FinancingPlatform.Identity.Staff;
using Microsoft.AspNetCore.Identity;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Accounts;

/// <summary>
/// The accounts behind ASP.NET Core Identity's managers (账户存储). The framework's own stores need its EF package; this one is plain SQL, and
/// counts failures in one atomic statement so that parallel guesses cannot share a count.
/// </summary>
internal sealed partial class AccountStore(NpgsqlDataSource database, AccountRows rows, TotpSecrets secrets, TimeProvider clock)
    : IUserPasswordStore<Account>, IUserSecurityStampStore<Account>, IUserLockoutStore<Account>, IUserTwoFactorStore<Account>,
      IUserAuthenticatorKeyStore<Account>, IUserPasskeyStore<Account>
{
    public async Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            insert into identity.account (id, kind, bank_uscc, user_name, display_name, password_hash, totp_secret, security_stamp, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            on conflict (user_name) do nothing
            """);
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        p.Add(new NpgsqlParameter<string> { TypedValue = user.Kind });
        p.Add(Nullable(user.BankUscc));
        p.Add(new NpgsqlParameter<string> { TypedValue = user.UserName });
        p.Add(new NpgsqlParameter<string> { TypedValue = user.DisplayName });
        p.Add(Nullable(user.PasswordHash));
        p.Add(Nullable(user.TotpSecret));
        p.Add(new NpgsqlParameter<string> { TypedValue = user.SecurityStamp });
        p.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityErrorDescriber().DuplicateUserName(user.UserName));
    }

    public async Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update identity.account set password_hash = $2, totp_secret = $3, security_stamp = $4, locked_until = $5 where id = $1");
        var p = command.Parameters;
        p.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        p.Add(Nullable(user.PasswordHash));
        p.Add(Nullable(user.TotpSecret));
        p.Add(new NpgsqlParameter<string> { TypedValue = user.SecurityStamp });
        p.Add(new NpgsqlParameter { Value = (object?)user.LockedUntil?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityErrorDescriber().ConcurrencyFailure());
    }

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are closed, never deleted: what they signed stays provable.");

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Guid.TryParse(userId, out var id) ? rows.ByIdAsync(id, cancellationToken) : Task.FromResult<Account?>(null);

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => rows.ByNameAsync(normalizedUserName, cancellationToken);

    public async Task<int> IncrementAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        user.FailedCount = await CountAsync("failed_count + 1", user, cancellationToken);

    public async Task ResetAccessFailedCountAsync(Account user, CancellationToken cancellationToken) =>
        user.FailedCount = await CountAsync("0", user, cancellationToken);

    public void Dispose()
    {
        // The data source belongs to the host.
    }

    private async Task<int> CountAsync(string value, Account user, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"update identity.account set failed_count = {value} where id = $1 returning failed_count");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = user.Id });
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static NpgsqlParameter Nullable(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
