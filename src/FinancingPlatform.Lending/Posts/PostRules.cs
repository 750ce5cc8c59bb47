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

    private static readonly string[] s_lineKinds = ["revolving", "single"];
    private static readonly string[] s_loanTypes = ["credit", "guarantee", "mortgage", "pledge", "combined"];

    /// <summary>Checks a credit line.</summary>
    public static Result Check(CreditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!Uscc.TryParse(line.Uscc, out _))
        {
            return LendingErrors.Field("uscc", "uscc-invalid", "统一社会信用代码校验不通过，请核对。", "The unified social credit code does not check; correct it.");
        }

        var error = Number("line_no", line.LineNo) ?? Amount(line.AmountYuan) ?? Rate(line.AnnualRatePercent) ?? OneOf("kind", line.Kind, s_lineKinds)
            ?? Order("valid_to", line.ValidFrom, line.ValidTo);
        return error is null ? Result.Ok : error;
    }

    /// <summary>Checks a loan.</summary>
    public static Result Check(Loan loan)
    {
        ArgumentNullException.ThrowIfNull(loan);
        var error = Number("line_no", loan.LineNo) ?? Number("note_no", loan.NoteNo) ?? Amount(loan.AmountYuan) ?? Rate(loan.AnnualRatePercent)
            ?? OneOf("loan_type", loan.LoanType, s_loanTypes) ?? Order("due_on", loan.DisbursedOn, loan.DueOn);
        return error is null ? Result.Ok : error;
    }

    private static Error? Number(string field, string number) =>
        number.Length is 0 or > MaxNumberLength || number.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? LendingErrors.Field(field, "number-invalid", $"编号须为 1 至 {MaxNumberLength} 个字符，不含空白。", $"A number has 1 to {MaxNumberLength} characters without blanks.")
            : null;

    private static Error? Amount(decimal yuan) =>
        yuan <= 0 || yuan > MaxAmountYuan || decimal.Round(yuan, 2) != yuan
            ? LendingErrors.Field("amount", "amount-invalid", "金额须大于零，以元计，最多两位小数。", "An amount is above zero, in yuan, with at most two decimals.")
            : null;

    private static Error? Rate(decimal percent) =>
        percent < 0 || percent > MaxRatePercent || decimal.Round(percent, 4) != percent
            ? LendingErrors.Field("annual_rate_percent", "rate-invalid", "年利率以百分数表示，介于 0 与 100 之间，最多四位小数。", "A rate is in percent per year, between 0 and 100, with at most four decimals.")
            : null;

    private static Error? OneOf(string field, string value, string[] allowed) =>
        allowed.Contains(value)
            ? null
            : LendingErrors.Field(field, "value-unknown", $"只能取：{string.Join("、", allowed)}。", $"Must be one of: {string.Join(", ", allowed)}.");

    private static Error? Order(string field, DateOnly first, DateOnly last) =>
        last > first ? null : LendingErrors.Of("dates-out-of-order") with { Field = field };
}
