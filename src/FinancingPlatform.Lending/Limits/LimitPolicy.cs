using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Posts;

namespace FinancingPlatform.Lending.Limits;

/// <summary>
/// How a bank's indicative limits are computed (额度政策; rule C3):
/// min(<paramref name="ProductCapYuan"/>, <paramref name="RevenueShare"/> × revenue of 12 months × factor of the grade − balances on the platform).
/// </summary>
/// <param name="Version">The bank's own name of this version.</param>
/// <param name="ValidFrom">First day; today or later.</param>
/// <param name="ProductCapYuan">Never above it.</param>
/// <param name="FloorYuan">Below it there is no limit.</param>
/// <param name="RevenueShare">k, above 0 and at most 1.</param>
/// <param name="Bands">Factor by grade, best grade first, none above the one before it.</param>
public sealed record LimitPolicy(string Version, DateOnly ValidFrom, decimal ProductCapYuan, decimal FloorYuan, decimal RevenueShare, IReadOnlyList<LimitBand> Bands)
{
    /// <summary>Days that an indicative limit is shown for, counted from the score's as-of date.</summary>
    public const int ValidDays = 30;

    /// <summary>Characters of a version.</summary>
    public const int MaxVersionLength = 32;

    /// <summary>Grades of one policy.</summary>
    public const int MaxBands = 20;

    /// <summary>The sentence that stands with every indicative limit (trap 26).</summary>
    public const string NoteZh = "参考额度由公式算出，仅供参考；银行独立决定是否授信和授信多少，可以不同于此数。";

    /// <inheritdoc cref="NoteZh"/>
    public const string NoteEn = "An indicative limit computed by formula, for reference; the bank decides on its own whether and how much to lend, and may decide otherwise.";

    /// <summary>The rule in words, Chinese.</summary>
    public const string FormulaZh = "产品上限与“近12个月开票收入（扣除闭环开票）× 比例 × 等级系数 − 平台内贷款余额”两者取小，向下取整到千元；低于起点则不给出。";

    /// <summary>The rule in words, English.</summary>
    public const string FormulaEn = "The smaller of the product cap and (12 months' invoiced revenue without loops × share × factor of the grade − balances on the platform), rounded down to whole thousands; none below the floor.";

    /// <summary>What is wrong with it, or null.</summary>
    public Error? Fault()
    {
        if (Version.Length is 0 or > MaxVersionLength || Version.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return Field("version", $"版本号须为 1 至 {MaxVersionLength} 个字符，不含空白。", $"A version has 1 to {MaxVersionLength} characters without blanks.");
        }

        if (!IsMoney(ProductCapYuan) || ProductCapYuan == 0)
        {
            return Field("product_cap", "产品上限须大于零，以元计，最多两位小数。", "The product cap is above zero, in yuan, with at most two decimals.");
        }

        if (!IsMoney(FloorYuan) || FloorYuan > ProductCapYuan)
        {
            return Field("floor", "起点不得为负，也不得高于产品上限。", "The floor is not below zero and not above the product cap.");
        }

        return RevenueShare is <= 0 or > 1 || decimal.Round(RevenueShare, 6) != RevenueShare
            ? Field("revenue_share", "收入比例须大于 0 且不大于 1，最多六位小数。", "The share of revenue is above 0 and at most 1, with at most six decimals.")
            : BandFault();
    }

    private Error? BandFault()
    {
        if (Bands.Count is 0 or > MaxBands || Bands.Any(b => b.Grade.Length is 0 or > 8 || b.Grade.Any(char.IsControl)) || Bands.Select(b => b.Grade).Distinct(StringComparer.Ordinal).Count() != Bands.Count)
        {
            return Field("bands", $"等级系数须有 1 至 {MaxBands} 个，等级互不重复。", $"There are 1 to {MaxBands} bands, each grade once.");
        }

        if (Bands.FirstOrDefault(b => b.Factor is < 0 or > 1) is { } outside)
        {
            return Field("bands", Say($"等级 {outside.Grade} 的系数 {outside.Factor} 须在 0 与 1 之间。"), Say($"The factor {outside.Factor} of grade {outside.Grade} must lie between 0 and 1."));
        }

        var rising = Bands.Zip(Bands.Skip(1)).FirstOrDefault(pair => pair.Second.Factor > pair.First.Factor);
        return rising == default
            ? null
            : Field("bands", Say($"等级由好到差排列，系数不得上升：{rising.Second.Grade} 高于 {rising.First.Grade}。"), Say($"From the best grade to the worst no factor may rise: {rising.Second.Grade} is above {rising.First.Grade}."));
    }

    private static bool IsMoney(decimal yuan) => yuan is >= 0 and <= PostRules.MaxAmountYuan && decimal.Round(yuan, 2) == yuan;

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Error Field(string field, string zh, string en) => LendingErrors.Field(field, "policy-invalid", zh, en);
}

/// <summary>A band of default risk (违约概率区间), named by the score's grade, and what share of the sum it gets.</summary>
/// <param name="Grade">Grade of the score.</param>
/// <param name="Factor">0 to 1.</param>
public sealed record LimitBand(string Grade, decimal Factor);
