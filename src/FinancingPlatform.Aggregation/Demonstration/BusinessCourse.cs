namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// How an enterprise's business went month by month (经营走势): season, growth, noise, and for overdue ones a decline that begins well before the
/// loan. Sales, power, staff and arrears all follow it, as they do for real firms.
/// </summary>
internal sealed class BusinessCourse(DemonstrationEnterprise enterprise, FirmHabits habits)
{
    /// <summary>Months before the loan at which an overdue enterprise's decline begins.</summary>
    public const int MonthsOfDecline = 9;

    private const double LowestAfterDecline = 0.30;
    private const double StrainedLevel = 0.75;

    /// <summary>Level of business against a usual month, without chance; <paramref name="monthsAgo"/> counts back from the city's date.</summary>
    public double Level(DateOnly month, int monthsAgo) => Season(month) * Math.Pow(1 + habits.Growth, -monthsAgo / 12.0) * Health(monthsAgo);

    /// <summary>The month against the mean month of the year.</summary>
    public double Season(DateOnly month) => 1 + (habits.Season * Math.Cos((month.Month - habits.PeakMonth) * Math.PI / 6));

    /// <summary>1 for a sound enterprise; falls for one in trouble.</summary>
    public double Health(int monthsAgo)
    {
        if (enterprise is { IsOverdue: true, LoanMonthsAgo: { } loan })
        {
            var since = loan + MonthsOfDecline - monthsAgo;
            return since <= 0 ? 1 : Math.Max(LowestAfterDecline, 1 - (since * 0.065));
        }

        return enterprise.IsStrained ? StrainedLevel : 1;
    }

    /// <summary>Chance that a month's bill stays unpaid.</summary>
    public double ArrearsChance(int monthsAgo) => Health(monthsAgo) switch
    {
        >= 1 => 0.008,
        >= StrainedLevel => 0.05,
        _ => 0.35,
    };
}
