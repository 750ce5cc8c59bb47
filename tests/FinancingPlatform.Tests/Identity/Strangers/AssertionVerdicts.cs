using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>One run of <c>client-assertion.mjs</c>, whose answers the rows of the theory read one by one.</summary>
public abstract class AssertionVerdicts(ApiWorld world)
{
    private static readonly ConditionalWeakTable<ApiWorld, Lazy<Task<JsonElement>>> s_runs = [];

    [Fact]
    public async Task The_script_knows_every_case_of_the_table_and_no_other_and_a_good_one_still_works_afterwards()
    {
        var end = await AnswersAsync();
        end.GetProperty("verdicts").EnumerateObject().Select(v => v.Name).ShouldBe(AssertionCases.All.Select(c => c.Name), ignoreOrder: true);
        end.GetProperty("afterwards").GetProperty("granted").GetBoolean().ShouldBeTrue(end.GetProperty("afterwards").ToString());
    }

    protected async Task<JsonElement> VerdictAsync(string name) => (await AnswersAsync()).GetProperty("verdicts").GetProperty(name);

    private Task<JsonElement> AnswersAsync() => s_runs.GetValue(world, static w => new Lazy<Task<JsonElement>>(() => RunAsync(w))).Value;

    private static async Task<JsonElement> RunAsync(ApiWorld world)
    {
        using var bank = await world.RegisterBankWithTwoKeysAsync();
        using var other = await world.RegisterBankAsync();
        using var program = await StrangersProgram.StartAsync("client-assertion.mjs", new JsonObject
        {
            ["issuer"] = world.Issuer.OriginalString,
            ["client_id"] = bank.ClientId,
            ["other_client_id"] = other.ClientId,
            ["private_jwk"] = JsonNode.Parse(bank.ToJson())!["private_jwk"]!.DeepClone(),
            ["rsa_jwk"] = Jwt.PrivateJwk(world.SecondKey, ApiWorld.SecondKid),
        });
        var end = await program.ReadAsync();
        end.GetProperty("event").GetString().ShouldBe("done", end.ToString());
        return end;
    }
}
