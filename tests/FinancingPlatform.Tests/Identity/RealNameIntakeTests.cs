using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Identity.Intake;
using FinancingPlatform.Identity.Verification;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Identity;

/// <summary>A node believes the verifier, not the city (rule A3).</summary>
public sealed class RealNameIntakeTests(NodeDatabase node) : IClassFixture<NodeDatabase>, IDisposable
{
    private static int s_last;
    private readonly ECDsa _verifier = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly SoftwarePasskey _passkey = new(new Uri("http://localhost:5080"));
    private readonly string _uscc = $"91370902MB{Interlocked.Increment(ref s_last):D7}X";

    public void Dispose()
    {
        _verifier.Dispose();
        _stranger.Dispose();
        _passkey.Dispose();
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task A_statement_of_a_trusted_verifier_makes_the_key_known_and_again_changes_nothing()
    {
        (await TakeAsync(Message())).ShouldBe(IntakeOutcome.Accepted);
        (await TakeAsync(Message())).ShouldBe(IntakeOutcome.Duplicate);
        (await node.ScalarAsync<byte[]>("select public_key_cose from identity.node_credential where uscc = $1", _uscc)).ShouldBe(_passkey.PublicKeyCose());
    }

    [Theory]
    [InlineData("another stream", "wrong-stream")]
    [InlineData("another verifier", "bad-verifier-statement")]
    [InlineData("a changed statement", "bad-verifier-statement")]
    [InlineData("another key", "statement-of-another")]
    [InlineData("another enterprise", "statement-of-another")]
    [InlineData("level 2", "level-not-proved")]
    [InlineData("not JSON", "malformed")]
    [InlineData("no key", "malformed")]
    [Trait("rule", "A3")]
    public async Task Anything_else_is_refused_and_leaves_nothing(string what, string code)
    {
        using var other = new SoftwarePasskey(new Uri("http://localhost:5080"));
        var message = Message();
        message = what switch
        {
            "another verifier" => message with { VerifierStatement = Statement(_stranger, _uscc) },
            "a changed statement" => message with { VerifierStatement = message.VerifierStatement[..^2] + (message.VerifierStatement.EndsWith('A') ? "BB" : "AA") },
            "another key" => message with { PublicKeyCose = other.PublicKeyCose() },
            "another enterprise" => message with { VerifierStatement = Statement(_verifier, "91370902MB9999999X") },
            "level 2" => message with { Level = 2 },
            "no key" => message with { PublicKeyCose = [] },
            _ => message,
        };
        var payload = what == "not JSON" ? Encoding.UTF8.GetBytes("{") : message.ToPayload();
        var outcome = await TakeAsync(payload, what == "another stream" ? "enterprise:91370902MB9999999X" : $"enterprise:{_uscc}");
        outcome.ShouldBe(IntakeOutcome.Refused(code));
        (await node.ScalarAsync<long>("select count(*) from identity.node_credential where uscc = $1", _uscc)).ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "A3")]
    public async Task A_proven_key_is_not_replaced_under_its_own_id()
    {
        (await TakeAsync(Message())).ShouldBe(IntakeOutcome.Accepted);
        using var other = new SoftwarePasskey(new Uri("http://localhost:5080"));
        var swapped = Message() with { PublicKeyCose = other.PublicKeyCose(), VerifierStatement = Statement(_verifier, _uscc, other) };
        (await TakeAsync(swapped)).ShouldBe(IntakeOutcome.Refused("credential-of-another-key"));
    }

    private RealNameMessage Message() => new(
        _uscc, "泰安虚构有限公司", 1, "small-transfer", Statement(_verifier, _uscc), _passkey.CredentialId, _passkey.PublicKeyCose(), TimeProvider.System.GetUtcNow());

    private string Statement(ECDsa key, string uscc, SoftwarePasskey? passkey = null) => Jwt.Make(
        new JsonObject { ["alg"] = "ES256", ["kid"] = "v1" },
        new JsonObject
        {
            ["transfer_id"] = Guid.NewGuid().ToString(),
            ["uscc"] = uscc,
            ["credential_sha256"] = VerificationStatement.CredentialHash((passkey ?? _passkey).PublicKeyCose()),
            ["method"] = "small-transfer",
            ["confirmed_at"] = "2026-11-01T00:00:00.0000000Z",
        },
        Jwt.Es256(key));

    private Task<IntakeOutcome> TakeAsync(RealNameMessage message) => TakeAsync(message.ToPayload(), $"enterprise:{_uscc}");

    private async Task<IntakeOutcome> TakeAsync(byte[] payload, string stream)
    {
        var handler = IdentityIntake.Handlers([new VerificationKey("v1", "verifier", _verifier)]).Single();
        await using var connection = await node.OpenAsync("node");
        await using var transaction = await connection.BeginTransactionAsync();
        var now = TimeProvider.System.GetUtcNow();
        var outcome = await handler.HandleAsync(
            new IntakeContext(connection, transaction, Guid.NewGuid(), "city", stream, handler.Kind, payload, now, now), CancellationToken.None);
        await transaction.CommitAsync();
        return outcome;
    }
}
