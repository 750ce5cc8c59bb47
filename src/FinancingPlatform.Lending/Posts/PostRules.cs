using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Lending.Posts;

/// <summary>What a post must satisfy before the database looks at lines and authorisations (报送校验).</summary>
public static class PostRules
{
    /// <summary>Longest number of a line or a note.</summary>
    public const int MaxNumberLength = 64;

    /// <summary>Above this an amount is a slip of units: ten billion yuan to one small firm.</summary>
    public const decimal MaxAmountYuan = 10_000_000_000m;

    /// <summary>Highest rate in percent per year.</summary>
    public const decimal MaxRatePercent = 100m;

    /// <summary>More days past due than any note has.</summary>
    public const int MaxOverdueDays = 36_500;

    /// <summary>Longest reason of a correction.</summary>
    public const int MaxReasonLength = 200;

    /// <summary>Longest name of a product, an officer or a fee.</summary>
    public const int MaxNameLength = 64;

    /// <summary>Longest name of a branch and longest reference.</summary>
    public const int MaxBranchLength = 128;

    /// <summary>Longest term in months.</summary>
    public const int MaxMonths = 360;

    internal static readonly string[] Payers = ["borrower", "guarantor"];
    internal static readonly string[] FiveClasses = ["normal", "special-mention", "substandard", "doubtful", "loss"];
    private static readonly string[] s_renewals = ["no-repayment", "after-repayment"];
    private static readonly string[] s_lineKinds = ["revolving", "single"];
    internal static readonly string[] LoanTypes = ["credit", "guarantee", "mortgage", "pledge", "combined"];

    /// <summary>Checks a credit line.</summary>
    public static Result Check(CreditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!Uscc.TryParse(line.Uscc, out _))
        {
            return LendingErrors.Field("uscc", "uscc-invalid", "统一社会信用代码校验不通过，请核对。", "The unified social credit code does not check; correct it.");
        }

        var error = Number("line_no", line.LineNo) ?? Amount("amount", line.AmountYuan) ?? Rate("annual_rate_percent", line.AnnualRatePercent) ?? OneOf("kind", line.Kind, s_lineKinds)
            ?? Order("valid_to", line.ValidFrom, line.ValidTo) ?? Reason(line.Correction);
        return error is null ? Result.Ok : error;
    }

    /// <summary>Checks a loan.</summary>
    public static Result Check(Loan loan)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var error = Number("line_no", loan.LineNo) ?? Number("note_no", loan.NoteNo) ?? Amount("amount", loan.AmountYuan) ?? Rate("annual_rate_percent", loan.AnnualRatePercent)
            ?? OneOf("loan_type", loan.LoanType, LoanTypes) ?? Order("due_on", loan.DisbursedOn, loan.DueOn)
            ?? Reason(loan.Correction) ?? Renewal(loan) ?? Stock(loan);
        return error is null ? Result.Ok : error;
    }

    /// <summary>Checks an event of a note.</summary>
    public static Result Check(LoanEvent fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        var error = Number("note_no", fact.NoteNo) ?? Number("event_no", fact.EventNo) ?? Reason(fact.Correction)
            ?? (fact.Withdrawn && fact.Correction is null
                ? LendingErrors.Field("correction", "reason-missing", "撤销须说明原因。", "A withdrawal needs the reason of its correction.")
                : fact.FirstFault());
        return error is null ? Result.Ok : error;
    }

    private static Error? Renewal(Loan loan)
    {
        if ((loan.Renewal is null) != (loan.RenewedNoteNo is null))
        {
            return LendingErrors.Field("renewal", "renewal-incomplete", "续贷须同时说明方式和原借据号。", "A renewal names its kind and the note that it renews.");
        }

        return loan.Renewal is null ? null
            : OneOf("renewal.kind", loan.Renewal, s_renewals) ?? Number("renewal.note_no", loan.RenewedNoteNo!)
            ?? (loan.FirstLoan ? LendingErrors.Field("first_loan", "renewal-not-first", "续贷不能是首贷。", "A renewal cannot be a first loan.") : null);
    }

    private static Error? Stock(Loan loan) =>
        loan.Backfill == loan.BalanceYuan is null
            ? LendingErrors.Field("balance", "backfill-incomplete", "存量借据须给出余额，新放款不给。", "Stock states its balance, a new loan does not.")
            : loan.BalanceYuan is { } balance
                ? Owed("balance", balance) ?? (balance > loan.AmountYuan
                    ? LendingErrors.Field("balance", "amount-invalid", "余额不能大于借据金额。", "A balance is not above the amount.")
                    : null)
                : null;

    internal static Error? Text(string field, string value, int longest) =>
        string.IsNullOrWhiteSpace(value) || value.Length > longest || value.Any(char.IsControl)
            ? LendingErrors.Field(field, "text-invalid", $"{field} 须为 1 至 {longest} 个字符。", $"{field} must have 1 to {longest} characters.")
            : null;

    internal static Error? Months(string field, int months) =>
        months is >= 1 and <= MaxMonths
            ? null
            : LendingErrors.Field(field, "months-invalid", $"期限须为 1 至 {MaxMonths} 个月。", $"A term has 1 to {MaxMonths} months.");

    internal static Error? Owed(string field, decimal yuan) =>
        yuan < 0 || yuan > MaxAmountYuan || decimal.Round(yuan, 2) != yuan
            ? LendingErrors.Field(field, "amount-invalid", "金额不得小于零，以元计，最多两位小数。", "An amount is not below zero, in yuan, with at most two decimals.")
            : null;

    private static Error? Reason(string? reason) =>
        reason is not null && (string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReasonLength || reason.Any(char.IsControl))
            ? LendingErrors.Field(
                "correction", "reason-missing", $"更正须说明原因，1 至 {MaxReasonLength} 个字符。", $"A correction states its reason in 1 to {MaxReasonLength} characters.")
            : null;

    internal static Error? Number(string field, string number) =>
        number.Length is 0 or > MaxNumberLength || number.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? LendingErrors.Field(field, "number-invalid", $"编号须为 1 至 {MaxNumberLength} 个字符，不含空白。", $"A number has 1 to {MaxNumberLength} characters without blanks.")
            : null;

    internal static Error? Amount(string field, decimal yuan) =>
        yuan <= 0 || yuan > MaxAmountYuan || decimal.Round(yuan, 2) != yuan
            ? LendingErrors.Field(field, "amount-invalid", "金额须大于零，以元计，最多两位小数。", "An amount is above zero, in yuan, with at most two decimals.")
            : null;

    internal static Error? Rate(string field, decimal percent) =>
        percent < 0 || percent > MaxRatePercent || decimal.Round(percent, 4) != percent
            ? LendingErrors.Field(field, "rate-invalid", "年利率以百分数表示，介于 0 与 100 之间，最多四位小数。", "A rate is in percent per year, between 0 and 100, with at most four decimals.")
            : null;

    internal static Error? OneOf(string field, string value, string[] allowed) =>
        allowed.Contains(value)
            ? null
            : LendingErrors.Field(field, "value-unknown", $"只能取：{string.Join("、", allowed)}。", $"Must be one of: {string.Join(", ", allowed)}.");

    private static Error? Order(string field, DateOnly first, DateOnly last) =>
        last > first ? null : LendingErrors.Of("dates-out-of-order") with { Field = field };
}
