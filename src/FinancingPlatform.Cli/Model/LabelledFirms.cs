using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Cli.Model;

/// <summary>One labelled firm: the invented code that stands for it, and whether it defaulted.</summary>
internal sealed record LabelledFirm(string Uscc, bool IsBad);

/// <summary>
/// The labelled firms of the contest's first table: their numbers and whether they defaulted. Name and rating columns are never
/// read: the rating is almost the label.
/// </summary>
internal static class LabelledFirms
{
    public const string Firms = "a1_firms.csv";
    private const string Sales = "a1_output_invoices.csv.xz";
    private const string Purchases = "a1_input_invoices.csv.xz";
    private const string City = "3709";
    private const string FirmColumn = "企业代号";
    private const string LabelColumn = "是否违约";
    private const string Defaulted = "是";

    /// <summary>Imports the firms and their invoices as any data is imported, from copies in <paramref name="work"/>: rejected lines are written beside a file.</summary>
    public static async Task<IReadOnlyList<LabelledFirm>> ImportAsync(string folder, string work, string loader, IProgress<double> progress, CancellationToken cancel)
    {
        foreach (var file in new[] { Firms, Sales, Purchases })
        {
            var copy = Path.Combine(work, file);
            File.Copy(ModelFiles.Existing(Path.Combine(folder, file)), copy);
            File.SetAttributes(copy, File.GetAttributes(copy) & ~FileAttributes.ReadOnly);
        }

        var (map, registry) = (Path.Combine(work, "subjects.csv"), Path.Combine(work, "registry.csv"));
        ModelFiles.Need(await InvoiceSubjects.WriteAsync([Path.Combine(work, Firms)], map, registry, cancel).ConfigureAwait(false));
        var options = new ImportOptions(loader, City) { Source = "CUMCM 2020 C", Invented = true };
        ModelFiles.Need(await RegistryImport.RunAsync(registry, options, progress, cancel).ConfigureAwait(false));
        ModelFiles.Need(await ItemImport.RunAsync(ItemCode.InvoiceSales, Path.Combine(work, Sales), map, options, progress, cancel).ConfigureAwait(false));
        ModelFiles.Need(await ItemImport.RunAsync(ItemCode.InvoicePurchase, Path.Combine(work, Purchases), map, options, progress, cancel).ConfigureAwait(false));
        var codes = Rows(map).ToDictionary(row => row["firm"], row => row["uscc"], StringComparer.Ordinal);
        return [.. Rows(Path.Combine(work, Firms)).Select(row => new LabelledFirm(codes[row[FirmColumn]], row[LabelColumn] == Defaulted))];
    }

    private static List<Dictionary<string, string>> Rows(string path)
    {
        using var reader = new StreamReader(path);
        using var rows = CsvRows.Read(reader).GetEnumerator();
        rows.MoveNext();
        var header = rows.Current.Fields.ConvertAll(h => h.Trim('\uFEFF', ' '));
        var read = new List<Dictionary<string, string>>();
        while (rows.MoveNext())
        {
            read.Add(header.Zip(rows.Current.Fields).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        }

        return read;
    }
}
