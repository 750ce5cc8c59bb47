using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Lending.Posts;

/// <summary>Takes a bank's credit line (授信报送): once per number and bank, only under a live return leg (rule A5).</summary>
public sealed class CreditLinePosting(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string s_post = LendingSql.Read("PostCreditLine.sql");

    /// <summary>Posts it.</summary>
    public Task<Result<PostAnswer>> PostAsync(Poster poster, CreditLine line, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(poster);
        var rules = PostRules.Check(line);
        return rules.IsOk
            ? GatePost.CallAsync(database, s_post, Values(poster, line, clock.GetUtcNow()), cancellationToken)
            : Task.FromResult<Result<PostAnswer>>(rules.Error);
    }

    private static NpgsqlParameter[] Values(Poster poster, CreditLine line, DateTimeOffset now) =>
    [
        GatePost.Value(poster.ClientId), GatePost.Value(poster.BankUscc), GatePost.Value(poster.IdempotencyKey), GatePost.Value(poster.RequestSha256),
        GatePost.Value(Guid.CreateVersion7(now)), GatePost.Value(Guid.CreateVersion7(now)), GatePost.Value(line.Uscc), GatePost.Value(line.LineNo),
        GatePost.Value(line.AuthorisationId), GatePost.Value(line.AmountYuan), GatePost.Value(line.AnnualRatePercent), GatePost.Value(line.ValidFrom),
        GatePost.Value(line.ValidTo), GatePost.Value(line.Kind),
    ];
}
