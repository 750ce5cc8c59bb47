using System.Globalization;
using FinancingPlatform.Aggregation.Items;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>The records of one enterprise that most have not (少见记录), kind by kind as <see cref="RareKind"/> says.</summary>
internal sealed class RareMaker(DemonstrationEnterprise enterprise, DateOnly asOf, List<(string Item, ItemRow Row)> rows)
{
    /// <summary>Who has one has another with this chance.</summary>
    private const double OneMore = 0.45;

    private const int SoonestDays = 10;

    /// <summary>Adds what it has.</summary>
    public void Add(ref Chance chance)
    {
        foreach (var kind in RareKind.All)
        {
            var has = chance.Happens(enterprise.IsOverdue || enterprise.IsStrained ? kind.ShareInTrouble : kind.Share);
            if (!has || !(kind.Sections.Length == 0 || kind.Sections.Contains(enterprise.Sector.Section, StringComparison.Ordinal)))
            {
                continue;
            }

            for (var n = 1; n == 1 || (n <= kind.Most && chance.Happens(OneMore)); n++)
            {
                Add(kind, n, ref chance);
            }
        }
    }

    private void Add(RareKind kind, int number, ref Chance chance)
    {
        var day = asOf.AddDays(-chance.Between(SoonestDays, kind.WithinDays));
        var (size, amount, hasEnded, lasted) = (chance.Factor(0.9), chance.Next(), chance.Happens(kind.Ends), chance.Between(60, 900));
        var end = day.AddDays(lasted);
        if (day < enterprise.EstablishedOn)
        {
            return;
        }

        rows.Add((kind.Item, new ItemRow(
            enterprise.Uscc,
            string.Create(CultureInfo.InvariantCulture, $"演示-{enterprise.Index + 1}-{number}"),
            day,
            kind.Amount == 0 ? null : Math.Round((decimal)(kind.Amount * size * (0.5 + amount)), 2),
            kind.Quantity == 0 ? null : Math.Round((decimal)(kind.Quantity * size * (0.5 + amount)), 2),
            kind.Codes.Count == 0 ? null : chance.Pick(kind.Codes),
            kind.By,
            day,
            hasEnded && end < asOf ? end : null,
            kind.ValidYears == 0 ? null : day.AddYears(kind.ValidYears),
            null)));
    }
}
