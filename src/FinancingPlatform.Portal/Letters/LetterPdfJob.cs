using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Consent.Evidence;
using FinancingPlatform.Portal.Pdf;
using FinancingPlatform.Portal.Reports;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Letters;

/// <summary>What the printer gets for a letter (授权书打印任务): the text as it was signed, what proves it, and the evidence to attach.</summary>
internal static class LetterPdfJob
{
    public static string Of(AuthorisationLetter letter, string issuer, bool isDemonstration)
    {
        var authorisation = letter.Authorisation;
        var number = authorisation.Id.ToString("D");
        return new JsonObject
        {
            ["letter"] = true,
            ["maxPages"] = PdfPrinter.MaxPages,
            ["platform"] = SharedTexts.Brand.Zh,
            ["title"] = Both(LetterTexts.Title),
            ["number"] = number,
            ["digest"] = authorisation.TextSha256,
            ["signedAt"] = authorisation.SignedAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["invented"] = isDemonstration ? Both(SharedTexts.Demonstration) : null,
            ["qr"] = Convert.ToBase64String(ReportPdfJob.Qr($"{issuer}/enterprise/authorisations/{number}#sha256={authorisation.TextSha256}")),
            ["text"] = authorisation.TextShown,
            ["proof"] = Both(LetterTexts.Proof),
            ["rows"] = new JsonArray(
                Row(LetterTexts.Number, number),
                Row(LetterTexts.SignedAt, Shown.Time(authorisation.SignedAt.UtcDateTime)),
                Row(LetterTexts.TextVersion, authorisation.TextVersion),
                Row(LetterTexts.Digest, authorisation.TextSha256),
                Row(LetterTexts.Passkey, authorisation.CredentialId),
                Row(LetterTexts.Signature, authorisation.Signature),
                Row(LetterTexts.Key, authorisation.PublicKeyCose),
                Row(LetterTexts.Statements, letter.VerifierStatements.Count == 0 ? "–" : string.Join("\n", letter.VerifierStatements)),
                new JsonArray(LetterTexts.Offline.Zh, LetterTexts.Offline.En)),
            ["evidence"] = letter.ToJson(),
            ["evidenceName"] = $"authorisation-{number}.json",
        }.ToJsonString(JsonSerializerOptions.Web);
    }

    private static JsonArray Row(Text label, string value) => new(Both(label), value);

    private static string Both(Text text) => $"{text.Zh} {text.En}";
}
