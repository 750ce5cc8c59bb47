using System.Globalization;

namespace FinancingPlatform.Cli.Model.Examples;

/// <summary>
/// Invented firms of another country (虚构的外国企业破产样本), as such tables are published: ratios X1 to X64 of the balance sheet and the
/// profit and loss account, <c>?</c> for unknown, and whether the firm was bankrupt a year later. Few were.
/// </summary>
internal static class BankruptcyExample
{
    public const int StandardRows = 7_000;
    private const int Ratios = 64;
    private const double UnknownShare = 0.02;

    /// <summary>Log-odds of a firm in ordinary health; about one in twenty goes bankrupt.</summary>
    private const double Ordinary = -3.2;

    public static InventedTableFile Make(int rows, int seed)
    {
        var random = new InventedNumbers(seed);
        return new InventedTableFile(
            "invented-bankruptcy",
            string.Join(',', Enumerable.Range(1, Ratios).Select(i => $"\"X{i}\"").Append("\"class\"")),
            Enumerable.Range(0, rows).Select(_ => Row(random)),
            Schema());
    }

    private static string Schema()
    {
        var columns = Enumerable.Range(1, Ratios).Select(i => $$"""    { "name": "X{{i}}", "role": "feature", "missing": ["?"] },""");
        return $$"""
            {
              "columns": [
            {{string.Join('\n', columns)}}
                { "name": "class", "role": "label" }
              ],
              "label": { "column": "class", "bad": [1] }
            }

            """;
    }

    private static string Row(InventedNumbers random)
    {
        var firm = Firm.Draw(random);
        var (over, under) = firm.Quantities();
        var fields = new List<string>(Ratios + 1);
        for (var i = 0; i < Ratios; i++)
        {
            // Each quantity over each of the others in turn: 64 different pairs of 8 and 8.
            var ratio = over[i % over.Length] / under[i / over.Length % under.Length];
            fields.Add(random.Chance(UnknownShare) || !double.IsFinite(ratio) ? "?" : Math.Round(ratio, 5).ToString(CultureInfo.InvariantCulture));
        }

        fields.Add(random.Chance(InventedNumbers.Probability(firm.LogOdds())) ? "1" : "0");
        return string.Join(',', fields);
    }

    /// <summary>A firm's accounts, in thousands.</summary>
    private sealed record Firm(double Assets, double Current, double Stock, double Cash, double Debt, double ShortDebt, double Sales, double Cost, double Profit, double Equity, double Depreciation)
    {
        public static Firm Draw(InventedNumbers random)
        {
            var health = random.Normal();
            var assets = random.Heavy(8, 1.5);
            var current = assets * InventedNumbers.Probability(random.Normal());
            var stock = current * InventedNumbers.Probability(random.Normal() - 0.5);
            var cash = (current - stock) * InventedNumbers.Probability(random.Normal() + (0.6 * health) - 1);
            var debt = assets * InventedNumbers.Probability((0.9 * random.Normal()) - (0.7 * health)) * 1.2;
            var shortDebt = debt * InventedNumbers.Probability(random.Normal() + 0.3);
            var sales = assets * random.Heavy(0.3 + (0.1 * health), 0.7);
            var profit = sales * ((0.05 * health) + (0.04 * random.Normal()) + 0.03);
            return new Firm(assets, current, stock, cash, debt, shortDebt, sales, sales - profit - (0.1 * sales), profit, assets - debt, assets * 0.05 * random.Heavy(0, 0.5));
        }

        public (double[] Over, double[] Under) Quantities() => (
            [Profit, Current - ShortDebt, Equity, Cash, Profit + Depreciation, Stock, Sales - Cost, Current - Stock],
            [Assets, Sales, Debt, ShortDebt, Current, Cost, Assets - Current, Depreciation]);

        public double LogOdds() =>
            Ordinary
            + (2.2 * Math.Tanh(2 * ((Debt / Assets) - 0.7)))
            - (1.6 * Math.Tanh(10 * Profit / Assets))
            - (0.9 * Math.Tanh(3 * Cash / ShortDebt))
            + (Stock / Current > 0.6 && Sales / Assets < 1 ? 1.2 : 0);
    }
}
