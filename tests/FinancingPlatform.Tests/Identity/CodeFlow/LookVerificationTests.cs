using FinancingPlatform.Identity.Looks;
using FinancingPlatform.Tests.Portal;
using Npgsql;
using SoftwarePasskey = FinancingPlatform.Tests.Consent.SoftwarePasskey;

namespace FinancingPlatform.Tests.Identity.CodeFlow;

/// <summary>A look that no bank signed is found offline; each test has a city of its own, because the first forgery ends the search.</summary>
[Trait("rule", "A6")]
public sealed class LookVerificationTests : IAsyncLifetime
{
    private readonly CodeFlowWorld _world = new();
    private readonly ProofMaker _key = new();
    private string _uscc = "";
    private string _client = "";

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        using var bank = await _world.RegisterAsync();
        using var passkey = new SoftwarePasskey();
        var verifier = CodeFlowWorld.NewVerifier();
        (var visitor, _, _uscc) = await _world.Portal.EnterpriseAsync(passkey);
        _client = bank.ClientId;
        var code = await _world.CodeAsync(visitor, passkey, bank, verifier);
        var (_, tokens) = await _world.ExchangeAsync(bank, _key, code, verifier);
        await _world.PullAsync(_key, tokens.GetProperty("access_token").GetString()!, _uscc);
        (await VerifyAsync()).ShouldBeNull("an honest look holds");
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData("no proof at all", LookSignature.NotSigned)]
    [InlineData("a proof by a key of the forger", LookSignature.NoToken)]
    [InlineData("an old proof of the bank", LookSignature.AnotherTime)]
    [InlineData("the proof of another look", LookSignature.ProofTwice)]
    public async Task A_look_that_the_APIs_role_makes_without_the_bank_is_named(string what, string fault)
    {
        using var forger = new ProofMaker();
        const string url = "http://localhost:1/v1/score-pulls";
        var proof = what switch
        {
            "a proof by a key of the forger" => forger.Make("POST", url, "token"),
            "an old proof of the bank" => _key.Make("POST", url, "token", (_, p) => p["iat"] = TimeProvider.System.GetUtcNow().AddMinutes(-5).ToUnixTimeSeconds()),
            "the proof of another look" => await _world.Portal.Db.ScalarAsync<string>("select proof from consent.access_record limit 1"),
            _ => "proof",
        };
        var ticket = await ForgeAsync(proof!);
        (await VerifyAsync()).ShouldBe($"look {ticket:D}: {fault}");
    }

    [Fact]
    public async Task A_token_request_that_the_owner_of_the_database_wrote_is_no_request_of_the_bank()
    {
        using var forger = new ProofMaker();
        await _world.Portal.Db.ExecuteAsync(
            """
            insert into identity.token_request (client_id, assertion_jti_sha256, token_id, jkt, client_assertion, dpop_proof, issued_at, expires_at)
            values ($1, sha256('x'), 'forged', $2, $3, 'x', clock_timestamp(), clock_timestamp() + interval '5 minutes')
            """,
            _client, forger.Thumbprint,
            Jwt.Make(new() { ["alg"] = "ES256" }, new() { ["iss"] = _client, ["sub"] = _client }, Jwt.Es256(forger.Key)));
        var ticket = await ForgeAsync(forger.Make("POST", "http://localhost:1/v1/score-pulls", "token"));
        (await VerifyAsync()).ShouldBe($"look {ticket:D}: {LookSignature.TokenNotSigned}");
    }

    [Fact]
    public async Task A_forged_look_is_named_also_when_it_says_that_it_showed_nothing()
    {
        var ticket = await ForgeAsync("proof");
        await _world.Portal.Db.ExecuteAsync("update consent.access_record set outcome = 'nothing-shown', refusal = 'score-missing' where ticket = $1", ticket);

        (await VerifyAsync()).ShouldBe($"look {ticket:D}: {LookSignature.NotSigned}");
    }

    private async Task<Guid> ForgeAsync(string proof)
    {
        await using var connection = await _world.Portal.Db.OpenAsync("bank_api");
        var ticket = Guid.CreateVersion7();
        await using var command = new NpgsqlCommand("select outcome from consent.open_look($1, $2, $3, $4, array['invoice-sales'], 'loan-application', 'o', 'b', 'R', $5)", connection);
        foreach (var value in new object[] { ticket, _client, PortalServer.BankA, _uscc, proof })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        (await command.ExecuteScalarAsync()).ShouldBe("granted");
        return ticket;
    }

    private async Task<string?> VerifyAsync()
    {
        await using var connection = await _world.Portal.Db.OpenAsync("worker");
        return await LookVerification.FirstForgeryAsync(connection, ownIssuer: true, CancellationToken.None);
    }
}
