using System.Globalization;
using FinancingPlatform.Cli.Model;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>
/// 123 firms with their invoices, 27 in default: each foretold by models that saw the 122 others. The figures are few, so the interval
/// stands beside each area.
/// </summary>
internal static class InvoiceBench
{
    private const string Firms = "a1_firms.csv";
    private const string Sales = "a1_output_invoices.csv.xz";
    private const string Purchases = "a1_input_invoices.csv.xz";
    private const string FirmColumn = "企业代号";
    private const string LabelColumn = "是否违约";
    private const string Defaulted = "是";
    private const string Void = "作废发票";

    public static async Task<InvoiceFigures> RunAsync(Output output, CancellationToken cancel)
    {
        var table = await TableAsync(cancel).ConfigureAwait(false);
        var (trees, logistic) = (new double[table.Rows], new double[table.Rows]);
        await output.ProgressAsync("Invoices, one firm left out", p => Task.Run(() => LeaveOneOut(table, trees, logistic, p, cancel), cancel)).ConfigureAwait(false);
        var interval = PairedBootstrap.Of(table, trees, logistic, InvoiceProtocol.Plan.Seed);
        return new InvoiceFigures(
            ModelMetrics.Of(table, trees).Auc, interval.Low, interval.High, ModelMetrics.Of(table, logistic).Auc, interval.Difference, interval.DifferenceLow, interval.DifferenceHigh);
    }

    private static async Task<ModelTable> TableAsync(CancellationToken cancel)
    {
        var firms = await BenchData.RowsAsync(BenchData.Find("invoices", Firms), cancel).ConfigureAwait(false);
        var sales = await InvoicesAsync(Sales, "购方单位代号", cancel).ConfigureAwait(false);
        var purchases = await InvoicesAsync(Purchases, "销方单位代号", cancel).ConfigureAwait(false);
        var values = firms.SelectMany(f => InvoiceFirm.Figures([.. sales[f[FirmColumn]]], [.. purchases[f[FirmColumn]]])).Select(v => (float)v);
        return new ModelTable([.. InvoiceFirm.Columns.Select(c => new SchemaColumn(c.Name, ColumnRole.Feature, Direction: c.Direction))], [.. values], firms.Count)
        {
            Labels = [.. firms.Select(f => f[LabelColumn] == Defaulted ? 1f : 0f)],
        };
    }

    private static async Task<ILookup<string, Invoice>> InvoicesAsync(string file, string partner, CancellationToken cancel)
    {
        var rows = await BenchData.RowsAsync(BenchData.Find("invoices", file), cancel).ConfigureAwait(false);
        return rows.ToLookup(
            row => row[FirmColumn],
            row => new Invoice(
                DateOnly.ParseExact(row["开票日期"], "yyyy-MM-dd", CultureInfo.InvariantCulture),
                row[partner],
                double.Parse(row["价税合计"], CultureInfo.InvariantCulture),
                // As published, with a leading blank.
                row["发票状态"].Trim() == Void),
            StringComparer.Ordinal);
    }

    private static void LeaveOneOut(ModelTable table, double[] trees, double[] logistic, IProgress<double> progress, CancellationToken cancel)
    {
        var rows = Enumerable.Range(0, table.Rows).ToArray();
        for (var left = 0; left < table.Rows; left++)
        {
            var others = rows.Where(r => r != left).ToArray();
            var taught = table.Take(others);
            using (var matrix = new XgboostMatrix(taught, labelled: true))
            {
                using var booster = new XgboostBooster(matrix, InvoiceProtocol.Plan.Parameters(table.Features));
                for (var round = 0; round < InvoiceProtocol.Rounds; round++)
                {
                    cancel.ThrowIfCancellationRequested();
                    booster.Boost(matrix);
                }

                using var held = new XgboostMatrix(table.Take([left]), labelled: false);
                trees[left] = booster.Margins(held)[0];
            }

            var design = new Design([.. table.Features.Select(f => f.Name)], [.. taught.Values.Select(v => (double)v)], taught.Labels, []);
            logistic[left] = ModelFiles.Need(LogisticRegression.Fit(design, InvoiceProtocol.Ridge)).LogOdds([.. table.Row(left).ToArray().Select(v => (double)v)]);
            progress.Report((left + 1d) / table.Rows);
        }
    }
}

/// <summary>Areas of trees and logistic regression with the bootstrap's 95 % interval, and of their paired difference.</summary>
internal sealed record InvoiceFigures(double Auc, double Low, double High, double AucLogistic, double Difference, double DifferenceLow, double DifferenceHigh);
