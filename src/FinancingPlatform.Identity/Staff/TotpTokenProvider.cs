using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Identity.Accounts;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace FinancingPlatform.Identity.Staff;

/// <summary>The second factor (第二因素): a TOTP code of this step or one beside it, each step once (RFC 6238 section 5.2).</summary>
internal sealed class TotpTokenProvider(NpgsqlDataSource database, TimeProvider clock) : IUserTwoFactorTokenProvider<Account>
{
    /// <summary>Name of the provider at the user manager.</summary>
    public const string Name = "totp";

    /// <summary>Steps accepted on either side of the current one, for clocks that differ by up to half a minute.</summary>
    private const int Drift = 1;

    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) =>
        throw new NotSupportedException("The code is made by the person's own authenticator.");

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) => Task.FromResult(user.TotpSecret is not null);

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } secret)
        {
            return false;
        }

        var now = Totp.StepAt(clock.GetUtcNow());
        for (var step = now - Drift; step <= now + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Totp.Code(secret, step)), Encoding.ASCII.GetBytes(token)))
            {
                return await UseAsync(user.Id, step);
            }
        }

        return false;
    }

    /// <summary>Compare and set in one statement: of two requests with the same code one wins.</summary>
    private async Task<bool> UseAsync(Guid account, long step)
    {
        await using var command = database.CreateCommand(
            "update identity.account set totp_last_step = $2 where id = $1 and (totp_last_step is null or totp_last_step < $2)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = account });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = step });
        return await command.ExecuteNonQueryAsync() == 1;
    }
}
