using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Identity.CodeFlow;

namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>The script of <see cref="StrangersClientTests"/> against oidc-provider as issuer and the platform's API: the same verdicts.</summary>
public sealed class BrokenStepsOfAStrangerTests(StrangersIssuerWorld world) : IClassFixture<StrangersIssuerWorld>
{
    /// <summary>From the request to the code there are a sign-in, a consent and the ways between.</summary>
    private const int MostRedirects = 10;

    public static TheoryData<string, string, string, string?> Cases { get; } =
        [.. BrokenSteps.All.Select(s => (s.Clause, s.Name, s.StrangersStep ?? s.Step, s.StrangersError ?? s.Error))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_step_broken_there_ends_where_the_table_says(string clause, string broken, string step, string? error)
    {
        var end = await WalkAsync(broken);
        end.GetProperty("event").GetString().ShouldBe("refused", $"{clause}: {end}");
        end.GetProperty("step").GetString().ShouldBe(step, $"{clause}: {end}");
        if (error is not null)
        {
            end.GetProperty("error").GetString().ShouldBe(error, $"{clause}: {end}");
        }
    }

    [Fact]
    public async Task Whole_it_goes_through_there_too_and_the_platforms_API_takes_the_strangers_bound_token()
    {
        var end = await WalkAsync(broken: null);
        end.GetProperty("event").GetString().ShouldBe("done", end.ToString());
        end.GetProperty("details").GetProperty("uscc").GetString().ShouldBe(StrangersIssuerWorld.Enterprise);
        end.GetProperty("pulled").GetProperty("status").GetInt32().ShouldBe(200, end.ToString());
        end.GetProperty("again").GetProperty("status").GetInt32().ShouldBe(200, end.ToString());
        end.GetProperty("rotated").GetBoolean().ShouldBeFalse();
        end.GetProperty("after_revocation").GetString().ShouldBe("invalid_grant");
    }

    private async Task<JsonElement> WalkAsync(string? broken)
    {
        using var bank = await world.RegisterBankAsync();
        using var program = await StrangersProgram.StartAsync("code-flow.mjs", new JsonObject
        {
            ["issuer"] = world.Issuer.OriginalString,
            ["audience"] = world.Portal.BankApi.OriginalString,
            ["client_id"] = bank.ClientId,
            ["private_jwk"] = JsonNode.Parse(bank.ToJson())!["private_jwk"]!.DeepClone(),
            ["redirect_uri"] = CodeFlowWorld.RedirectUri,
            ["details"] = CodeFlowWorld.Query(StrangersIssuerWorld.Enterprise),
            ["pull_url"] = world.Grants.AbsoluteUri,
            ["scope"] = "bank-api",
            ["break"] = broken,
        });
        var line = await program.ReadAsync();
        if (line.GetProperty("event").GetString() != "authorize")
        {
            return line;
        }

        await program.WriteAsync(new JsonObject { ["callback"] = (await AnsweredAsync(new Uri(line.GetProperty("url").GetString()!))).AbsoluteUri });
        return await program.ReadAsync();
    }

    private static async Task<Uri> AnsweredAsync(Uri address)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        for (var n = 0; n < MostRedirects; n++)
        {
            using var answer = await browser.GetAsync(address);
            address = new Uri(address, answer.Headers.Location ?? throw new InvalidOperationException($"{address} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}"));
            if (address.AbsoluteUri.StartsWith(CodeFlowWorld.RedirectUri, StringComparison.Ordinal))
            {
                return address;
            }
        }

        throw new InvalidOperationException($"More than {MostRedirects} redirects, the last to {address}.");
    }
}
