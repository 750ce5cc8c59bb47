using System.Globalization;

namespace FinancingPlatform.Cli.Model.Examples;

/// <summary>
/// Invented consumer loans (虚构的个人贷款样本), with everything such tables bring: ids, texts around numbers, months as dates, an employer
/// in thousands of spellings, loans that are still running, and columns that are only filled after the outcome.
/// </summary>
internal static class LoanExample
{
    public const int StandardRows = 12_000;
    private const int Members = 9_000;
    private const int Employers = 2_500;
    private const int States = 50;
    private const int FirstYear = 2012;
    private const int Months = 48;
    private const double RunningShare = 0.08;
    private static readonly string[] s_purposes = ["debt_consolidation", "credit_card", "car", "house", "small_business", "other"];
    private static readonly string[] s_homes = ["RENT", "OWN", "MORTGAGE"];

    public static InventedTableFile Make(int rows, int seed)
    {
        var random = new InventedNumbers(seed);
        double[] states = [.. Enumerable.Range(0, States).Select(_ => 0.4 * random.Normal())];
        return new InventedTableFile(
            "invented-loans",
            "id,member_id,issue_d,loan_amnt,term,int_rate,annual_inc,emp_title,emp_length,home_ownership,purpose,addr_state,earliest_cr_line,score,delinq_2yrs,revol_util,recoveries,last_pymnt_d,loan_status",
            Enumerable.Range(0, rows).Select(row => Row(random, row, states)),
            Schema);
    }

    /// <summary>The schema file; recoveries and last payment are known only after the outcome.</summary>
    private const string Schema = """
        {
          "columns": [
            { "name": "id", "role": "ignore" },
            { "name": "member_id", "role": "group" },
            { "name": "issue_d", "role": "time", "type": "date", "format": "MMM-yyyy" },
            { "name": "loan_amnt", "role": "feature", "strip": ["$", ","] },
            { "name": "term", "role": "feature", "strip": ["months"] },
            { "name": "int_rate", "role": "feature", "direction": 1, "strip": ["%"] },
            { "name": "annual_inc", "role": "feature", "direction": -1 },
            { "name": "emp_title", "role": "feature", "type": "category" },
            { "name": "emp_length", "role": "feature", "missing": ["n/a"] },
            { "name": "home_ownership", "role": "feature", "type": "category" },
            { "name": "purpose", "role": "feature", "type": "category" },
            { "name": "addr_state", "role": "feature", "type": "category" },
            { "name": "earliest_cr_line", "role": "ignore", "type": "date", "format": "MMM-yyyy" },
            { "name": "score", "role": "feature", "direction": -1, "missing": [-1] },
            { "name": "delinq_2yrs", "role": "feature" },
            { "name": "revol_util", "role": "feature", "strip": ["%"] },
            { "name": "recoveries", "role": "ignore" },
            { "name": "last_pymnt_d", "role": "ignore" },
            { "name": "loan_status", "role": "label" }
          ],
          "derived": [
            { "name": "history_days", "op": "difference", "of": ["issue_d", "earliest_cr_line"], "direction": -1 },
            { "name": "loan_to_income", "op": "ratio", "of": ["loan_amnt", "annual_inc"], "direction": 1 }
          ],
          "fairness": ["home_ownership"],
          "label": { "column": "loan_status", "bad": ["Charged Off", "Default"], "leave_out": ["Current"] }
        }

        """;

    private static string Row(InventedNumbers random, int row, double[] states)
    {
        var month = random.Below(Months);
        var history = 12 + (int)random.Heavy(4.5, 0.7);
        var income = Math.Round(random.Heavy(10.9, 0.55));
        var amount = Math.Round(Math.Min(35_000, random.Heavy(9.2, 0.7)) / 100) * 100;
        var (term, state) = (random.Chance(0.3) ? 60 : 36, random.Below(States));
        var score = Math.Clamp(Math.Round(700 + (45 * random.Normal())), 580, 850);
        var rate = Math.Round(Math.Max(5, 13 - ((score - 700) / 15) + (term == 60 ? 3 : 0) + random.Normal()), 2);
        var (years, delinquencies, used) = (random.Below(11), random.Chance(0.2) ? 1 + random.Below(3) : 0, Math.Clamp(50 + (25 * random.Normal()), 0, 120));
        var (purpose, home) = (random.Below(s_purposes.Length), random.Below(s_homes.Length));
        var logOdds = -3 + (0.1 * rate) - (0.006 * (score - 700)) + (0.5 * Math.Log(amount / income * 4)) + states[state]
            + (purpose == 4 ? 0.7 : 0) + (delinquencies > 0 && used > 60 ? 0.6 : 0) + (home == 0 ? 0.2 : 0) - (0.03 * years) - (0.0015 * history);
        var bad = random.Chance(InventedNumbers.Probability(logOdds));
        var status = random.Chance(RunningShare) ? "Current" : bad ? random.Chance(0.1) ? "Default" : "Charged Off" : "Fully Paid";
        string[] fields =
        [
            Text(1_000_000 + row),
            Text(500_000 + random.Below(Members)),
            Month(month),
            string.Create(CultureInfo.InvariantCulture, $"\"${amount:#,0}\""),
            $"{term} months",
            $"{Text(rate)}%",
            random.Chance(0.02) ? string.Empty : Text(income),
            random.Chance(0.06) ? string.Empty : $"Invented Employer {random.Below(Employers)}",
            random.Chance(0.05) ? "n/a" : Text(years),
            s_homes[home],
            s_purposes[purpose],
            $"S{state:00}",
            Month(month - history),
            random.Chance(0.01) ? "-1" : Text(score),
            Text(delinquencies),
            $"{Text(Math.Round(used, 1))}%",
            status is "Charged Off" or "Default" ? Text(Math.Round(1 + (amount * 0.3 * random.Share()), 2)) : "0.0",
            Month(month + random.Below(term)),
            status,
        ];
        return string.Join(',', fields);
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Month(int since) => new DateOnly(FirstYear, 1, 1).AddMonths(since).ToString("MMM-yyyy", CultureInfo.InvariantCulture);
}
