using System.Globalization;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Tax, social insurance, housing fund, electricity and water of one enterprise (虚构账单). Each follows what really drives it: tax the sales at the firm's
/// own rate, insurance the people it insures, power a base load and the business above it, water people and pipes.
/// </summary>
internal sealed class BillMaker(DemonstrationEnterprise enterprise, FirmHabits habits, DateOnly asOf, List<(string Item, ItemRow Row)> rows)
{
    private const double PriceOfWater = 4.2;
    private const int MonthsOfQuarter = 3;
    private const double HeatingAndCooling = 0.2;

    /// <summary>Sales of a quarter up to which a small taxpayer owes next to nothing, yuan.</summary>
    private const double ExemptSales = 300_000;

    private const double LeastInFund = 0.05;

    private double _untaxed;
    private double _water;
    private double _fundShare = habits.InFund;
    private decimal _fundForOne = habits.FundForOne;

    /// <summary>Adds a month's bills; <paramref name="arrears"/> is the chance that one stays unpaid.</summary>
    public void Add(FirmMonth month, double arrears, ref Chance chance)
    {
        AddTax(month, arrears, ref chance);
        var insured = Math.Max(1, (int)Math.Round(month.Staff * habits.Insured));
        Add(ItemCode.SocialInsurance, Bill.Insurance, Beginning.Insurance, month, 1, habits.InsuranceForOne * insured, insured, arrears, ref chance);
        AddFund(month, insured, arrears, ref chance);
        AddPower(month, arrears, ref chance);
        AddWater(month, arrears, ref chance);
    }

    private void AddTax(FirmMonth month, double arrears, ref Chance chance)
    {
        _untaxed += month.Sales;
        var (luck, spread) = (chance.Next(), chance.Factor(0.2));
        if (habits.IsMonthlyTaxpayer || month.First.Month % MonthsOfQuarter == 0)
        {
            var isSmall = !habits.IsMonthlyTaxpayer && _untaxed < ExemptSales;
            // Nothing falls due where purchases carry more tax than sales, or sales stay below the limit.
            if (luck >= (isSmall ? 0.4 : 0.1))
            {
                var due = _untaxed * habits.Tax * spread * (isSmall ? 0.3 : 1);
                Add(ItemCode.TaxPayment, Bill.Tax, Beginning.Sales, month, habits.IsMonthlyTaxpayer ? 1 : MonthsOfQuarter, Yuan(due), null, arrears, ref chance);
            }

            _untaxed = 0;
        }

        // The year's income tax (汇算清缴), for those who made a profit.
        if (month.First.Month == 5 && chance.Happens(0.5))
        {
            Add(ItemCode.TaxPayment, Bill.Tax, Beginning.Sales, month, 1, Yuan(month.Sales * 12 * 0.012 * chance.Next()), null, arrears, ref chance, "-year");
        }
    }

    private void AddFund(FirmMonth month, int insured, double arrears, ref Chance chance)
    {
        // Whom it pays for is decided apart from whom it insures, and the deposit is set anew each July.
        _fundShare = chance.Happens(0.12) ? Math.Clamp(_fundShare * chance.Factor(0.25), LeastInFund, 1) : _fundShare;
        _fundForOne = month.First.Month == 7 ? Math.Round(_fundForOne * (decimal)(1 + (0.12 * chance.Next())), 2) : _fundForOne;
        var people = Math.Max(1, (int)Math.Round(insured * _fundShare));
        Add(ItemCode.HousingFund, Bill.Fund, Beginning.Fund, month, 1, _fundForOne * people, people, arrears, ref chance);
    }

    private void AddPower(FirmMonth month, double arrears, ref Chance chance)
    {
        var (sector, usual) = (enterprise.Sector, (double)((enterprise.RevenueYuan ?? FirmYear.UnknownRevenue) / 12));
        // Lights and cold rooms run on, most of them, when business falls; winter and summer take more.
        var weather = 1 + (HeatingAndCooling * Math.Cos((month.First.Month - 1) * Math.PI / 3));
        var steady = usual * sector.PowerBase * weather * (0.4 + (0.6 * month.Health)) * chance.Factor(0.08);
        var working = month.Sales * (1 - sector.PowerBase) * chance.Factor(0.15);
        var used = Math.Round((decimal)((steady + working) * sector.Power * habits.Power), 2);
        Add(ItemCode.UtilityElectricity, Bill.Power, Beginning.Power, month, 1, Yuan((double)used * habits.PowerPrice), used, arrears, ref chance);
    }

    private void AddWater(FirmMonth month, double arrears, ref Chance chance)
    {
        var leak = chance.Happens(0.02) ? 1 + (3 * chance.Next()) : 1;
        _water += (habits.WaterBase + (month.Staff * enterprise.Sector.WaterPerHead * habits.Water)) * chance.Factor(0.25) * leak;
        if (month.First.Month % MonthsOfQuarter == 0)
        {
            var used = Math.Ceiling((decimal)_water);
            Add(ItemCode.UtilityWater, Bill.Water, Beginning.Water, month, MonthsOfQuarter, Yuan((double)used * PriceOfWater), used, arrears, ref chance);
            _water = 0;
        }
    }

    private void Add(
        string item, Bill bill, Beginning beginning, FirmMonth month, int period, decimal amount, decimal? quantity, double arrears, ref Chance chance, string suffix = "")
    {
        var isUnpaid = chance.Happens(arrears);
        var due = month.First.AddMonths(1).AddDays(habits.BillDays[(int)bill] - 1);
        if (enterprise.Missing.Contains(item) || due >= asOf || month.Age < habits.Delays[(int)beginning])
        {
            return;
        }

        rows.Add((item, new ItemRow(
            enterprise.Uscc, month.First.ToString("yyyyMM", CultureInfo.InvariantCulture) + suffix, due, amount, quantity, isUnpaid ? "arrears" : "paid", null,
            month.First.AddMonths(1 - period), month.First.AddMonths(1).AddDays(-1), null, null)));
    }

    private static decimal Yuan(double amount) => Math.Round((decimal)amount, 2);
}
