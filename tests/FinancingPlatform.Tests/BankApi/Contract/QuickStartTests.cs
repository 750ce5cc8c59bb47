using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinancingPlatform.Tests.Architecture;
using FinancingPlatform.Tests.Consent;
using FinancingPlatform.Tests.Identity.CodeFlow;

namespace FinancingPlatform.Tests.BankApi.Contract;

/// <summary>
/// docs/bank-api.md as a bank's developer reads it: its files are written out, its commands run one after the other against the real issuer and the real API, and
/// its TypeScript is compiled against types that are generated from the description.
/// </summary>
[Trait("speed", "slow")]
public sealed partial class QuickStartTests(CodeFlowWorld world) : IClassFixture<CodeFlowWorld>
{
    private static readonly TimeSpan s_runsWithin = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_quick_start_runs_as_it_is_written()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "bank-api.md"));
        var folder = Directory.CreateTempSubdirectory("fp-quick-start-").FullName;
        try
        {
            var enterprise = await AuthorisedAsync();
            using var bank = await world.RegisterAsync(bank: enterprise.Bank);
            await File.WriteAllTextAsync(Path.Combine(folder, "credentials.json"), bank.ToJson());
            foreach (Match file in FileBlock().Matches(document))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, file.Groups["name"].Value), file.Groups["text"].Value);
            }

            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Conformance", "node_modules"));
            var commands = string.Concat(CommandBlock().Matches(document).Select(block => block.Groups["text"].Value));

            var (code, output) = await RunAsync(folder, commands, enterprise.Uscc);

            code.ShouldBe(0, output);
            Read(folder, "score.json").GetProperty("grade").GetString().ShouldBe("B", output);
            Read(folder, "line-again.json").GetProperty("line_no").GetString().ShouldBe("SX-2026-0001", output);
            (await File.ReadAllLinesAsync(Path.Combine(folder, "outcomes.ndjson"))).Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("status").GetInt32())
                .ShouldBe([201, 409], output);
            output.TrimEnd().Split('\n')[^3..].ShouldBe(["B 600 no limit", "100000.00 0", "201 60000.00"], output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>An enterprise that authorised a bank of its own, and has its scores.</summary>
    private async Task<GateCase> AuthorisedAsync()
    {
        var enterprise = await GateCase.CreateAsync(world.Portal.Db);
        var authorisation = await enterprise.AuthoriseAsync();
        await world.Portal.Db.ExecuteAsync(
            """
            insert into scoring.score
                (enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration, input_sha256, inputs, reasons)
            select $1, k.kind, k.authorisation_id, '{}', 'test', '1', 'x', current_date, clock_timestamp(), clock_timestamp(), 0, 600, 'B', true, sha256('x'), '{}', '[]'
            from (values ('full', $2::uuid), ('public', null)) k (kind, authorisation_id)
            """,
            enterprise.EnterpriseId, authorisation);
        return enterprise;
    }

    private async Task<(int Code, string Output)> RunAsync(string folder, string commands, string enterprise)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            Environment =
            {
                ["ISSUER"] = world.Issuer, ["API"] = world.Portal.BankApi.GetLeftPart(UriPartial.Authority), ["CREDENTIALS"] = Path.Combine(folder, "credentials.json"),
                ["ENTERPRISE"] = enterprise,
            },
        })!;
        using var patience = new CancellationTokenSource(s_runsWithin);
        var errors = bash.StandardError.ReadToEndAsync(patience.Token);
        var output = await bash.StandardOutput.ReadToEndAsync(patience.Token);
        await bash.WaitForExitAsync(patience.Token);
        return (bash.ExitCode, bash.ExitCode == 0 ? output : output + await errors);
    }

    private static JsonElement Read(string folder, string file) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(folder, file)));

    [GeneratedRegex(@"^```\w+ file=(?<name>\S+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex FileBlock();

    [GeneratedRegex(@"^```bash quick-start\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex CommandBlock();
}
