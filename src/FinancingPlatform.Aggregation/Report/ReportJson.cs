using System.Text.Json.Nodes;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>The report as JSON (报告 JSON): the form for programs, and what the PDF is printed of. Unknown is null.</summary>
public static class ReportJson
{
    /// <summary>The JSON of an issued report.</summary>
    /// <param name="printed">Report and issue.</param>
    /// <param name="verifyUrl">Address that the QR code leads to.</param>
    public static JsonObject Of(PrintedReport printed, string verifyUrl)
    {
        ArgumentNullException.ThrowIfNull(printed);
        var report = printed.Report;
        return new JsonObject
        {
            ["edition"] = new JsonObject { ["zh"] = CreditReport.EditionZh, ["en"] = CreditReport.EditionEn },
            ["code"] = printed.Issue.Code,
            ["issuedAt"] = printed.Issue.IssuedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["asOf"] = printed.Issue.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["listVersion"] = report.ListVersion,
            ["digest"] = report.Digest,
            ["verify"] = verifyUrl,
            ["invented"] = report.Invented,
            ["enterprise"] = Fields(report.Enterprise),
            ["parts"] = new JsonArray([.. report.Parts.Select(part => (JsonNode)new JsonObject
            {
                ["part"] = part.Code,
                ["blocks"] = new JsonArray([.. part.Blocks.Select(Block)]),
            })]),
        };
    }

    private static JsonNode Block(ReportBlock block)
    {
        var (_, zh, en) = ReportBlocks.All.First(known => known.Code == block.Code);
        return new JsonObject
        {
            ["block"] = block.Code,
            ["zh"] = zh,
            ["en"] = en,
            ["total"] = block.Total,
            ["entries"] = new JsonArray([.. block.Entries.Select(entry => (JsonNode)new JsonObject
            {
                ["item"] = entry.Item,
                ["zh"] = entry.ItemZh,
                ["en"] = entry.ItemEn,
                ["source"] = entry.Source,
                ["knownAt"] = entry.KnownAt,
                ["disputed"] = entry.Disputed,
                ["statement"] = entry.Statement,
                ["fields"] = Fields(entry.Fields),
            })]),
        };
    }

    private static JsonArray Fields(IReadOnlyList<ReportField> fields) =>
        new([.. fields.Select(field => (JsonNode)new JsonObject
        {
            ["name"] = field.Name, ["zh"] = field.Zh, ["en"] = field.En, ["value"] = field.Value, ["shownZh"] = field.ShownZh,
        })]);
}
