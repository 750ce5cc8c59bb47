using FinancingPlatform.Core.Errors;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Lending.Posts;

/// <summary>
/// Takes what a bank posts (报送入口): rule, fact, message to the nodes and audit link in one call of <c>lending.post</c>, one transaction, one
/// round trip.
/// </summary>
public sealed class BankPosting(NpgsqlDataSource database, TimeProvider clock)
{
    /// <summary>A post waits at most this long for another one on the same line.</summary>
    private const int TimeoutSeconds = 10;

    private static readonly string s_post = LendingSql.Read("Post.sql");

    /// <summary>Posts one fact.</summary>
    public async Task<Result<PostAnswer>> PostAsync(Poster poster, IPost fact, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(poster);
        ArgumentNullException.ThrowIfNull(fact);
        var rules = fact.Check();
        if (!rules.IsOk)
        {
            return rules.Error;
        }

        await using var command = database.CreateCommand(s_post);
        command.CommandTimeout = TimeoutSeconds;
        command.Parameters.AddRange(Values(poster, fact));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(reader, cancellationToken);
    }

    /// <summary>
    /// Posts several facts in their order, each in a transaction of its own, in one round trip. What was committed before a failure is answered alike
    /// when the same keys come again.
    /// </summary>
    public async Task<IReadOnlyList<Result<PostAnswer>>> PostAsync(IReadOnlyList<(Poster Poster, IPost Fact)> posts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(posts);
        var answers = new Result<PostAnswer>?[posts.Count];
        await using var batch = database.CreateBatch();
        batch.EnableErrorBarriers = true;
        batch.Timeout = TimeoutSeconds;
        for (var i = 0; i < posts.Count; i++)
        {
            var rules = posts[i].Fact.Check();
            if (!rules.IsOk)
            {
                answers[i] = rules.Error;
                continue;
            }

            var command = new NpgsqlBatchCommand(s_post);
            command.Parameters.AddRange(Values(posts[i].Poster, posts[i].Fact));
            batch.BatchCommands.Add(command);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            for (var i = 0; i < posts.Count; i++)
            {
                if (answers[i] is null)
                {
                    answers[i] = await ReadAsync(reader, cancellationToken);
                    await reader.NextResultAsync(cancellationToken);
                }
            }
        }

        return [.. answers.Select(answer => answer!.Value)];
    }

    private NpgsqlParameter[] Values(Poster poster, IPost fact)
    {
        var now = clock.GetUtcNow();
        return
        [
            Value(poster.ClientId), Value(poster.BankUscc), Value(poster.IdempotencyKey), Value(poster.RequestSha256), Value(Guid.CreateVersion7(now)),
            Value(Guid.CreateVersion7(now)), Value(fact.PostKind()), Value(fact.ToJson()), Value(poster.Proof?.Jkt), Value(poster.Proof?.JtiSha256),
            new NpgsqlParameter<DateTime?> { TypedValue = poster.Proof?.ExpiresAt.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        ];
    }

    private static async Task<Result<PostAnswer>> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("lending.post always answers with one row.");
        }

        return await reader.IsDBNullAsync(0, cancellationToken)
            ? new PostAnswer(reader.GetString(1), reader.GetBoolean(2))
            : LendingErrors.Of(reader.GetString(0));
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
