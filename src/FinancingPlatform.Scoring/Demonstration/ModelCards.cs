using System.Globalization;
using System.Text;

namespace FinancingPlatform.Scoring.Demonstration;

/// <summary>The packs' model cards (模型说明): what a bank should know before it looks at a figure.</summary>
internal static class ModelCards
{
    public static string Public() => new StringBuilder()
        .Append("# demonstration-public 1.0.0 (演示)\n\n")
        .Append("**Demonstration. No figure of this pack is a probability of default or a limit. For reference; the bank decides independently (参考，银行独立决策).**\n\n")
        .Append("Computes the public score of every enterprise from items of mode public and the registry alone.\n\n")
        .Append("* **How it was made:** by judgement, not from outcomes: none is known for these items yet. The steps below are added up; they are stored as trees in XGBoost's own JSON so that one evaluator, one proof of direction and one way of giving reasons serve every pack.\n")
        .Append("* **Points:** 600 where nothing is judged; 40 points more halve the odds. Grades G1 to G6 are bands of points, not a public-credit grade and not a bank's.\n")
        .Append("* **Unknown** adds nothing. An item is unknown until the city has received its list; after that an enterprise that is not on the list has none.\n")
        .Append("* **Not looked at:** anything that is not public, persons, sector, district, size.\n\n")
        .Append(Steps()).ToString();

    public static string Full(FullMetrics m) => new StringBuilder()
        .Append("# demonstration-full " + DemonstrationPacks.FullVersion + " (演示)\n\n")
        .Append("**Demonstration. No figure of this pack is a probability of default or a limit. For reference; the bank decides independently (参考，银行独立决策).**\n\n")
        .Append("Computes the full score under an authorisation that covers the items invoice-sales and invoice-purchase.\n\n")
        .Append(Line($"* **Data:** {m.Rows} Chinese small firms of a public modelling contest (CUMCM 2020, problem C), {m.Bad} of them in default, with their purchase and sales invoices up to {m.AsOf}. Their credit rating is almost the label and was not used; nor were names. No invoice and no value of a firm is part of this pack.\n"))
        .Append("* **How it was made:** XGBoost, `binary:logistic`, monotone in the declared directions (proved on the finished trees when the pack is read), parameters fixed before the first run; the judged steps on public items below were added, because no outcome is known for those.\n")
        .Append("* **Unknown values:** copies of each firm with the sales, the purchases or both hidden taught the trees which side unknown takes. Copies weigh a quarter, stay in their firm's fold and are never judged.\n")
        .Append(Line($"* **Measured on firms that the model had not seen** ({m.Protocol}): AUC {m.Auc:0.000}, 95 % interval {m.AucLow:0.000} to {m.AucHigh:0.000}; KS {m.Ks:0.00}, Brier {m.Brier:0.000}, calibration error {m.Ece:0.000}. Only {m.Bad} defaults: the interval is wide. The number of invoices alone has {m.AucOfInvoiceCountAlone:0.000} on the same firms: this pack shows that the machinery works, not that it beats a simple rule.\n"))
        .Append("* **Limits:** the day of default is not known, so that part of the looked-at period may lie after it; the sample has one default in five, real portfolios far fewer; only firms that had borrowed were seen (reject inference was not attempted); firms of several provinces, none of this city's choosing.\n")
        .Append("* **Fairness:** sector, district and size are unknown for these firms, so nothing could be measured by them.\n")
        .Append("* **Points:** 600 at the sample's own odds; 40 points more halve the odds. Grades G1 to G6 are bands of points, not a public-credit grade and not a bank's.\n\n")
        .Append(Steps()).ToString();

    private static StringBuilder Steps()
    {
        var table = new StringBuilder("## Judged steps\n\n| feature | threshold | log-odds below | log-odds at or above | assumed share at or above |\n|---|---|---|---|---|\n");
        foreach (var step in JudgedStep.All)
        {
            table.Append(Line($"| {step.Feature} | {step.Threshold} | {step.Below:0.00} | {step.Above:0.00} | {step.ShareAbove:0.00} |\n"));
        }

        return table;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
