using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Lending.Posts;

/// <summary>Calls a post's gate function: one statement, one transaction, one round trip.</summary>
internal static class GatePost
{
    /// <summary>A post waits at most this long for another one on the same line.</summary>
    private const int TimeoutSeconds = 10;

    public static async Task<Result<PostAnswer>> CallAsync(NpgsqlDataSource database, string sql, IEnumerable<NpgsqlParameter> values, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = TimeoutSeconds;
        foreach (var value in values)
        {
            command.Parameters.Add(value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("A post's gate function always answers with one row.");
        }

        return await reader.IsDBNullAsync(0, cancellationToken)
            ? new PostAnswer(reader.GetString(1), reader.GetBoolean(2))
            : LendingErrors.Of(reader.GetString(0));
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
