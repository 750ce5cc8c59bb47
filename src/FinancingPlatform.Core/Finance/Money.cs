using System.Globalization;

namespace FinancingPlatform.Core.Finance;

/// <summary>
/// Amounts of money (金额): <see cref="decimal"/> yuan with two digits everywhere inside. Other units exist at the edge only: departments'
/// penalty files are in 万元 with six digits, which is a hundredth of a yuan exactly.
/// </summary>
public static class Money
{
    /// <summary>Yuan in one 万元.</summary>
    public const decimal YuanPerWan = 10_000m;

    /// <summary>The largest amount that numeric(18,2) holds.</summary>
    public const decimal MaxYuan = 9_999_999_999_999_999.99m;

    private const int YuanDigits = 2;
    private const int WanDigits = 6;

    // Real exports write amounts with thousands commas and in scientific notation (-1e-05).
    private const NumberStyles AmountStyle = NumberStyles.Float | NumberStyles.AllowThousands;

    /// <summary>Two digits, half away from zero (四舍五入).</summary>
    public static decimal Round(decimal yuan) => Math.Round(yuan, YuanDigits, MidpointRounding.AwayFromZero);

    /// <summary>From 万元; the result has two digits.</summary>
    public static decimal FromWan(decimal wan) => Round(wan * YuanPerWan);

    /// <summary>To 万元 with six digits.</summary>
    public static decimal ToWan(decimal yuan) => Math.Round(yuan / YuanPerWan, WanDigits, MidpointRounding.AwayFromZero);

    /// <summary>Reads an amount as exports write it; false when it is none, or beyond what the database holds.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out decimal amount) =>
        decimal.TryParse(text.Trim(), AmountStyle, CultureInfo.InvariantCulture, out amount) && Math.Abs(amount) <= MaxYuan;
}
