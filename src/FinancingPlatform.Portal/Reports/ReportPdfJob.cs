using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Portal.Pdf;
using FinancingPlatform.Portal.Texts;
using QRCoder;

namespace FinancingPlatform.Portal.Reports;

/// <summary>What the printer gets for a report (打印任务): the report's JSON, the words around it in both languages, the QR code of its address.</summary>
internal static class ReportPdfJob
{
    private const int PixelsPerModule = 6;

    public static string Of(PrintedReport printed, string verifyUrl)
    {
        var issue = printed.Issue;
        var job = new JsonObject
        {
            ["report"] = ReportJson.Of(printed, verifyUrl),
            ["maxPages"] = PdfPrinter.MaxPages,
            ["tableFrom"] = ReportGroup.TableFrom,
            ["maxColumns"] = ReportGroup.MaxColumns,
            ["qr"] = Convert.ToBase64String(Qr(verifyUrl)),
            ["head"] = new JsonArray(
                Row(ReportTexts.Edition, $"{CreditReport.EditionZh} / {CreditReport.EditionEn}"),
                Row(ReportTexts.ListVersion, printed.Report.ListVersion ?? "–"),
                Row(ReportTexts.AsOf, Shown.Date(issue.AsOf)),
                Row(ReportTexts.IssuedAt, Shown.Time(issue.IssuedAt) + " (UTC+8)"),
                Row(ReportTexts.Serial, issue.Code),
                Row(ReportTexts.Digest, printed.Report.Digest),
                Row(ReportTexts.VerifyAt, verifyUrl)),
            ["words"] = new JsonObject
            {
                ["platform"] = SharedTexts.Brand.Zh,
                ["title"] = ReportTexts.PrintTitle.Zh,
                ["titleEn"] = ReportTexts.PrintTitle.En,
                ["invented"] = Both(SharedTexts.Demonstration),
                ["overview"] = Both(ReportTexts.Identity),
                ["counts"] = Both(ReportTexts.Counts),
                ["parts"] = new JsonObject
                {
                    [ReportBlocks.PublicPart] = Both(ReportTexts.PublicPart),
                    [ReportBlocks.AuthorisedPart] = Both(ReportTexts.AuthorisedPart),
                },
                ["nothing"] = "– " + Both(ReportTexts.NoInformation),
                ["block"] = Both(ReportTexts.Block),
                ["sourceZh"] = ReportTexts.Source.Zh,
                ["knownZh"] = ReportTexts.KnownAt.Zh,
                ["unknownFields"] = "– " + Both(ReportTexts.UnknownFields),
                ["newest"] = Both(ReportTexts.Newest),
                ["disputed"] = Both(ReportTexts.Disputed),
                ["statement"] = Both(ReportTexts.Statement),
                ["source"] = Both(ReportTexts.Source),
                ["known"] = Both(ReportTexts.KnownAt),
            },
        };
        return job.ToJsonString(JsonSerializerOptions.Web);
    }

    /// <summary>The address as QR code, PNG.</summary>
    public static byte[] Qr(string verifyUrl)
    {
        using var data = QRCodeGenerator.GenerateQrCode(verifyUrl, QRCodeGenerator.ECCLevel.M);
        using var image = new PngByteQRCode(data);
        return image.GetGraphic(PixelsPerModule);
    }

    private static JsonArray Row(Text label, string value) => new(Both(label), value);

    private static string Both(Text text) => $"{text.Zh} {text.En}";
}
