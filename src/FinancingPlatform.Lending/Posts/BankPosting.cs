using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Lending.Posts;

/// <summary>
/// Takes what a bank posts (报送入口): rule, fact, message to the nodes and audit link in one call, one transaction, one round trip. Loans that come at
/// the same time share the transaction, and nothing else.
/// </summary>
public sealed class BankPosting
{
    /// <summary>A post waits at most this long for another one on the same line.</summary>
    private const int TimeoutSeconds = 10;

    private static readonly GroupCommitLimits s_together = new(Items: 64, Transactions: 2);
    private static readonly string s_post = LendingSql.Read("Post.sql");
    private static readonly string s_postTogether = LendingSql.Read("PostTogether.sql");
    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlDataSource _together;
    private readonly TimeProvider _clock;
    private readonly GroupCommit<Post, Result<PostAnswer>> _loans;

    /// <summary>Over data sources of role <c>bank_api</c>.</summary>
    public BankPosting(NpgsqlDataSource database, GroupCommitSource together, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(together);
        _database = database;
        _together = together.Source;
        _clock = clock;
        _loans = new GroupCommit<Post, Result<PostAnswer>>(TogetherAsync, AloneAsync, s_together);
    }

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

        var post = new Post(poster, fact.PostKind(), fact.ToJson());
        return fact is Loan && poster.Proof is not null
            ? await _loans.CommitAsync(post, cancellationToken)
            : await AloneAsync(post, cancellationToken);
    }

    /// <summary>
    /// Posts several facts in their order, each in a transaction of its own, in one round trip. What was committed before a failure is answered alike
    /// when the same keys come again.
    /// </summary>
    public async Task<IReadOnlyList<Result<PostAnswer>>> PostAsync(IReadOnlyList<(Poster Poster, IPost Fact)> posts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(posts);
        var answers = new Result<PostAnswer>?[posts.Count];
        await using var batch = _database.CreateBatch();
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
            command.Parameters.AddRange(Values(new Post(posts[i].Poster, posts[i].Fact.PostKind(), posts[i].Fact.ToJson())));
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

    private async Task<Result<PostAnswer>> AloneAsync(Post post, CancellationToken cancellationToken)
    {
        await using var command = _database.CreateCommand(s_post);
        command.CommandTimeout = TimeoutSeconds;
        command.Parameters.AddRange(Values(post));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var answer = await ReadAsync(reader, cancellationToken);
        await CommittedAsync(reader, cancellationToken);
        return answer;
    }

    private async Task<IReadOnlyList<Result<PostAnswer>>> TogetherAsync(IReadOnlyList<Post> posts)
    {
        var now = _clock.GetUtcNow();
        await using var command = _together.CreateCommand(s_postTogether);
        command.CommandTimeout = TimeoutSeconds;
        NpgsqlParameter[] values =
        [
            Each(posts, post => post.Poster.ClientId), Each(posts, post => post.Poster.BankUscc), Each(posts, post => post.Poster.IdempotencyKey),
            Each(posts, post => post.Poster.RequestSha256), Each(posts, _ => Guid.CreateVersion7(now)), Each(posts, _ => Guid.CreateVersion7(now)),
            Each(posts, post => post.Kind), Each(posts, post => post.Fact, NpgsqlDbType.Jsonb), Each(posts, post => post.Poster.Proof!.Jkt),
            Each(posts, post => post.Poster.Proof!.JtiSha256), Each(posts, post => post.Poster.Proof!.ExpiresAt.UtcDateTime, NpgsqlDbType.TimestampTz),
        ];
        command.Parameters.AddRange(values);
        await using var reader = await command.ExecuteReaderAsync();
        var answers = new Result<PostAnswer>[posts.Count];
        for (var i = 0; i < posts.Count; i++)
        {
            if (!await reader.ReadAsync() || reader.GetInt32(0) != i + 1)
            {
                throw new InvalidOperationException("lending.post_together answers with one row for each post, in their order.");
            }

            answers[i] = await reader.IsDBNullAsync(1) ? new PostAnswer(reader.GetString(2), reader.GetBoolean(3)) : LendingErrors.Of(reader.GetString(1));
        }

        await CommittedAsync(reader, CancellationToken.None);
        return answers;
    }

    private NpgsqlParameter[] Values(Post post)
    {
        var now = _clock.GetUtcNow();
        var poster = post.Poster;
        return
        [
            Value(poster.ClientId), Value(poster.BankUscc), Value(poster.IdempotencyKey), Value(poster.RequestSha256), Value(Guid.CreateVersion7(now)),
            Value(Guid.CreateVersion7(now)), Value(post.Kind), Value(post.Fact), Value(poster.Proof?.Jkt), Value(poster.Proof?.JtiSha256),
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

    // Rows may come before the commit; the end of the answer comes after it.
    private static async Task CommittedAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        while (await reader.NextResultAsync(cancellationToken))
        {
            // Nothing more is expected.
        }
    }

    private static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static NpgsqlParameter Each<T>(IReadOnlyList<Post> posts, Func<Post, T> value) => new NpgsqlParameter<T[]> { TypedValue = [.. posts.Select(value)] };

    private static NpgsqlParameter Each<T>(IReadOnlyList<Post> posts, Func<Post, T> value, NpgsqlDbType type) =>
        new NpgsqlParameter<T[]> { TypedValue = [.. posts.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type };

    /// <summary>One post with its fact as the database takes it.</summary>
    private sealed record Post(Poster Poster, string Kind, string Fact);
}
