using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Evidence;
using FinancingPlatform.Hosting.Demonstration;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Portal.Access;
using FinancingPlatform.Portal.Pdf;
using FinancingPlatform.Portal.Sessions;
using Npgsql;

namespace FinancingPlatform.Portal.Letters;

/// <summary>The authorisation letter as PDF and as its evidence (授权书下载, rule A7), for the enterprise that signed and for the bank that holds it.</summary>
internal static class LetterEndpoints
{
    public static void MapLetters(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/enterprise/authorisations/{id:guid}/letter.pdf", (Guid id, Printing printing, CancellationToken ct) => printing.PdfAsync(id, atDesk: false, ct))
            .RequireAuthorization(PortalRoles.Enterprise);
        endpoints.MapGet("/enterprise/authorisations/{id:guid}/letter.json", (Guid id, Printing printing, CancellationToken ct) => printing.JsonAsync(id, atDesk: false, ct))
            .RequireAuthorization(PortalRoles.Enterprise);
        endpoints.MapGet("/bank/authorisations/{id:guid}/letter.pdf", (Guid id, Printing printing, CancellationToken ct) => printing.PdfAsync(id, atDesk: true, ct))
            .RequireAuthorization(PortalRoles.Bank);
        endpoints.MapGet("/bank/authorisations/{id:guid}/letter.json", (Guid id, Printing printing, CancellationToken ct) => printing.JsonAsync(id, atDesk: true, ct))
            .RequireAuthorization(PortalRoles.Bank);
    }

    /// <summary>Finds a letter as the signed-in enterprise or bank, and prints it.</summary>
    internal sealed class Printing(SessionDatabase database, PdfPrinter printer, IConfiguration configuration)
    {
        public async Task<IResult> JsonAsync(Guid id, bool atDesk, CancellationToken ct) => await FindAsync(id, atDesk, ct) is { } letter
            ? Results.File(System.Text.Encoding.UTF8.GetBytes(letter.ToJson()), "application/json", $"authorisation-{id:D}.json")
            : AuthorisationErrors.NotFound.ToProblem();

        public async Task<IResult> PdfAsync(Guid id, bool atDesk, CancellationToken ct)
        {
            if (await FindAsync(id, atDesk, ct) is not { } letter)
            {
                return AuthorisationErrors.NotFound.ToProblem();
            }

            var pdf = await printer.PrintAsync(LetterPdfJob.Of(letter, configuration["Platform:Issuer"]!, LoopbackOnly.IsDemonstration(configuration)), ct);
            return pdf.ToHttp(bytes => Results.File(bytes, "application/pdf", $"authorisation-{id:D}.pdf"));
        }

        private async Task<AuthorisationLetter?> FindAsync(Guid id, bool atDesk, CancellationToken ct)
        {
            await using var session = atDesk ? await database.OpenBankDeskAsync(ct) : await database.OpenAsync(ct);
            Func<NpgsqlConnection, NpgsqlTransaction, Guid, CancellationToken, Task<AuthorisationLetter?>> find = atDesk ? AuthorisationLetter.OfDeskAsync : AuthorisationLetter.OwnAsync;
            return await find(session.Connection, session.Transaction, id, ct);
        }
    }
}
