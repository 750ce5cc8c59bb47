using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Lending.Posts;

/// <summary>Takes a bank's loan (放款报送): one note once, never above its line, only under a live return leg (rules A5, C1).</summary>
public sealed class LoanPosting(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly string s_post = LendingSql.Read("PostLoan.sql");

    /// <summary>Posts it.</summary>
    public Task<Result<PostAnswer>> PostAsync(Poster poster, Loan loan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(poster);
        var rules = PostRules.Check(loan);
        return rules.IsOk
            ? GatePost.CallAsync(database, s_post, Values(poster, loan, clock.GetUtcNow()), cancellationToken)
            : Task.FromResult<Result<PostAnswer>>(rules.Error);
    }

    private static NpgsqlParameter[] Values(Poster poster, Loan loan, DateTimeOffset now) =>
    [
        GatePost.Value(poster.ClientId), GatePost.Value(poster.BankUscc), GatePost.Value(poster.IdempotencyKey), GatePost.Value(poster.RequestSha256),
        GatePost.Value(Guid.CreateVersion7(now)), GatePost.Value(Guid.CreateVersion7(now)), GatePost.Value(loan.LineNo), GatePost.Value(loan.NoteNo),
        GatePost.Value(loan.AmountYuan), GatePost.Value(loan.DisbursedOn), GatePost.Value(loan.DueOn), GatePost.Value(loan.AnnualRatePercent),
        GatePost.Value(loan.LoanType), GatePost.Value(loan.FirstLoan),
    ];
}
