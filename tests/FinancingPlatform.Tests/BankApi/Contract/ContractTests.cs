using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FinancingPlatform.BankApi;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.Cli.Bench.ApiFuzz;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Tests.BankApi.Contract;

/// <summary>The contract with banks: docs/openapi/bank-api-v1.json is what the running host says of itself; FP_WRITE_OPENAPI=1 writes it again.</summary>
public sealed class ContractTests
{
    private static readonly string s_file = FrozenContracts.FileOf(FrozenContracts.BankApi);

    /// <summary>The frozen descriptions; what makes a good one is the same for all of them.</summary>
    public static TheoryData<string> Names { get; } = [.. FrozenContracts.Names];

    [Fact]
    public async Task The_description_that_the_host_serves_is_the_frozen_one()
    {
        await using var app = await StartAsync();
        using var http = new HttpClient();
        var served = await http.GetStringAsync(new Uri(new Uri(app.Urls.Single()), "/openapi/v1.json")) + "\n";
        if (Environment.GetEnvironmentVariable("FP_WRITE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(s_file, served);
        }

        served.ShouldBe(
            await File.ReadAllTextAsync(s_file),
            "the contract changed: if on purpose, say so in docs/bank-api-changes.md, set FP_WRITE_OPENAPI=1 and run this test to write the file again");
    }

    [Fact]
    public async Task No_entry_of_the_glossary_is_left_over()
    {
        await using var app = await StartAsync();
        var glossary = FieldGlossary.Load();
        await app.Services.GetRequiredService<ContractDocument>().BuildAsync(glossary, CancellationToken.None);

        glossary.Unused.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_field_says_what_it_is_with_an_example_and_every_figure_has_its_unit(string name)
    {
        foreach (var (where, schema) in Fields(name))
        {
            var description = schema["description"]?.GetValue<string>();
            description.ShouldNotBeNullOrWhiteSpace(where);
            description.ShouldContain(c => c >= '\u4e00', where + " is not described in Chinese");
            description.ShouldContain(c => char.IsAsciiLetter(c), where + " is not described in English");
            if (Leaf(schema) is { } types)
            {
                (schema["examples"] ?? schema["enum"]).ShouldNotBeNull(where + " has no example");
                if (types.Any(type => type is "integer" or "number"))
                {
                    schema["x-unit"].ShouldNotBeNull(where + " is a figure without a unit");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_example_is_what_its_own_schema_says(string name)
    {
        var check = FrozenContracts.Of(name).Schemas;
        foreach (var (where, schema) in Fields(name))
        {
            foreach (var example in schema["examples"]?.AsArray() ?? [])
            {
                check.Fault(schema, example).ShouldBeNull(where);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_example_of_a_code_passes_the_codes_own_check(string name)
    {
        foreach (var (where, schema) in Fields(name).Where(field => field.Schema["pattern"]?.GetValue<string>().Contains("HJ-NP", StringComparison.Ordinal) == true))
        {
            Uscc.TryParse(schema["examples"]![0]!.GetValue<string>(), out _).ShouldBeTrue(where);
        }
    }

    [Fact]
    public void Every_operation_is_described_in_both_languages_and_names_its_problems()
    {
        foreach (var operation in Contract().Operations)
        {
            var described = Contract().Document["paths"]![operation.Path]![operation.Method.ToLowerInvariant()]!;
            described["summary"]!.GetValue<string>().ShouldContain(" / ", Case.Sensitive, operation.Id);
            described["description"].ShouldNotBeNull(operation.Id);
            described["security"]!.AsArray().ShouldNotBeEmpty(operation.Id);
            foreach (var status in new[] { "401", "429", "500", "503" })
            {
                operation.Responses[status].ShouldNotBeNull($"{operation.Id} does not say what {status} means");
            }
        }
    }

    [Theory, Trait("speed", "slow"), MemberData(nameof(Names))]
    public async Task A_linter_that_nobody_here_wrote_finds_neither_error_nor_warning(string name)
    {
        var folder = Path.Combine(RepositoryFiles.Root, "tests", "FinancingPlatform.Conformance");
        Directory.Exists(Path.Combine(folder, "node_modules", "@redocly", "cli")).ShouldBeTrue($"run npm ci in {folder}");
        using var linter = Process.Start(new ProcessStartInfo("node", ["node_modules/@redocly/cli/bin/cli.js", "lint", "--format=json", FrozenContracts.FileOf(name)])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            // It neither reports its use nor asks for a newer version.
            Environment = { ["REDOCLY_TELEMETRY"] = "off", ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
        })!;
        var errors = linter.StandardError.ReadToEndAsync();
        var found = await linter.StandardOutput.ReadToEndAsync();
        await linter.WaitForExitAsync();

        linter.ExitCode.ShouldBe(0, found + await errors);
        var totals = JsonNode.Parse(found)!["totals"]!;
        totals["errors"]!.GetValue<int>().ShouldBe(0, found);
        totals["warnings"]!.GetValue<int>().ShouldBe(0, found);
    }

    /// <summary>The contract as it is frozen.</summary>
    internal static ApiContract Contract() => FrozenContracts.Of(FrozenContracts.BankApi);

    private static async Task<WebApplication> StartAsync()
    {
        var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Number()}");
        var app = BankApiHost.Build([], builder =>
        {
            builder.WebHost.UseUrls(url);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                // Never opened: the description needs no database.
                ["ConnectionStrings:Platform"] = "Host=localhost;Username=nobody;Database=none",
                ["Platform:Issuer"] = url,
                ["Platform:BankApiUrl"] = url,
                ["Logging:LogLevel:Default"] = "None",
            });
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>The types of a schema that holds a value and no structure; null for a structure.</summary>
    private static IEnumerable<string>? Leaf(JsonObject schema)
    {
        var types = schema["type"] switch
        {
            JsonArray many => many.Select(type => type!.GetValue<string>()).ToArray(),
            JsonValue one => [one.GetValue<string>()],
            _ => [],
        };
        var isStructure = types.Contains("object") || (types.Contains("array") && schema["items"]?["$ref"] is not null) || schema["items"]?["type"]?.ToString() == "object";
        return types.Length == 0 || isStructure ? null : types;
    }

    private static IEnumerable<(string Where, JsonObject Schema)> Fields(string contract)
    {
        var document = FrozenContracts.Of(contract).Document;
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            foreach (var (field, property) in schema!["properties"]?.AsObject() ?? [])
            {
                yield return ($"{name}.{field}", property!.AsObject());
            }
        }

        foreach (var (path, item) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                foreach (var parameter in operation!["parameters"]!.AsArray().Where(parameter => parameter!["schema"] is not null))
                {
                    var schema = parameter!["schema"]!.DeepClone().AsObject();
                    schema["description"] = parameter["description"]!.DeepClone();
                    yield return ($"{method} {path} {parameter["name"]}", schema);
                }
            }
        }
    }
}
