using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.Lending.Products;

/// <summary>A fee (费用) that goes with a product; an amount or a share, and who charges it when.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="ChargedBy">Who charges it.</param>
/// <param name="Due">When it is charged.</param>
/// <param name="AmountYuan">A fixed amount in yuan, or null.</param>
/// <param name="Percent">A share of the loan in percent, or null.</param>
public sealed record Fee(string Name, string ChargedBy, string Due, decimal? AmountYuan, decimal? Percent);

/// <summary>A financial product (金融产品). Posting the same number again makes its next version.</summary>
/// <param name="ProductNo">The bank's number, unique within the legal entity.</param>
/// <param name="Name">Name.</param>
/// <param name="LoanType">Way of guarantee.</param>
/// <param name="AmountFromYuan">Smallest amount in yuan.</param>
/// <param name="AmountToYuan">Largest amount in yuan.</param>
/// <param name="MonthsFrom">Shortest term in months.</param>
/// <param name="MonthsTo">Longest term in months.</param>
/// <param name="RateFromPercent">Lowest interest per year in percent.</param>
/// <param name="RateToPercent">Highest interest per year in percent.</param>
/// <param name="Audience">Whom it is for.</param>
/// <param name="Fees">Every fee; empty says that there is none.</param>
/// <param name="Listed">False takes it off the shelf.</param>
public sealed record Product(
    string ProductNo, string Name, string LoanType, decimal AmountFromYuan, decimal AmountToYuan, int MonthsFrom, int MonthsTo, decimal RateFromPercent,
    decimal RateToPercent, string Audience, IReadOnlyList<Fee> Fees, bool Listed) : IPost
{
    /// <summary>More fees than any product has.</summary>
    public const int MaxFees = 20;

    /// <inheritdoc/>
    public string PostKind() => "product";

    /// <inheritdoc/>
    public Result Check() => FirstFault() is { } error ? error : Result.Ok;

    /// <inheritdoc/>
    public string ToJson() => PostJson.Write(this, PostJson.Default.Product);

    private Error? FirstFault() =>
        PostRules.Number("product_no", ProductNo) ?? PostRules.Text("name", Name, PostRules.MaxNameLength) ?? PostRules.OneOf("loan_type", LoanType, PostRules.LoanTypes)
        ?? PostRules.Amount("amount_from", AmountFromYuan) ?? PostRules.Amount("amount_to", AmountToYuan) ?? PostRules.Months("months_from", MonthsFrom)
        ?? PostRules.Months("months_to", MonthsTo) ?? PostRules.Rate("rate_from_percent", RateFromPercent) ?? PostRules.Rate("rate_to_percent", RateToPercent)
        ?? PostRules.Text("audience", Audience, PostRules.MaxReasonLength)
        ?? (AmountToYuan >= AmountFromYuan && MonthsTo >= MonthsFrom && RateToPercent >= RateFromPercent
            ? null
            : LendingErrors.Field("amount_to", "range-reversed", "上限不能低于下限。", "An upper end is not below its lower end."))
        ?? (Fees.Count <= MaxFees ? null : LendingErrors.Field("fees", "fees-too-many", $"费用最多 {MaxFees} 项。", $"At most {MaxFees} fees."))
        ?? Fees.Select(FeeFault).FirstOrDefault(fault => fault is not null);

    private static Error? FeeFault(Fee fee) =>
        PostRules.Text("fees.name", fee.Name, PostRules.MaxNameLength) ?? PostRules.Text("fees.charged_by", fee.ChargedBy, PostRules.MaxNameLength)
        ?? PostRules.Text("fees.due", fee.Due, PostRules.MaxNameLength)
        ?? ((fee.AmountYuan is null) == (fee.Percent is null)
            ? LendingErrors.Field("fees", "fee-unclear", "每项费用须且只能给出金额或比例之一。", "A fee is either an amount or a share.")
            : fee.AmountYuan is { } amount ? PostRules.Owed("fees.amount", amount) : PostRules.Rate("fees.percent", fee.Percent!.Value));
}
