using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Scoring.Features;

/// <summary>Whose features a row holds.</summary>
/// <param name="EnterpriseId">Number inside the platform.</param>
/// <param name="AuthorisationId">The authorisation that it was read under; null for a public score.</param>
internal readonly record struct FeatureSubject(long EnterpriseId, Guid? AuthorisationId);

/// <summary>What a run looks at.</summary>
/// <param name="AsOf">Windows end on this day.</param>
/// <param name="Known">Only what was known by then.</param>
/// <param name="Enterprises">Null for all.</param>
internal sealed record FeatureScope(DateOnly AsOf, DateTimeOffset Known, long[]? Enterprises);

/// <summary>Streams features out of the database, one row at a time into one buffer.</summary>
internal static class FeatureRows
{
    /// <summary>A run over a whole city; far above any expected one.</summary>
    public const int TimeoutSeconds = 1800;

    /// <summary>From so many enterprises on every join is one pass over both sides.</summary>
    private const int ManyEnterprises = 100;

    /// <summary>
    /// A transaction in which a slice's records are grouped in memory (64 MB for each large grouping; 37,500 enterprises need about a
    /// third), and a correction is looked for in the record's own partition. For many enterprises without nested loops: the planner
    /// can't see how many authorisations cover a pack's items, takes them for one, and would pass over every item's rows once for each.
    /// Without parallel workers for a part of the city, because the parts themselves run side by side.
    /// </summary>
    public static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection connection, FeatureScope scope, CancellationToken ct)
    {
        var transaction = await connection.BeginTransactionAsync(ct);
        var loops = scope.Enterprises is { Length: < ManyEnterprises } ? "on" : "off";
        var workers = scope.Enterprises is null ? string.Empty : "set local max_parallel_workers_per_gather = 0; ";
        await using var set = new NpgsqlCommand($"{workers}set local work_mem = '64MB'; set local enable_partitionwise_join = on; set local enable_nestloop = {loops}", connection, transaction);
        await set.ExecuteNonQueryAsync(ct);
        return transaction;
    }

    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, FeatureScope scope)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = TimeoutSeconds };
        command.Parameters.Add(new NpgsqlParameter<DateOnly>("as_of", NpgsqlDbType.Date) { TypedValue = scope.AsOf });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset>("known", NpgsqlDbType.TimestampTz) { TypedValue = scope.Known });
        command.Parameters.Add(new NpgsqlParameter { ParameterName = "enterprises", DataTypeName = "bigint[]", Value = (object?)scope.Enterprises ?? DBNull.Value });
        return command;
    }

    /// <summary>Calls <paramref name="each"/> for every row; the buffer holds the features only until it returns.</summary>
    public static async Task<long> ReadAsync(NpgsqlCommand command, int width, Func<FeatureSubject, float[], CancellationToken, ValueTask> each, CancellationToken ct)
    {
        var buffer = new float[width];
        var rows = 0L;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            await each(Row(reader, buffer), buffer, ct);
            rows++;
        }

        return rows;
    }

    /// <summary>A row is in memory once it was read: its columns need no waiting.</summary>
    private static FeatureSubject Row(NpgsqlDataReader reader, float[] buffer)
    {
        for (var i = 0; i < buffer.Length; i++)
        {
            buffer[i] = reader.IsDBNull(i + 2) ? float.NaN : reader.GetFloat(i + 2);
        }

        return new FeatureSubject(reader.GetInt64(0), reader.IsDBNull(1) ? null : reader.GetGuid(1));
    }
}
