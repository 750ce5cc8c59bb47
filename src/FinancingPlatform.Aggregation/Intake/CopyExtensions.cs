using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>Values that may be unknown, in a binary COPY.</summary>
internal static class CopyExtensions
{
    public static Task WriteOrNullAsync<T>(this NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type, CancellationToken ct)
        where T : struct =>
        value is { } known ? copy.WriteAsync(known, type, ct) : copy.WriteNullAsync(ct);
}
