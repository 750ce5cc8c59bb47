using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Scoring.Register;

/// <summary>Operators of the platform, who ask through a session as the portal has it.</summary>
internal static class Operators
{
    /// <summary>Calls a function as that person; null is "done".</summary>
    public static async Task<string?> AskAsync(CityDatabase database, string person, string sql, object value)
    {
        await database.ExecuteAsync(
            """
            insert into identity.account (id, kind, user_name, display_name, security_stamp, created_at)
            select gen_random_uuid(), 'operator', $1, $1, 'x', now() where not exists (select from identity.account a where a.user_name = $1)
            """,
            person);
        await database.ExecuteAsync(
            """
            insert into identity.session (token_sha256, account_id, method, created_at, expires_at)
            select sha256(convert_to($1, 'UTF8')), a.id, 'password-totp', now(), now() + interval '1 hour' from identity.account a where a.user_name = $1
            on conflict do nothing
            """,
            person);
        await using var portal = await database.OpenAsync(DatabaseRoles.Portal);
        await using var transaction = await portal.BeginTransactionAsync();
        await using (var session = new NpgsqlCommand("select set_config('platform.session', $1, true)", portal, transaction) { Parameters = { new() { Value = person } } })
        {
            await session.ExecuteNonQueryAsync();
        }

        await using var ask = new NpgsqlCommand(sql, portal, transaction) { Parameters = { new() { Value = value } } };
        var answer = await ask.ExecuteScalarAsync() as string;
        await transaction.CommitAsync();
        return answer;
    }
}
