using System.CommandLine;
using FinancingPlatform.Consent.Evidence;
using FinancingPlatform.Hosting.Keys;

namespace FinancingPlatform.Cli.Audit;

/// <summary><c>fp audit letter FILE</c>: checks an authorisation letter's evidence (授权书核验, rule A7) with public keys alone; no platform and no database is asked.</summary>
internal static class LetterCommand
{
    public static Command Build()
    {
        var file = new Argument<string>("FILE") { Description = "The evidence: attached to the letter's PDF, or downloaded beside it." };
        var keys = new Option<string?>("--keys") { Description = "Folder with the verifiers' public keys (default: keys/trust in the data folder)." };
        var portal = new Option<string?>("--portal") { Description = $"Address of the portal at which the enterprise signed (default http://localhost:{Running.DefaultPortBase})." };
        var data = new Option<string?>("--data") { Description = "Data folder, for the default of --keys." };
        var command = new Command("letter", "Checks an authorisation letter offline: text, terms, the enterprise's signature, and who vouched for its key.") { file, keys, portal, data, Output.JsonOption() };
        command.SetAction(async (parsed, cancel) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            var trusted = parsed.GetValue(keys)
                ?? Path.Combine(Path.GetFullPath(parsed.GetValue(data) ?? Running.DefaultData()), AuditCommand.KeysFolder, KeyDirectory.TrustFolder);
            var address = AuditCommand.Portal(parsed.GetValue(portal) ?? $"http://localhost:{Running.DefaultPortBase}");
            var letter = await ReadAsync(path, cancel).ConfigureAwait(false);
            var check = new AuthorisationCheck([address], AuditCommand.Keys(trusted, AuditCommand.VerifierUse, "No public key of a real-name verifier is here."));
            var fault = await letter.FirstFaultAsync(address, check.VouchedAsync).ConfigureAwait(false);
            Output.For(parsed).Result(
                new { Ok = fault is null, letter.Authorisation.Id, letter.Authorisation.Uscc, Fault = fault },
                $"authorisation {letter.Authorisation.Id:D} of {letter.Authorisation.Uscc}: {fault ?? "holds"}");
            return fault is null ? ExitCodes.Ok : ExitCodes.Failure;
        });
        return command;
    }

    private static async Task<AuthorisationLetter> ReadAsync(string path, CancellationToken cancel)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > AuthorisationLetter.MaxLength)
        {
            throw CliException.BadUsage("There is no such letter, or it is too long for one.", path, "Take the evidence file out of the letter's PDF, or download it beside the PDF.");
        }

        return AuthorisationLetter.FromJson(await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false))
            ?? throw new CliException("The file holds no authorisation letter.", path, "Take the evidence file out of the letter's PDF, or download it beside the PDF.");
    }
}
