using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Lending.Posts;

/// <summary>A fact that a bank posts (报送事实).</summary>
public interface IPost
{
    /// <summary>Its kind: the rule in the database and the message to the nodes have this name.</summary>
    string PostKind();

    /// <summary>What holds without looking at lines and authorisations.</summary>
    Result Check();

    /// <summary>As the database reads it.</summary>
    string ToJson();
}

/// <summary>A credit line (授信) as a bank states it. Grant is not disbursement.</summary>
/// <param name="Uscc">The enterprise.</param>
/// <param name="LineNo">The bank's number, unique within the bank's legal entity.</param>
/// <param name="AuthorisationId">The authorisation whose return leg allows the post.</param>
/// <param name="AmountYuan">Limit in yuan.</param>
/// <param name="AnnualRatePercent">Interest per year in percent.</param>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day.</param>
/// <param name="Kind"><c>revolving</c> (循环) or <c>single</c> (非循环).</param>
/// <param name="Backfill">存量: it began before the authorisation and counts in no flow (rule C1).</param>
/// <param name="Correction">Reason, when this is a new version of a line posted before.</param>
public sealed record CreditLine(
    string Uscc, string LineNo, Guid AuthorisationId, decimal AmountYuan, decimal AnnualRatePercent, DateOnly ValidFrom, DateOnly ValidTo, string Kind,
    bool Backfill = false, string? Correction = null) : IPost
{
    /// <inheritdoc/>
    public string PostKind() => "credit-line";

    /// <inheritdoc/>
    public Result Check() => PostRules.Check(this);

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.CreditLine);
}

/// <summary>A disbursement (放款), one per note (借据).</summary>
/// <param name="LineNo">The line it draws on.</param>
/// <param name="NoteNo">The note, unique within the bank's legal entity.</param>
/// <param name="AmountYuan">Amount in yuan.</param>
/// <param name="DisbursedOn">Day of disbursement.</param>
/// <param name="DueOn">Day of maturity.</param>
/// <param name="AnnualRatePercent">Interest per year in percent.</param>
/// <param name="LoanType">信用 credit, 保证 guarantee, 抵押 mortgage, 质押 pledge, 组合 combined.</param>
/// <param name="FirstLoan">首贷, as the bank states it.</param>
/// <param name="Inclusive">普惠, as the bank states it.</param>
/// <param name="Backfill">存量: disbursed before the authorisation; counts in no flow (rule C1).</param>
/// <param name="BalanceYuan">What is owed when stock is loaded; null otherwise.</param>
/// <param name="Renewal"><c>no-repayment</c> (无还本续贷) or <c>after-repayment</c> (还后续贷); null for a new loan.</param>
/// <param name="RenewedNoteNo">The note that it renews.</param>
/// <param name="Correction">Reason, when this is a new version of a note posted before.</param>
public sealed record Loan(
    string LineNo, string NoteNo, decimal AmountYuan, DateOnly DisbursedOn, DateOnly DueOn, decimal AnnualRatePercent, string LoanType, bool FirstLoan,
    bool Inclusive = false, bool Backfill = false, decimal? BalanceYuan = null, string? Renewal = null, string? RenewedNoteNo = null, string? Correction = null)
    : IPost
{
    /// <inheritdoc/>
    public string PostKind() => "loan";

    /// <inheritdoc/>
    public Result Check() => PostRules.Check(this);

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.Loan);
}
