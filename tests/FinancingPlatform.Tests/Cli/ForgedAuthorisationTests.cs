using System.CommandLine;
using System.Security.Cryptography;
using FinancingPlatform.Cli;
using FinancingPlatform.Cli.Audit;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using Npgsql;

namespace FinancingPlatform.Tests.Cli;

/// <summary>What <c>fp audit verify</c> says of a city whose database's owner writes authorisations.</summary>
public sealed class ForgedAuthorisationTests : IAsyncLifetime
{
    private readonly CityDatabase _city = new();
    private readonly SigningKey _verifier = NewKey("phone-verifier");

    public ValueTask InitializeAsync() => _city.InitializeAsync();

    public ValueTask DisposeAsync() => _city.DisposeAsync();

    [Fact]
    [Trait("rule", "A4")]
    public async Task What_the_enterprise_signed_holds_also_after_its_verification_ended()
    {
        using var firm = await FirmAsync();
        await firm.GrantAsync();
        await firm.GrantAsync();
        await _city.ExecuteAsync("update identity.verification set revoked_at = clock_timestamp(), revoke_reason = 'representative-changed'");

        var found = await VerifyAsync();

        found.ShouldBe(new AuditVerification(true, 2, 0, null));
        Tell(found).ShouldBe(ExitCodes.Ok);
    }

    [Fact]
    public async Task A_portal_that_moved_is_no_forger()
    {
        using var firm = await FirmAsync();
        var id = await firm.GrantAsync();
        var now = new RelyingParty("http://localhost:6080");

        (await VerifyAsync(now)).FirstBad.ShouldBe($"authorisation {id}: bad-signature");
        (await VerifyAsync(now, SignedMessages.Portal)).Ok.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("rule", "A4")]
    public async Task A_perfect_row_by_the_databases_owner_is_named(bool withTheLowestNumber)
    {
        using var firm = await FirmAsync();
        await firm.GrantAsync();
        using var owner = new SoftwarePasskey();
        var forged = SignedMessages.Sign(owner, firm.Case.Uscc, firm.Case.Bank, id: withTheLowestNumber ? Guid.Empty : null);
        await InsertAsync(forged);

        var found = await VerifyAsync();

        found.ShouldBe(new AuditVerification(false, 1, 0, $"authorisation {forged.Id}: unknown-credential"));
        Tell(found).ShouldBe(ExitCodes.Failure);
    }

    [Theory]
    [InlineData(true, "small-transfer")]
    [InlineData(false, "word-of-mouth")]
    [Trait("rule", "A4")]
    public async Task A_verification_that_the_owner_wrote_vouches_for_nothing(bool byAnotherKey, string method)
    {
        using var firm = await FirmAsync();
        using var owner = new SoftwarePasskey();
        var signer = byAnotherKey ? NewKey(_verifier.Kid) : _verifier;
        await VouchAsync(firm.Case.EnterpriseId, owner, SignedStatements.Sign(signer, firm.Case.Uscc, owner.PublicKeyCose, method));
        var forged = SignedMessages.Sign(owner, firm.Case.Uscc, firm.Case.Bank);
        await InsertAsync(forged);

        (await VerifyAsync()).FirstBad.ShouldBe($"authorisation {forged.Id}: unknown-credential");
    }

