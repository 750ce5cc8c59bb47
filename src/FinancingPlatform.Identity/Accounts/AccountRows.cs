using FinancingPlatform.Identity.Storage;
using Npgsql;

namespace FinancingPlatform.Identity.Accounts;

/// <summary>Reads rows of <c>identity.account</c> that are not closed.</summary>
internal sealed class AccountRows(NpgsqlDataSource database)
{
    private const string Select =
        """
        select a.id, a.kind, a.enterprise_id, e.uscc, a.bank_uscc, a.user_name, a.display_name, a.phone_hash, a.phone_masked, a.phone_proved_at,
               a.password_hash, a.totp_secret, a.security_stamp, a.failed_count, a.locked_until, a.created_at
        from identity.account as a
        left join registry.enterprise as e on e.id = a.enterprise_id
        where a.closed_at is null and
        """;

    public Task<Account?> ByIdAsync(Guid id, CancellationToken cancellationToken) =>
        ReadAsync("a.id = $1", new NpgsqlParameter<Guid> { TypedValue = id }, cancellationToken);

    public Task<Account?> ByNameAsync(string userName, CancellationToken cancellationToken) =>
        ReadAsync("a.user_name = $1", new NpgsqlParameter<string> { TypedValue = userName }, cancellationToken);

    private async Task<Account?> ReadAsync(string condition, NpgsqlParameter parameter, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"{Select} {condition}");
        command.Parameters.Add(parameter);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            return null;
        }

        var column = 0;
        return new Account
        {
            Id = reader.GetGuid(column++),
            Kind = reader.GetString(column++),
            EnterpriseId = reader.ValueOrNull<long>(column++),
            EnterpriseUscc = reader.TextOrNull(column++),
            BankUscc = reader.TextOrNull(column++),
            UserName = reader.GetString(column++),
            DisplayName = reader.GetString(column++),
            PhoneHash = reader.BytesOrNull(column++),
            PhoneMasked = reader.TextOrNull(column++),
            PhoneProvedAt = reader.ValueOrNull<DateTimeOffset>(column++),
            PasswordHash = reader.TextOrNull(column++),
            TotpSecret = reader.TextOrNull(column++),
            SecurityStamp = reader.GetString(column++),
            FailedCount = reader.GetInt32(column++),
            LockedUntil = reader.ValueOrNull<DateTimeOffset>(column++),
            CreatedAt = reader.Instant(column),
        };
    }
}
