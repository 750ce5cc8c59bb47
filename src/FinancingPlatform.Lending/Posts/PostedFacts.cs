namespace FinancingPlatform.Lending.Posts;

/// <summary>Who posts, and under which key (报送方). The answer to a key is kept: the same request gets the same answer.</summary>
/// <param name="ClientId">The bank's client.</param>
/// <param name="BankUscc">The bank that the client acts for.</param>
/// <param name="IdempotencyKey">Chosen by the bank, new for each new request.</param>
/// <param name="RequestSha256">Digest of the request as it came.</param>
public sealed record Poster(string ClientId, string BankUscc, string IdempotencyKey, byte[] RequestSha256);

/// <summary>A credit line (授信) as a bank states it. Grant is not disbursement.</summary>
/// <param name="Uscc">The enterprise.</param>
/// <param name="LineNo">The bank's number, unique within the bank.</param>
/// <param name="AuthorisationId">The authorisation whose return leg allows the post.</param>
/// <param name="AmountYuan">Limit in yuan.</param>
/// <param name="AnnualRatePercent">Interest per year in percent.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day.</param>
/// <param name="Kind"><c>revolving</c> (循环) or <c>single</c> (非循环).</param>
public sealed record CreditLine(
    string Uscc, string LineNo, Guid AuthorisationId, decimal AmountYuan, decimal AnnualRatePercent, DateOnly ValidFrom, DateOnly ValidTo, string Kind);

/// <summary>A disbursement (放款), one per note (借据).</summary>
/// <param name="LineNo">The line it draws on.</param>
/// <param name="NoteNo">The note, unique within the bank.</param>
/// <param name="AmountYuan">Amount in yuan.</param>
/// <param name="DisbursedOn">Day of disbursement.</param>
/// <param name="DueOn">Day of maturity.</param>
/// <param name="AnnualRatePercent">Interest per year in percent.</param>
/// <param name="LoanType">信用 credit, 保证 guarantee, 抵押 mortgage, 质押 pledge, 组合 combined.</param>
/// <param name="FirstLoan">首贷, as the bank states it.</param>
public sealed record Loan(
    string LineNo, string NoteNo, decimal AmountYuan, DateOnly DisbursedOn, DateOnly DueOn, decimal AnnualRatePercent, string LoanType, bool FirstLoan);

/// <summary>The answer to a post (报送结果).</summary>
/// <param name="Response">JSON as first given.</param>
/// <param name="Replayed">True when it was given before under the same key.</param>
public sealed record PostAnswer(string Response, bool Replayed);
