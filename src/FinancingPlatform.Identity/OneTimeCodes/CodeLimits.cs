using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Identity.Storage;
using Npgsql;

namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>Whether another code may go out (发送限制): per number, per address, and not to a number that is locked for abuse.</summary>
internal static class CodeLimits
{
    public static async Task<Error?> CheckAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, byte[] phoneHash, byte[] addressHash, DateTimeOffset now, CodePolicy policy, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(SqlResource.Read(typeof(CodeLimits).Assembly, "Sql/OneTimeCodes/recent.sql"), connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = phoneHash });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = addressHash });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = (now - CodePolicy.Window).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = CodePolicy.MaxTries });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var toPhone = reader.GetInt64(0);
        var last = reader.ValueOrNull<DateTimeOffset>(1);
        if (reader.GetInt64(2) >= CodePolicy.MaxKilledCodes)
        {
            return CodeErrors.Locked(last!.Value + CodePolicy.Window - now);
        }

        if (last is { } sent && now - sent < policy.MinInterval)
        {
            return CodeErrors.TooSoon(sent + policy.MinInterval - now);
        }

        return toPhone >= policy.MaxPerPhone ? CodeErrors.TooSoon(reader.ValueOrNull<DateTimeOffset>(3)!.Value + CodePolicy.Window - now)
            : reader.GetInt64(4) >= policy.MaxPerAddress ? CodeErrors.TooSoon(reader.ValueOrNull<DateTimeOffset>(5)!.Value + CodePolicy.Window - now)
            : null;
    }
}
