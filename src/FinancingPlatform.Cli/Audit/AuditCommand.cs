using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Keys;

namespace FinancingPlatform.Cli.Audit;

/// <summary><c>fp audit verify</c> and <c>fp audit export</c>: the chain, its seals and their files, and the enterprises' signatures; from the running platform or from an export.</summary>
internal static class AuditCommand
{
    private const string SealUse = "audit-seal";
    internal const string VerifierUse = "verifier";
    internal const string KeysFolder = "keys";
    private const string SealsFolder = "seals";
    private static readonly string[] s_databases = ["city", "province", "nation"];

    public static Command Build() => new("audit", "Who did what to whom: verifies the chain, exports it; verifies an authorisation letter.") { Verify(), Export(), LetterCommand.Build() };

    private static Command Verify()
    {
        var export = new Option<string?>("--export") { Description = "Verify this export instead of the running platform's database." };
        var keys = new Option<string?>("--keys") { Description = "Folder of public keys (default: keys/trust in the data folder)." };
        var seals = new Option<string?>("--seals") { Description = "Folder of seal files (default: seals in the data folder)." };
        var portals = new Option<string[]>("--portal") { Description = "An earlier address of the portal, at which enterprises signed (as often as it moved)." };
        var foreign = new Option<bool>("--foreign-issuer") { Description = "The banks' tokens come from another issuer: of each look only the bank's proof is checked." };
        var database = Database();
        var command = new Command("verify", "Makes every event's bytes again, follows the hashes, and holds them against the signed seals; then every enterprise's and every bank's signature in the running city.")
        {
            export, keys, seals, portals, foreign, database, Output.JsonOption(),
        };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var file = parsed.GetValue(export);
            // Offline nothing of the platform is needed but its public keys.
            var running = file is null ? Running.Find(parsed) : null;
            var data = running?.Data ?? Path.GetFullPath(parsed.GetValue<string?>("--data") ?? Running.DefaultData());
            var trusted = parsed.GetValue(keys) ?? Path.Combine(data, KeysFolder, KeyDirectory.TrustFolder);
            var trust = Keys(trusted, SealUse, "No public key of a sealer is here.");
            var folder = parsed.GetValue(seals) ?? Path.Combine(data, SealsFolder);
            var filed = Directory.Exists(folder) ? folder : null;
            var found = running is not null
                ? await OnlineAsync(running, parsed.GetValue(database)!, filed, trust, Signatures(running, parsed.GetValue(database)!, parsed.GetValue(portals), trusted, !parsed.GetValue(foreign)), cancel).ConfigureAwait(false)
                : await OfflineAsync(file!, filed, trust, cancel).ConfigureAwait(false);
            return Tell(Output.For(parsed), found);
        });
        return command;
    }

    private static Command Export()
    {
        var file = new Argument<string>("FILE") { Description = "Where to write: one JSON object per line, seals first." };
        var database = Database();
        var command = new Command("export", "Writes chain and seals to a file that can be verified anywhere.") { file, database, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var source = Source(Running.Find(parsed), parsed.GetValue(database)!);
            await using (source.ConfigureAwait(false))
            {
                var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    var evidence = await AuditEvidence.FromDatabaseAsync(connection, null, cancel).ConfigureAwait(false);
                    var path = Path.GetFullPath(parsed.GetValue(file)!);
                    var events = await evidence.ExportAsync(path, cancel).ConfigureAwait(false);
                    Output.For(parsed).Result(new { Events = events, Seals = evidence.Seals.Count, File = path }, $"{events} events and {evidence.Seals.Count} seals in {path}");
                }
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static Option<string> Database()
    {
        var option = new Option<string>("--database") { Description = "city, province or nation.", DefaultValueFactory = _ => s_databases[0] };
        option.AcceptOnlyFromAmong(s_databases);
        return option;
    }

    private static Npgsql.NpgsqlDataSource Source(Running running, string database) =>
        PlatformDataServices.Source(running.ConnectionString(database, database == s_databases[0] ? DatabaseRoles.Worker : DatabaseRoles.Node));

    private static async Task<AuditVerification> OnlineAsync(
        Running running, string database, string? filed, IReadOnlyList<VerificationKey> keys, AuthorisationCheck? signatures, CancellationToken cancel)
    {
        var source = Source(running, database);
        await using (source.ConfigureAwait(false))
        {
            var connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                // The folder of seals beside the data is the city's.
                var evidence = await AuditEvidence.FromDatabaseAsync(connection, database == s_databases[0] ? filed : null, cancel).ConfigureAwait(false);
                var chain = await AuditVerifier.VerifyAsync(evidence, keys, cancel).ConfigureAwait(false);
                return signatures is null ? chain : await signatures.AfterAsync(chain, connection, cancel).ConfigureAwait(false);
            }
        }
    }

    private static async Task<AuditVerification> OfflineAsync(string file, string? filed, IReadOnlyList<VerificationKey> keys, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            throw CliException.BadUsage("There is no such export.", file, "Make one with fp audit export FILE.");
        }

        // The files may be newer than the export: then they are another day's evidence.
        var evidence = await AuditEvidence.FromExportAsync(file, null, cancel).ConfigureAwait(false);
        if (filed is not null && await AuditEvidence.FromExportAsync(file, filed, cancel).ConfigureAwait(false) is { } withFiles && withFiles.FiledSeals!.Count == withFiles.Seals.Count)
        {
            evidence = withFiles;
        }

        return await AuditVerifier.VerifyAsync(evidence, keys, cancel).ConfigureAwait(false);
    }

    /// <summary>Null for a node: it checked every authorisation before it kept it.</summary>
    private static AuthorisationCheck? Signatures(Running running, string database, string[]? earlier, string trusted, bool ownIssuer) =>
        database == s_databases[0]
            ? new([.. (earlier ?? []).Append(running.Issuer).Select(Portal)], Keys(trusted, VerifierUse, "No public key of a real-name verifier is here.")) { OwnIssuer = ownIssuer }
            : null;

    internal static RelyingParty Portal(string address)
    {
        try
        {
            return new RelyingParty(address);
        }
        catch (ArgumentException)
        {
            throw CliException.BadUsage("This is no address of a portal.", address, "Name scheme, host and port, such as http://localhost:5080.");
        }
    }

    internal static IReadOnlyList<VerificationKey> Keys(string folder, string use, string whenNone)
    {
        var keys = KeyDirectory.Trust(folder, use);
        return keys.Count > 0 ? keys : throw new CliException(whenNone, folder, "Name the folder with --keys DIR.");
    }

    /// <summary>Prints what was found; a fault is a failure to the shell.</summary>
    internal static int Tell(Output output, AuditVerification found)
    {
        output.Result(
            new { found.Ok, found.Events, found.Seals, found.FirstBad },
            string.Create(CultureInfo.InvariantCulture, $"{found.Events} events, {found.Seals} seals: {(found.Ok ? "all hold" : found.FirstBad)}"));
        return found.Ok ? ExitCodes.Ok : ExitCodes.Failure;
    }
}
