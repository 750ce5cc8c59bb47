using System.Globalization;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>Dates as departments write them (日期): several forms, and sentinels that mean "none" or "open".</summary>
internal static class DeliveredDate
{
    private static readonly string[] Forms =
        ["yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "yyyy-M-d", "yyyy.M.d", "yyyy年M月d日", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy/M/d H:mm:ss"];

    private static readonly DateOnly[] Sentinels = [new(1899, 12, 30), new(1899, 12, 31), new(1900, 1, 1), new(2099, 12, 31), new(9999, 9, 9), new(9999, 12, 31)];

    /// <summary>Reads a date; true with null for a sentinel; false when it is none.</summary>
    public static bool TryRead(string text, out DateOnly? date)
    {
        date = null;
        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
        {
            return false;
        }

        var day = DateOnly.FromDateTime(read);
        date = Array.IndexOf(Sentinels, day) >= 0 ? null : day;
        return true;
    }
}
