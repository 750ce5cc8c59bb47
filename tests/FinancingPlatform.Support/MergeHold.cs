using Npgsql;

namespace FinancingPlatform.Support;

/// <summary>Keeps every import of a database from inserting its records until it is disposed; reading goes on.</summary>
public sealed class MergeHold : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private MergeHold(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Takes the hold over a superuser's connection string.</summary>
    public static async Task<MergeHold> TakeAsync(string superuser)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var take = new NpgsqlCommand("begin; lock table credit.credit_record in share mode", connection);
        await take.ExecuteNonQueryAsync();
        return new MergeHold(connection);
    }

    /// <summary>Lets go; a second time is nothing.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
