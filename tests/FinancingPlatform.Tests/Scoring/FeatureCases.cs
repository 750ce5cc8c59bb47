using System.Globalization;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>One invented record of a worked case.</summary>
/// <param name="On">The day of the fact.</param>
/// <param name="Amount">Yuan.</param>
/// <param name="Quantity">Quantity.</param>
/// <param name="Code">Code slot.</param>
/// <param name="Party">Counterparty.</param>
/// <param name="Ended">Last day.</param>
internal sealed record CaseRecord(string On, decimal? Amount = null, decimal? Quantity = null, string? Code = "valid", string? Party = null, string? Ended = null)
{
    public DateOnly Day => DateOnly.ParseExact(On, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public DateOnly? EndDay => Ended is null ? null : DateOnly.ParseExact(Ended, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>A feature's value worked by hand as of 15 June 2026: windows reach back from there, the day a year before is just outside.</summary>
internal sealed record FeatureCase(string Feature, double Expected, params CaseRecord[] Records)
{
    private static CaseRecord[] Dues { get; } =
    [
        new("2026-06-10", 100, 8, "paid"),
        new("2026-02-10", 80, 6, "arrears"),
        new("2025-09-10", 60, 4, "paid"),
        new("2025-06-15", 999, 99, "paid"), // the day before the window of a year
    ];

    private static CaseRecord[] Sales { get; } =
    [
        new("2026-06-01", 600, Party: "A"),
        new("2026-03-01", 300, Party: "B"),
        new("2025-09-01", 100, Party: "C"),
        new("2025-03-01", 500, Party: "C"),
    ];

    private static CaseRecord[] Listed { get; } =
    [
        new("2026-01-01", 10, 30, "serious", "X"),
        new("2025-01-01", 20, 40, "general", "Y", "2027-01-01"),
        new("2025-02-01", 40, 50, "general", "Y", "2026-06-15"), // ended that very day
    ];

    private static CaseRecord[] Coded(string code) => [new("2026-01-01", 10, 30, code), new("2025-01-01", 20, 40, code), new("2025-02-01", 40, 50, "another")];

    /// <summary>Every feature that the tests of invoices and public lists do not work out already.</summary>
    public static IReadOnlyList<FeatureCase> All { get; } =
    [
        // 1000 of the last year against 500 of the year before.
        new("sales_growth_24m", 2, Sales),
        new("sales_peak_month_share", 0.6, Sales),
        // Twelve months: 600, 300, 100 and nine zeros; mean 83.33, mean square 38333.33, deviation 177.17.
        new("sales_variation_12m", 2.1260, Sales),
        // 0.6² + 0.3² + 0.1².
        new("customer_concentration_12m", 0.46, Sales),
        // Later half A and B, earlier half C: both of the later are new, the one of the earlier is lost.
        new("customers_new_share_12m", 1, Sales),
        new("customers_lost_share_12m", 1, Sales),
        new("purchases_trend_12m", 9, Sales),
        new("purchases_gap_days", 14, Sales),
        new("supplier_concentration_12m", 0.46, Sales),
        new("suppliers_lost_share_12m", 1, Sales),
        new("tax_paid_12m", 160, Dues),
        new("tax_trend_12m", 100d / 60, Dues),
        new("tax_months_12m", 2, Dues),
        new("tax_gap_days", 5, Dues),
        new("tax_arrears_12m", 80, Dues),
        new("tax_arrears_share_12m", 1d / 3, Dues),
        new("declared_sales_12m", 1000, Sales),
        new("declared_trend_12m", 9, Sales),
        new("tax_credit_points", 30, Listed),
        new("insured_staff_mean_12m", 6, Dues),
        new("insured_staff_latest", 8, Dues),
        new("insured_staff_trend_12m", 14d / 4, Dues),
        new("insurance_months_12m", 2, Dues),
        new("insurance_arrears_share_12m", 1d / 3, Dues),
        new("insurance_gap_days", 5, Dues),
        new("fund_staff_mean_12m", 6, Dues),
        new("fund_trend_12m", 180d / 60, Dues),
        new("fund_arrears_share_12m", 1d / 3, Dues),
        new("kwh_12m", 18, Dues),
        new("kwh_trend_12m", 14d / 4, Dues),
        // Months: 8, 6, 4 and nine zeros; mean 1.5, mean square 9.6667, deviation 2.7234.
        new("kwh_variation_12m", 1.8156, Dues),
        new("power_arrears_share_12m", 1d / 3, Dues),
        new("power_gap_days", 5, Dues),
        new("water_12m", 18, Dues),
        new("water_trend_12m", 14d / 4, Dues),
        new("water_arrears_share_12m", 1d / 3, Dues),
        new("gas_12m", 18, Dues),
        new("penalty_amount_36m", 30, Listed),
        new("penalties_serious_36m", 1, Listed),
        new("inspections_failed_36m", 2, Coded("failed")),
        new("abnormal_operation", 1, Listed),
        new("serious_violation", 1, Listed),
        new("tax_arrears_published", 30, Listed),
        new("abnormal_taxpayer", 1, Listed),
        new("major_tax_violation", 1, Listed),
        new("environment_grade_bad", 2, Coded("red")),
        new("commitments_broken_36m", 2, Coded("broken")),
        new("tax_credit_a_years", 3, Listed),
        new("licences_in_force", 2, Listed),
        new("qualifications_in_force", 2, Listed),
        new("tech_status", 1, Listed),
        new("customs_certified", 1, Coded("certified")),
        new("rd_funds_36m", 70, Listed),
        new("subsidies_36m", 70, Listed),
        new("dishonest_amount", 30, Listed),
        new("enforcements_36m", 3, Listed),
        new("enforcement_amount_36m", 30, Listed),
        new("consumption_limited", 1, Listed),
        new("judgments_as_defendant_36m", 2, Coded("defendant")),
        new("bankruptcy", 1, Listed),
        new("patents_in_force", 2, Listed),
        new("inventions_in_force", 2, Coded("invention")),
        new("trademarks_in_force", 2, Listed),
        new("ip_pledges_in_force", 2, Listed),
        new("exports_12m", 10, Coded("export")),
        new("exports_trend_12m", 3, new CaseRecord("2026-03-01", 90, Code: "export"), new CaseRecord("2025-09-01", 30, Code: "export"), new CaseRecord("2026-03-01", 500, Code: "import")),
        new("trade_months_12m", 3, Sales),
        new("title_area", 70, Listed),
        new("mortgages_in_force", 30, Listed),
        new("seizures_in_force", 2, Listed),
        new("loans_12m", 1000, Sales),
        new("lenders_36m", 3, Sales),
        new("overdue_days_max_36m", 50, Listed),
        new("overdue_count_36m", 3, Listed),
        new("guarantees_given", 30, Listed),
        new("registration_changes_36m", 3, Listed),
        new("representative_changes_36m", 2, Coded("legal-representative")),
        new("annual_revenue", 10, Listed),
        new("annual_staff", 30, Listed),
    ];
}
