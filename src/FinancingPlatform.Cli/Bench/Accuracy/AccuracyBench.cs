using System.Text.Json.Serialization;

namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>How well models trained by this platform foretell, on real outcomes, beside what anyone gets from the raw columns. Protocol: docs/accuracy.md.</summary>
internal static class AccuracyBench
{
    private const int Digits = 4;

    public static Benchmark Benchmark { get; } = new(
        "accuracy", "AUC and calibration on 63,645 real loans and 123 firms' invoices, against boosted trees and logistic regression on the raw columns.", RunAsync);

    private static async Task<object> RunAsync(BenchContext context, CancellationToken cancel)
    {
        var sba = await SbaBench.RunAsync(context.Output, context.Quick, cancel).ConfigureAwait(false);
        var invoices = await InvoiceBench.RunAsync(context.Output, cancel).ConfigureAwait(false);
        return new Figures(
            Round(sba.Auc), Round(sba.AucTime), Round(sba.Ece), Round(invoices.Auc), Round(invoices.Low), Round(invoices.High), Round(invoices.AucLogistic))
        {
            SbaAucTrees = Round(sba.AucTrees),
            SbaAucLogistic = Round(sba.AucLogistic),
            SbaAucTimeTrees = Round(sba.AucTimeTrees),
            SbaAucTimeLogistic = Round(sba.AucTimeLogistic),
            InvoicesDifference = Round(invoices.Difference),
            InvoicesDifferenceLow = Round(invoices.DifferenceLow),
            InvoicesDifferenceHigh = Round(invoices.DifferenceHigh),
        };
    }

    private static double Round(double value) => Math.Round(value, Digits);

    /// <summary>The seven promised figures first, their baselines behind them.</summary>
    private sealed record Figures(
        [property: JsonPropertyName("sba_auc")] double SbaAuc,
        [property: JsonPropertyName("sba_auc_time")] double SbaAucTime,
        [property: JsonPropertyName("sba_ece")] double SbaEce,
        [property: JsonPropertyName("invoices_auc")] double InvoicesAuc,
        [property: JsonPropertyName("invoices_auc_low")] double InvoicesAucLow,
        [property: JsonPropertyName("invoices_auc_high")] double InvoicesAucHigh,
        [property: JsonPropertyName("invoices_auc_logistic")] double InvoicesAucLogistic)
    {
        public double SbaAucTrees { get; init; }

        public double SbaAucLogistic { get; init; }

        public double SbaAucTimeTrees { get; init; }

        public double SbaAucTimeLogistic { get; init; }

        public double InvoicesDifference { get; init; }

        public double InvoicesDifferenceLow { get; init; }

        public double InvoicesDifferenceHigh { get; init; }
    }
}