    [Theory]
    [InlineData("update consent.authorisation set leg_training = true", "terms-differ")]
    [InlineData("update consent.authorisation set max_uses = 400", "terms-differ")]
    [InlineData("update consent.authorisation set items = items || '{utility-water}'", "terms-differ")]
    [InlineData("update consent.authorisation set id = gen_random_uuid()", "terms-differ")]
    [InlineData("update consent.authorisation set text_shown = 'x' || text_shown, text_sha256 = sha256(convert_to('x' || text_shown, 'UTF8'))", "bad-signature")]
    [InlineData("update consent.authorisation set nonce = sha256('x')", "bad-signature")]
    [InlineData("update consent.authorisation set signature = set_byte(signature, 20, get_byte(signature, 20) # 1)", "bad-signature")]
    [InlineData("update consent.authorisation set signature = ''", "bad-signature")]
    [InlineData("update consent.authorisation set credential_id = '\\x01'", "unknown-credential")]
    [InlineData("update consent.authorisation set public_key_cose = '\\x01'", "unknown-credential")]
    [InlineData("drop trigger authorisation_text_digest on consent.authorisation; update consent.authorisation set text_shown = 'x'", "text-altered")]
    [InlineData("alter table consent.authorisation drop constraint authorisation_enterprise_id_fkey; update consent.authorisation set enterprise_id = -1", "unknown-credential")]
    [Trait("rule", "A4")]
    public async Task What_the_owner_changes_in_an_honest_row_is_named(string tampering, string fault)
    {
        using var firm = await FirmAsync();
        await firm.GrantAsync();
        await _city.ExecuteAsync(tampering);
        var id = await _city.ScalarAsync<Guid>("select id from consent.authorisation");

        (await VerifyAsync()).FirstBad.ShouldBe($"authorisation {id}: {fault}");
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task An_honest_signature_under_another_enterprises_number_is_named()
    {
        using var firm = await FirmAsync();
        using var other = await FirmAsync();
        var id = await firm.GrantAsync();
        await VouchAsync(other.Case.EnterpriseId, firm.Passkey, SignedStatements.Sign(_verifier, firm.Case.Uscc, firm.Passkey.PublicKeyCose));
        await _city.ExecuteAsync("update consent.authorisation set enterprise_id = $1", other.Case.EnterpriseId);

        (await VerifyAsync()).FirstBad.ShouldBe($"authorisation {id}: terms-differ");
    }

    [Fact]
    public async Task Pages_of_evidence_leave_no_row_out_and_repeat_none()
    {
        using var firm = await FirmAsync();
        for (var i = 0; i < 3; i++)
        {
            await firm.GrantAsync();
        }

        var read = new List<Guid>();
        await using var connection = await _city.OpenAsync("worker");
        Guid? after = null;
        do
        {
            await using var command = new NpgsqlCommand("select id from consent.evidence($1, 1)", connection) { Parameters = { new NpgsqlParameter<Guid?> { TypedValue = after } } };
            after = await command.ExecuteScalarAsync() as Guid?;
            read.AddRange(after is { } id ? [id] : []);
        }
        while (after is not null && read.Count < 10);

        read.ShouldBe((await _city.ScalarAsync<Guid[]>("select array_agg(id order by id) from consent.authorisation"))!);
    }

    private static SigningKey NewKey(string kid) => new(kid, "verifier", ECDsa.Create(ECCurve.NamedCurves.nistP256));

    private static int Tell(AuditVerification found) => AuditCommand.Tell(Output.For(new RootCommand { Output.JsonOption() }.Parse([])), found);

    private Task<SignedInFirm> FirmAsync() => SignedInFirm.CreateAsync(_city, statement: (uscc, key) => SignedStatements.Sign(_verifier, uscc, key));

    private async Task<AuditVerification> VerifyAsync(params RelyingParty[] portals)
    {
        await using var connection = await _city.OpenAsync("worker");
        var chain = await AuditVerifier.VerifyAsync(await AuditEvidence.FromDatabaseAsync(connection, null, default), [], default);
        var check = new AuthorisationCheck(portals.Length > 0 ? portals : [SignedMessages.Portal], [new VerificationKey(_verifier.Kid, _verifier.Use, _verifier.Key)]);
        return await check.AfterAsync(chain, connection, default);
    }

    private Task VouchAsync(long enterpriseId, SoftwarePasskey passkey, string statement) => _city.ExecuteAsync(
        """
        insert into identity.verification
            (id, enterprise_id, account_id, level, method, verifier, evidence, credential_id, public_key_cose, verified_at, valid_until)
        select gen_random_uuid(), $1, a.id, 1, 'small-transfer', 'test', $2, $3, $4, clock_timestamp(), current_date + 300
        from identity.account a where a.enterprise_id = $1
        """,
        enterpriseId, statement, passkey.CredentialId, passkey.PublicKeyCose);

    private async Task InsertAsync(AuthorisationMessage message)
    {
        await using var command = _city.Source(DatabaseRoles.Owner).CreateCommand(
            """
            insert into consent.authorisation
            (
                id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses, text_version,
                text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, signed_at, public_key_cose, enterprise_id
            )
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, e.id
            from registry.enterprise e where e.uscc = $2
            """);
        AuthorisationRow.AddTo(command.Parameters, message);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = AuthorisationMessage.Bytes(message.PublicKeyCose)! });
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
