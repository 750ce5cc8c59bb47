using System.Text.Json;
using FinancingPlatform.Identity.Dpop;
using FinancingPlatform.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace FinancingPlatform.Tests.Identity;

/// <summary>The proofs printed in RFC 9449 (figures 2 and 12), at the time at which they were made.</summary>
public sealed class Rfc9449Tests
{
    [Theory]
    [InlineData("token_request")]
    [InlineData("resource_request")]
    public async Task The_proofs_of_the_standard_pass_at_their_time(string name)
    {
        var (file, request) = Read(name);
        var (proof, fault) = await VerifyAsync(request, secondsLater: 0);
        fault.ShouldBeNull();
        proof!.Jkt.ShouldBe(file.GetProperty("jkt").GetString());
        proof.Jti.ShouldBe(request.GetProperty("jti").GetString());
    }

    [Theory]
    [InlineData("token_request", 60, null)]
    [InlineData("token_request", 61, "iat")]
    [InlineData("token_request", -10, null)]
    [InlineData("token_request", -11, "iat")]
    public async Task They_fail_outside_the_window(string name, int secondsLater, string? check)
    {
        var (_, fault) = await VerifyAsync(Read(name).Request, secondsLater);
        fault?.Check.ShouldBe(check);
        (fault is null).ShouldBe(check is null);
    }

    [Fact]
    public async Task One_changed_character_of_the_signature_fails()
    {
        var (_, request) = Read("token_request");
        var proof = request.GetProperty("proof").GetString()!;
        var at = proof.LastIndexOf('.') + 10;
        var spoiled = proof[..at] + (proof[at] == 'A' ? 'B' : 'A') + proof[(at + 1)..];
        var (_, fault) = await VerifyAsync(request, 0, spoiled);
        fault!.Check.ShouldBe("signature");
    }

    private static async Task<(DpopProof? Proof, DpopFault? Fault)> VerifyAsync(JsonElement request, int secondsLater, string? proof = null)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(request.GetProperty("iat").GetInt64() + secondsLater));
        using var verifier = new DpopProofVerifier(clock, Options.Create(new DpopOptions()));
        var ath = request.TryGetProperty("ath", out var hash) ? hash.GetString() : null;
        return await verifier.VerifyAsync(
            proof ?? request.GetProperty("proof").GetString(), request.GetProperty("htm").GetString()!, new Uri(request.GetProperty("htu").GetString()!), ath);
    }

    private static (JsonElement File, JsonElement Request) Read(string name)
    {
        var file = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(SharedData.Require("jose/dpop_rfc9449.json")));
        return (file, file.GetProperty(name));
    }
}
