using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Lending.Once;

/// <summary>Who asks, and under which key (请求方): the same request under the same key gets the same answer and is done once.</summary>
/// <param name="ClientId">The bank's client.</param>
/// <param name="BankUscc">The bank that the client acts for.</param>
/// <param name="IdempotencyKey">Chosen by the bank, new for each new request.</param>
/// <param name="RequestSha256">Digest of the request as it came.</param>
public sealed record Caller(string ClientId, string BankUscc, string IdempotencyKey, byte[] RequestSha256);

/// <summary>Calls a gate function that answers <c>code, response, replayed</c>: one statement, one transaction, one round trip.</summary>
internal static class OnceCall
{
    private const int TimeoutSeconds = 10;

    /// <summary>The answer's JSON.</summary>
    public static async Task<Result<string>> AskAsync(
        NpgsqlDataSource database, string sql, Caller caller, IEnumerable<NpgsqlParameter> values, Func<string, Error> refusal, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = TimeoutSeconds;
        NpgsqlParameter[] all = [Value(caller.ClientId), Value(caller.BankUscc), Value(caller.IdempotencyKey), Value(caller.RequestSha256), .. values];
        foreach (var value in all)
        {
            command.Parameters.Add(value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            throw new InvalidOperationException("Such a gate function always answers with one row.");
        }

        return await reader.IsDBNullAsync(0, cancellationToken) ? reader.GetString(1) : refusal(reader.GetString(0));
    }

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}

/// <summary>Refusals of such calls in words (被拒原因).</summary>
internal sealed class Refusals(params Error[] errors)
{
    private static readonly Error s_reused = new(
        ErrorKind.Invalid, "idempotency-key-reused", "这个幂等键已用于另一个请求。新的请求请用新的键。", "This idempotency key belongs to another request. Use a new key for a new request.");

    private readonly Dictionary<string, Error> _byCode = errors.Append(s_reused).ToDictionary(error => error.Code, StringComparer.Ordinal);

    /// <summary>The refusals that are an operation's own, in the order given.</summary>
    public IReadOnlyList<Error> Own => errors;

    /// <summary>The error of a code.</summary>
    /// <exception cref="InvalidOperationException">The database gives a code that has no words here: a fault of the two, not of the caller.</exception>
    public Error Of(string code) => _byCode.TryGetValue(code, out var error) ? error : throw new InvalidOperationException($"The refusal {code} has no words.");
}
