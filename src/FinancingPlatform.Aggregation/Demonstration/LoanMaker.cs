using System.Globalization;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// Loans of one borrower (虚构贷款) and how they went. Bad = more than 90 days overdue within twelve months of the loan (rule C2), which the enterprise's own
/// <see cref="DemonstrationEnterprise.IsOverdue"/> says; others may be some days late, before or after, and that is not bad.
/// </summary>
internal sealed class LoanMaker(DemonstrationEnterprise enterprise, DateOnly asOf, List<(string Item, ItemRow Row)> rows)
{
    private const int BadAfterDays = 90;
    private static readonly string[] s_types = ["credit", "credit", "guarantee", "mortgage", "pledge", "combined"];
    private readonly DateOnly _firstOfMonth = new(asOf.Year, asOf.Month, 1);
    private int _notes;

    /// <summary>Adds the borrower's loans.</summary>
    public void Add(ref Chance chance)
    {
        if (enterprise.LoanMonthsAgo is not { } ago)
        {
            return;
        }

        var bank = chance.Between(0, DemonstrationBank.All.Count - 1);
        var (note, paid, amount) = AddLoan(ago, bank, ref chance);
        if (enterprise.IsOverdue)
        {
            AddDecline(note, bank, paid, amount, ref chance);
            return;
        }

        // Sound borrowers come back, half of them to another bank; others had a loan before.
        if (chance.Happens(0.35))
        {
            AddLoan(chance.Between(1, 11), (bank + chance.Between(0, 1)) % DemonstrationBank.All.Count, ref chance);
        }

        if (chance.Happens(0.2))
        {
            AddLoan(chance.Between(25, 34), (bank + chance.Between(0, 2)) % DemonstrationBank.All.Count, ref chance);
        }

        for (var late = 0; late < 3 && chance.Happens(enterprise.IsStrained ? 0.3 : 0.06); late++)
        {
            AddOverdue(note, bank, paid.AddMonths(2 + (3 * late)).AddDays(chance.Between(0, 20)), chance.Between(5, 70), Math.Round(amount * (decimal)(0.02 + (0.1 * chance.Next())), 2));
        }
    }

    private (string Note, DateOnly Paid, decimal Amount) AddLoan(int monthsAgo, int bank, ref Chance chance)
    {
        var amount = Math.Round(Math.Clamp((enterprise.RevenueYuan ?? FirmYear.UnknownRevenue) * (decimal)(0.04 + (0.3 * chance.Next())), 50_000m, 10_000_000m), 0);
        var paid = _firstOfMonth.AddMonths(-monthsAgo).AddDays(chance.Between(0, 27));
        var note = string.Create(CultureInfo.InvariantCulture, $"YS{enterprise.Index + 1:D6}{(_notes == 0 ? string.Empty : "-" + _notes.ToString(CultureInfo.InvariantCulture))}");
        _notes++;
        rows.Add((ItemCode.LoanDisbursed, new ItemRow(
            enterprise.Uscc, note, paid, amount, null, chance.Pick(s_types), DemonstrationBank.All[bank].Uscc, paid, paid.AddMonths(12), null, null)));
        return (note, paid, amount);
    }

    /// <summary>Some are late once or twice first; then the loan stays unpaid, and of some the bank reports it again as it grows older.</summary>
    private void AddDecline(string note, int bank, DateOnly paid, decimal amount, ref Chance chance)
    {
        var since = paid.AddMonths(chance.Between(4, 8));
        var (warnings, reports) = (chance.Between(0, 2), chance.Between(1, 3));
        for (var warning = 0; warning < warnings; warning++)
        {
            AddOverdue(note, bank, paid.AddMonths(1 + warning).AddDays(chance.Between(0, 10)), chance.Between(5, 28), Math.Round(amount * 0.1m, 2));
        }

        var days = BadAfterDays + chance.Between(1, 21);
        for (var report = 0; report < reports; report++, days += chance.Between(40, 100))
        {
            AddOverdue(note, bank, since, days, Math.Round(amount * 0.8m, 2));
        }
    }

    private void AddOverdue(string note, int bank, DateOnly since, int days, decimal amount)
    {
        var stood = since.AddDays(days);
        if (stood >= asOf)
        {
            return;
        }

        var grade = days <= BadAfterDays ? "special-mention" : days <= 2 * BadAfterDays ? "substandard" : "doubtful";
        rows.Add((ItemCode.LoanOverdue, new ItemRow(
            enterprise.Uscc, string.Create(CultureInfo.InvariantCulture, $"{note}/{since:yyyyMMdd}-{days}"), stood, amount, days, grade, DemonstrationBank.All[bank].Uscc, since, null, null, null)));
    }
}
