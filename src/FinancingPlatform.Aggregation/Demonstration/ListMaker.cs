using System.Globalization;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>What stands about one enterprise on public lists (虚构公示名单): penalties, court listings, tax classes and honours, none, one or several of each.</summary>
internal sealed class ListMaker(DemonstrationEnterprise enterprise, DateOnly asOf, List<(string Item, ItemRow Row)> rows)
{
    private const int MostPenalties = 3;
    private const int MostHonours = 3;
    private static readonly string[] s_honours = ["specialised", "high-tech", "green", "contract-keeping"];

    /// <summary>Adds what is known about it.</summary>
    public void Add(ref Chance chance)
    {
        AddPenalties(ref chance);
        AddListings(ref chance);
        if (enterprise.IsRunning)
        {
            AddTaxCredit(ref chance);
            AddHonours(ref chance);
        }
    }

    private bool IsInTrouble => enterprise.IsOverdue || enterprise.IsStrained;

    private void AddPenalties(ref Chance chance)
    {
        // Who was fined once is fined again more easily.
        for (var n = 0; n < MostPenalties && chance.Happens((IsInTrouble ? 0.18 : 0.04) + (n * 0.1)); n++)
        {
            var decided = asOf.AddDays(-chance.Between(20, 700));
            var isSerious = chance.Happens(0.15);
            rows.Add((ItemCode.Penalty, new ItemRow(
                enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"泰演罚〔{decided.Year}〕{enterprise.Index + 1}-{n + 1}号"), decided,
                Math.Round(20_000m * (decimal)chance.Factor(isSerious ? 1.2 : 0.8), 0), null, isSerious ? "serious" : "general", "泰安演示执法局（虚构）", null, null, decided.AddMonths(12), null)));
        }
    }

    private void AddListings(ref Chance chance)
    {
        var listings = (enterprise.IsOverdue ? chance.Happens(0.25) : chance.Happens(0.004)) ? chance.Between(1, 2) : 0;
        for (var n = 0; n < listings; n++)
        {
            var published = asOf.AddDays(-chance.Between(10, 300));
            rows.Add((ItemCode.DishonestDebtor, new ItemRow(
                enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"（{published.Year}）演执{enterprise.Index + 1}-{n + 1}号"), published,
                Math.Round(400_000m * (decimal)chance.Factor(1), 0), null, "unperformed", "泰安演示法院（虚构）", null, null, published.AddYears(2), null)));
        }
    }

    private void AddTaxCredit(ref Chance chance)
    {
        if (!chance.Happens(IsInTrouble ? 0.04 : 0.14))
        {
            return;
        }

        // A row of good years, which may have ended: it is published each April for the year before.
        var newest = (asOf.Month > 4 ? asOf.Year : asOf.Year - 1) - (IsInTrouble || chance.Happens(0.25) ? chance.Between(1, 3) : 0);
        var years = chance.Between(1, 6);
        for (var year = newest; year > newest - years && year - 1 >= enterprise.EstablishedOn.Year; year--)
        {
            rows.Add((ItemCode.TaxCreditA, new ItemRow(
                enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"A{year - 1}"), new DateOnly(year, 4, 25), null, year - 1, "A", "泰安演示税务局（虚构）", null, null, new DateOnly(year + 1, 4, 25), null)));
        }
    }

    private void AddHonours(ref Chance chance)
    {
        for (var n = 0; n < MostHonours && !IsInTrouble && chance.Happens(0.06 + (n * 0.2)); n++)
        {
            var granted = asOf.AddDays(-chance.Between(60, 1000));
            rows.Add((ItemCode.Honour, new ItemRow(
                enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"R{granted:yyyy}-{enterprise.Index + 1}-{n + 1}"), granted, null, null, chance.Pick(s_honours), "泰安演示主管部门（虚构）", null, null,
                granted.AddYears(3), null)));
        }
    }
}
