using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Lending.Needs;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Enterprise;

/// <summary>A need as it is typed (需求表单), kept as it was when it cannot be taken. Amounts are typed in ten thousands of yuan (万元), as firms say them.</summary>
internal sealed record NeedForm(Guid Id, string Amount, string Months, string Purpose, string LoanType, IReadOnlyList<string> Banks)
{
    private const decimal YuanInTenThousand = 10_000m;
    private const NumberStyles Decimal = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    /// <summary>Ways of guarantee that a firm may ask for.</summary>
    public static IReadOnlyList<string> LoanTypes { get; } = ["any", "credit", "guarantee", "mortgage", "pledge", "combined"];

    /// <summary>The need, or what is wrong with what was typed.</summary>
    /// <param name="known">Banks that may be picked.</param>
    public Result<Need> ToNeed(IReadOnlyList<BankChoice> known)
    {
        if (!decimal.TryParse(Amount, Decimal, CultureInfo.InvariantCulture, out var tenThousands))
        {
            return Wrong("amount", NeedTexts.BadAmount);
        }

        if (!int.TryParse(Months, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var months))
        {
            return Wrong("months", NeedTexts.BadMonths);
        }

        if (Purpose.Length == 0)
        {
            return Wrong("purpose", NeedTexts.BadPurpose);
        }

        if (!LoanTypes.Contains(LoanType, StringComparer.Ordinal))
        {
            return Wrong("loan_type", NeedTexts.BadLoanType);
        }

        // A number too large to multiply is no amount either.
        return Math.Abs(tenThousands) > FinancingPlatform.Lending.Posts.PostRules.MaxAmountYuan ? Wrong("amount", NeedTexts.BadAmount)
            : Banks.Any(bank => known.All(k => k.Uscc != bank)) ? Wrong("banks", NeedTexts.BadBanks)
            : new Need(Id, tenThousands * YuanInTenThousand, months, Purpose, LoanType, Banks);
    }

    private static Error Wrong(string field, Text text) => new(ErrorKind.Invalid, "field-invalid", text.Zh, text.En) { Field = field };
}
