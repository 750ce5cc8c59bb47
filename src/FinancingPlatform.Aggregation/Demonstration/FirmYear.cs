namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>One month of an enterprise's history (一个月), before it is written down as invoices and bills.</summary>
/// <param name="Ago">Months before the city's date.</param>
/// <param name="First">Its first day.</param>
/// <param name="Age">Months since the enterprise began.</param>
/// <param name="Sales">Business done, yuan, invoiced or not.</param>
/// <param name="Health">As of <see cref="BusinessCourse.Health"/>.</param>
/// <param name="Staff">People at work.</param>
internal readonly record struct FirmMonth(int Ago, DateOnly First, int Age, double Sales, double Health, double Staff);

/// <summary>The months of one enterprise (经营月度): business with its own unrest, and people who come and go by themselves.</summary>
internal static class FirmYear
{
    /// <summary>Revenue of a year where no annual report says one.</summary>
    public const decimal UnknownRevenue = 600_000m;

    private const int UnknownStaff = 4;
    private const double HiringMonths = 0.3;
    private const double SeasonalHands = 0.8;

    /// <summary>Most usual months that one large order is worth.</summary>
    private const double LargestOrder = 6;

    /// <summary>From the oldest month to the last whole one.</summary>
    public static IEnumerable<FirmMonth> Of(DemonstrationEnterprise enterprise, FirmHabits habits, BusinessCourse course, DateOnly firstOfMonth, int months, Chance chance)
    {
        var usual = (double)((enterprise.RevenueYuan ?? UnknownRevenue) / 12);
        var staff = (double)(enterprise.Staff ?? UnknownStaff);
        var began = enterprise.EstablishedOn.AddDays(1 - enterprise.EstablishedOn.Day).AddMonths(1);
        for (var ago = months; ago >= 1; ago--)
        {
            var month = firstOfMonth.AddMonths(-ago);
            var (unrest, hires, change, order) = (chance.Factor(habits.Unrest), chance.Happens(HiringMonths), chance.Factor(0.09), chance.Next());
            staff *= hires ? change : 1;
            if (month < enterprise.EstablishedOn)
            {
                continue;
            }

            var health = course.Health(ago);
            var hands = staff * Math.Min(1, health + 0.05) * (1 + (SeasonalHands * (course.Season(month) - 1)));
            yield return new FirmMonth(
                ago, month, ((month.Year - began.Year) * 12) + month.Month - began.Month, usual * course.Level(month, ago) * (unrest + (ago == habits.BigOrderMonthsAgo ? 1 + (order * (LargestOrder - 1)) : 0)), health, Math.Max(1, hands));
        }
    }
}
