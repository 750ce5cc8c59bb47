using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Http;

/// <summary>Money as a decimal string with its currency, so that no client's floating point ever touches it.</summary>
internal sealed record MoneyField(string Value, string Currency)
{
    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint;

    /// <summary>The amount in yuan; an error names the field that holds it.</summary>
    public Result<decimal> Yuan(string field = "amount")
    {
        if (Currency != "CNY")
        {
            return BankApiErrors.Field(field + ".currency", "币种只能是 CNY。", "The currency must be CNY.");
        }

        return decimal.TryParse(Value, Plain, CultureInfo.InvariantCulture, out var yuan)
            ? yuan
            : BankApiErrors.Field(field + ".value", "金额须为十进制数字串，例如 \"500000.00\"。", "An amount is a decimal string such as \"500000.00\".");
    }

    public static MoneyField Of(decimal yuan) => new(yuan.ToString("0.00", CultureInfo.InvariantCulture), "CNY");

    public static Result<decimal> Percent(string value) =>
        decimal.TryParse(value, Plain, CultureInfo.InvariantCulture, out var percent)
            ? percent
            : BankApiErrors.Field("annual_rate_percent", "利率须为十进制数字串，例如 \"4.35\"。", "A rate is a decimal string such as \"4.35\".");
}
