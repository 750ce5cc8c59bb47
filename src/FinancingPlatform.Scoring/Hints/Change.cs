namespace FinancingPlatform.Scoring.Hints;

/// <summary>
/// What a firm can lawfully do about one feature, and how far within a year (可改变特征). A feature without such an entry is never hinted at.
/// </summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="LabelZh">What it is, Chinese.</param>
/// <param name="LabelEn">What it is, English.</param>
/// <param name="DoZh">What to do, Chinese.</param>
/// <param name="DoEn">What to do, English.</param>
/// <param name="Reach">The furthest plausible value from the present one.</param>
internal sealed record Change(string Feature, string LabelZh, string LabelEn, string DoZh, string DoEn, Func<double, double> Reach)
{
    /// <summary>All the way to none: what was owed is paid, what was ordered is done.</summary>
    public static double ToNone(double now) => Math.Min(now, 0);

    /// <summary>One fewer: one matter is settled.</summary>
    public static double OneFewer(double now) => now - 1;

    /// <summary>One more.</summary>
    public static double OneMore(double now) => now + 1;

    /// <summary>On the list.</summary>
    public static double ToListed(double now) => Math.Max(now, 1);

    /// <summary>A year of twelve months without a gap.</summary>
    public static double EveryMonth(double now) => Math.Max(now, 12);

    /// <summary>Down by a share of the present value.</summary>
    public static Func<double, double> DownBy(double share) => now => now * (1 - share);

    /// <summary>Up by an amount.</summary>
    public static Func<double, double> UpBy(double amount) => now => now + amount;
}
