using System.Globalization;
using FinancingPlatform.Core.Calendar;

namespace FinancingPlatform.Portal.Texts;

/// <summary>How pages write instants, dates, money and ratios (显示格式): the same in both languages and on every machine.</summary>
internal static class Shown
{
    private const decimal Hundred = 100m;

    /// <summary>An instant as people in the city read it, to the second.</summary>
    public static string Time(DateTime utc) =>
        China.ToLocal(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc))).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>An instant, or a dash.</summary>
    public static string Time(DateTime? utc) => utc is { } value ? Time(value) : "–";

    /// <summary>A date.</summary>
    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A date, or a dash.</summary>
    public static string Date(DateOnly? date) => date is { } value ? Date(value) : "–";

    /// <summary>Yuan with thousands marks and two digits.</summary>
    public static string Yuan(decimal amount) => amount.ToString("#,##0.00", CultureInfo.InvariantCulture);

    /// <summary>A yearly rate without idle zeros.</summary>
    public static string Rate(decimal percent) => percent.ToString("0.00##", CultureInfo.InvariantCulture) + "\u00A0%";

    /// <summary>A count with thousands marks.</summary>
    public static string Count(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A ratio as per cent with four digits: 0.0098 % must not read 0.01 %.</summary>
    public static string Percent(decimal ratio) => (ratio * Hundred).ToString("0.0000", CultureInfo.InvariantCulture) + " %";

    /// <summary>Points with their sign.</summary>
    public static string Points(double points) => points.ToString("+0;−0;0", CultureInfo.InvariantCulture);
}
