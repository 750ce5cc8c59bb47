using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Identity.CodeFlow;
using Microsoft.AspNetCore.WebUtilities;
using SoftwarePasskey = FinancingPlatform.Tests.Consent.SoftwarePasskey;

namespace FinancingPlatform.Tests.Identity.Strangers;

/// <summary>The same strangers against an issuer and an API that ask for nonces: their libraries know what to do (RFC 9449 sections 8 and 9).</summary>
public sealed class StrangersNonceTests(NonceWorld world) : StrangersWalk(world), IClassFixture<NonceWorld>
{
    [Fact, Trait("clause", "RFC9449-8"), Trait("clause", "RFC9449-9")]
    public async Task Openid_client_comes_again_with_the_nonce_by_itself()
    {
        var (end, uscc) = await WalkAsync("bank-client.mjs", broken: null);
        end.GetProperty("event").GetString().ShouldBe("done", end.ToString());
        end.GetProperty("details").GetProperty("uscc").GetString().ShouldBe(uscc);
    }
}

/// <summary>Clients that nobody here wrote walk the whole flow, and break one step at a time.</summary>
public sealed class StrangersClientTests(CodeFlowWorld world) : StrangersWalk(world), IClassFixture<CodeFlowWorld>
{
    [Fact, Trait("clause", "RFC9068-4"), Trait("clause", "RFC9126-2"), Trait("clause", "RFC9207-2.4"), Trait("clause", "RFC9396-7")]
    public async Task Oauth4webapi_asks_gets_pulls_renews_and_gives_up()
    {
        var (end, uscc) = await WalkAsync("code-flow.mjs", broken: null);
        end.GetProperty("event").GetString().ShouldBe("done", end.ToString());
        end.GetProperty("token_type").GetString().ShouldBe("dpop");
        end.GetProperty("details").GetProperty("uscc").GetString().ShouldBe(uscc);
        // Nobody computed a score in this city: the gate let the look through and recorded it.
        end.GetProperty("pulled").GetProperty("body").GetProperty("code").GetString().ShouldBe("score-missing");
        end.GetProperty("again").GetProperty("body").GetProperty("code").GetString().ShouldBe("score-missing");
        end.GetProperty("rotated").GetBoolean().ShouldBeFalse("FAPI 2.0 section 5.3.2.1-10");
        end.GetProperty("subject").GetString().ShouldBe(uscc);
        end.GetProperty("bound").GetBoolean().ShouldBeTrue();
        end.GetProperty("after_revocation").GetString().ShouldBe("invalid_grant");
        (await World.Portal.Db.ScalarAsync<long>("select count(*) from consent.access_record where uscc = $1 and outcome = 'nothing-shown'", uscc)).ShouldBe(2);
    }

    [Fact, Trait("clause", "RFC9126-2"), Trait("clause", "RFC6749-4.4")]
    public async Task Openid_client_works_as_a_bank_would_write_it()
    {
        var (end, uscc) = await WalkAsync("bank-client.mjs", broken: null);
        end.GetProperty("event").GetString().ShouldBe("done", end.ToString());
        end.GetProperty("listed").GetProperty("status").GetInt32().ShouldBe(200);
        end.GetProperty("details").GetProperty("uscc").GetString().ShouldBe(uscc);
        end.GetProperty("pulled").GetProperty("body").GetProperty("code").GetString().ShouldBe("score-missing");
        end.GetProperty("renewed").GetBoolean().ShouldBeTrue();
    }

    public static TheoryData<string, string, string, string?> Cases { get; } = [.. BrokenSteps.All.Select(s => (s.Clause, s.Name, s.Step, s.Error))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task One_broken_step_ends_the_flow_there(string clause, string broken, string step, string? error)
    {
        var (end, _) = await WalkAsync("code-flow.mjs", broken);
        end.GetProperty("event").GetString().ShouldBe("refused", $"{clause}: {end}");
        end.GetProperty("step").GetString().ShouldBe(step, $"{clause}: {end}");
        if (error is not null)
        {
            end.GetProperty("error").GetString().ShouldBe(error, $"{clause}: {end}");
        }
    }
}

/// <summary>One walk: the stranger is the bank's client; the enterprise's part is played over HTTP with a software passkey.</summary>
public abstract class StrangersWalk(CodeFlowWorld world)
{
    protected CodeFlowWorld World { get; } = world;

    protected async Task<(JsonElement End, string Uscc)> WalkAsync(string file, string? broken)
    {
        using var bank = await World.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var (visitor, _, uscc) = await World.Portal.EnterpriseAsync(passkey);
        using var program = await StrangersProgram.StartAsync(file, new JsonObject
        {
            ["issuer"] = World.Issuer,
            ["audience"] = World.Portal.BankApi.OriginalString,
            ["client_id"] = bank.ClientId,
            ["private_jwk"] = JsonNode.Parse(bank.ToJson())!["private_jwk"]!.DeepClone(),
            ["redirect_uri"] = CodeFlowWorld.RedirectUri,
            ["details"] = CodeFlowWorld.Query(uscc),
            ["pull_url"] = new Uri(World.Portal.BankApi, "/v1/score-pulls").AbsoluteUri,
            ["list_url"] = new Uri(World.Portal.BankApi, "/v1/authorisations").AbsoluteUri,
            ["break"] = broken,
        });
        var line = await program.ReadAsync();
        if (line.GetProperty("event").GetString() != "authorize")
        {
            return (line, uscc);
        }

        var address = new Uri(line.GetProperty("url").GetString()!);
        address.GetLeftPart(UriPartial.Path).ShouldBe(World.Issuer + "/connect/authorize");
        using var signed = await World.SignAsync(visitor, passkey, bank, QueryHelpers.ParseQuery(address.Query)["request_uri"].ToString(), "look", "return");
        signed.StatusCode.ShouldBe(HttpStatusCode.Created, await signed.Content.ReadAsStringAsync());
        await program.WriteAsync(new JsonObject { ["callback"] = signed.Headers.Location!.AbsoluteUri });
        return (await program.ReadAsync(), uscc);
    }
}
