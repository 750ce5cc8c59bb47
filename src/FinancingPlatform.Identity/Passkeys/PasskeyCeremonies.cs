using FinancingPlatform.Core.Errors;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Identity.Passkeys;

/// <summary>A started ceremony (通行密钥仪式): its id, and the options for the browser.</summary>
/// <param name="Id">Comes back with the credential.</param>
/// <param name="OptionsJson">For <c>navigator.credentials</c>, as WebAuthn's JSON.</param>
public sealed record PasskeyCeremony(Guid Id, string OptionsJson);

/// <summary>The state of ceremonies in progress, each usable once within five minutes.</summary>
internal sealed class PasskeyCeremonies(NpgsqlDataSource database, TimeProvider clock)
{
    public const string Attestation = "attestation";
    public const string Assertion = "assertion";

    /// <summary>As long as the browser may wait for the person.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static Error Expired { get; } = new(
        ErrorKind.Invalid, "passkey-expired", "操作已超时或已完成，请重新开始。", "This has expired or was completed already. Start again.");

    public async Task<Guid> StartAsync(string kind, Guid? accountId, string? state, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        await using var command = database.CreateCommand("insert into identity.ceremony (id, kind, account_id, state, expires_at) values ($1, $2, $3, $4, $5)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)accountId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)state ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (clock.GetUtcNow() + Lifetime).UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return id;
    }

    /// <summary>Takes a ceremony: its state, once.</summary>
    public async Task<Result<string>> TakeAsync(Guid id, string kind, Guid? accountId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            update identity.ceremony
            set used_at = $4
            where id = $1 and kind = $2 and account_id is not distinct from $3 and used_at is null and expires_at > $4
            returning state
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)accountId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetUtcNow().UtcDateTime });
        return await command.ExecuteScalarAsync(cancellationToken) is string state ? state : Expired;
    }
}
