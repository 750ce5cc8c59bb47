using System.Text.Json;
using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Intake;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Lending.Intake;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Consent;

/// <summary>What a node takes in and what it refuses, whoever owns the city's database.</summary>
public sealed class IntakeTests(NationDatabase nation) : IClassFixture<NationDatabase>
{
    private static readonly IIntakeHandler[] s_handlers = [.. ConsentIntake.Handlers([], SignedMessages.Portal), .. LendingIntake.Handlers([])];

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_signed_authorisation_is_kept_once()
    {
        using var passkey = new SoftwarePasskey();
        var message = SignedMessages.Sign(passkey);
        await ProveAsync(message.Uscc, passkey);

        (await TakeAsync(message)).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync(message)).ShouldBe((MessageFate.Duplicate, null));
        (await TakeAsync(SignedMessages.Sign(passkey, message.Uscc, id: message.Id))).ShouldBe((MessageFate.Refused, "number-reused"));
    }

    [Fact]
    [Trait("rule", "A4")]
    public async Task A_perfect_row_of_the_database_owner_is_refused()
    {
        using var enterprise = new SoftwarePasskey();
        using var owner = new SoftwarePasskey();
        var uscc = InventedCodes.Next();
        await ProveAsync(uscc, enterprise);
        var genuine = SignedMessages.Sign(enterprise, uscc);
        var forged = SignedMessages.Sign(owner, uscc);
        var asEnterprise = forged with { CredentialId = genuine.CredentialId };

        (await TakeAsync(forged)).ShouldBe((MessageFate.Refused, "unknown-credential"));
        (await TakeAsync(asEnterprise)).ShouldBe((MessageFate.Refused, "bad-signature"));
        (await TakeAsync(asEnterprise with { PublicKeyCose = genuine.PublicKeyCose })).ShouldBe((MessageFate.Refused, "bad-signature"));
        (await TakeAsync(genuine with { MaxUses = 400 })).ShouldBe((MessageFate.Refused, "terms-differ"));
        (await TakeAsync(genuine with { TextShown = genuine.TextShown.Replace("授权", "转让", StringComparison.Ordinal) })).ShouldBe((MessageFate.Refused, "text-altered"));
        (await nation.ScalarAsync<long>("select count(*) from consent.node_authorisation where uscc = $1", uscc)).ShouldBe(0);
    }

    [Fact]
    public async Task A_message_on_another_stream_or_with_unknown_members_is_refused()
    {
        using var passkey = new SoftwarePasskey();
        var message = SignedMessages.Sign(passkey);
        await ProveAsync(message.Uscc, passkey);

        (await TakeAsync("authorisation", InventedCodes.Next(), SignedMessages.Bytes(message))).ShouldBe((MessageFate.Refused, "wrong-stream"));
        (await TakeAsync("authorisation", message.Uscc, "{\"id\":1}"u8.ToArray())).ShouldBe((MessageFate.Refused, "malformed"));
    }

    [Fact]
    public async Task A_withdrawal_is_kept_once_and_only_for_a_known_authorisation()
    {
        using var passkey = new SoftwarePasskey();
        var message = SignedMessages.Sign(passkey);
        await ProveAsync(message.Uscc, passkey);
        var revocation = Json(new { authorisation_id = message.Id, uscc = message.Uscc, revoked_at = "2026-11-23T00:00:00Z", reason = "x" });

        (await TakeAsync("authorisation-revoked", message.Uscc, revocation)).ShouldBe((MessageFate.Refused, "unknown-authorisation"));
        await TakeAsync(message);
        (await TakeAsync("authorisation-revoked", message.Uscc, revocation)).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("authorisation-revoked", message.Uscc, revocation)).ShouldBe((MessageFate.Duplicate, null));
    }

    [Fact]
    [Trait("rule", "A5")]
    public async Task A_pause_and_its_end_reach_a_node_each_once_and_end_with_the_withdrawal()
    {
        using var passkey = new SoftwarePasskey();
        var message = SignedMessages.Sign(passkey);
        await ProveAsync(message.Uscc, passkey);
        var (rest, on) = (Pause(true), Pause(false));

        (await TakeAsync("authorisation-paused", message.Uscc, rest)).ShouldBe((MessageFate.Refused, "unknown-authorisation"));
        await TakeAsync(message);
        (await TakeAsync("authorisation-paused", message.Uscc, on)).ShouldBe((MessageFate.Duplicate, null));
        (await TakeAsync("authorisation-paused", message.Uscc, rest)).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("authorisation-paused", message.Uscc, rest)).ShouldBe((MessageFate.Duplicate, null));
        (await PausedAtAsync()).ShouldBe(new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc));
        (await TakeAsync("authorisation-paused", message.Uscc, on)).ShouldBe((MessageFate.Accepted, null));
        (await PausedAtAsync()).ShouldBeNull();
        (await TakeAsync("authorisation-paused", InventedCodes.Next(), rest)).ShouldBe((MessageFate.Refused, "wrong-stream"));
        (await TakeAsync("authorisation-paused", message.Uscc, "{}"u8.ToArray())).ShouldBe((MessageFate.Refused, "malformed"));
        await TakeAsync("authorisation-revoked", message.Uscc, Json(new { authorisation_id = message.Id, uscc = message.Uscc, revoked_at = "2026-11-24T00:00:00Z", reason = "x" }));
        (await TakeAsync("authorisation-paused", message.Uscc, rest)).ShouldBe((MessageFate.Duplicate, null));
        (await PausedAtAsync()).ShouldBeNull();

        byte[] Pause(bool paused) => Json(new { authorisation_id = message.Id, uscc = message.Uscc, paused, at = "2026-11-23T00:00:00Z" });
        Task<DateTime?> PausedAtAsync() => nation.ScalarAsync<DateTime?>("select paused_at from consent.node_authorisation where id = $1", message.Id);
    }

    [Fact]
    [Trait("rule", "C1")]
    [Trait("rule", "A5")]
    public async Task Lines_and_loans_stand_under_a_verified_return_leg_and_within_their_line()
    {
        using var passkey = new SoftwarePasskey();
        var message = SignedMessages.Sign(passkey);
        await ProveAsync(message.Uscc, passkey);
        var line = Guid.NewGuid();

        (await TakeAsync("credit-line", message.Uscc, Line(message, line))).ShouldBe((MessageFate.Refused, "unknown-authorisation"));
        await TakeAsync(message);
        (await TakeAsync("loan", message.Uscc, Loan(message, line, "N1", "100.00"))).ShouldBe((MessageFate.Refused, "unknown-line"));
        (await TakeAsync("credit-line", message.Uscc, Line(message, line))).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("credit-line", message.Uscc, Line(message, line))).ShouldBe((MessageFate.Duplicate, null));
        (await TakeAsync("loan", message.Uscc, Loan(message, line, "N1", "1000.01"))).ShouldBe((MessageFate.Refused, "line-exceeded"));
        var first = Loan(message, line, "N2", "800.00");
        (await TakeAsync("loan", message.Uscc, first)).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("loan", message.Uscc, first)).ShouldBe((MessageFate.Duplicate, null));
        (await TakeAsync("loan", message.Uscc, Loan(message, line, "N3", "200.01"))).ShouldBe((MessageFate.Refused, "line-exceeded"));
        (await TakeAsync("loan", message.Uscc, Loan(message, line, "N2", "100.00"))).ShouldBe((MessageFate.Refused, "number-reused"));
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task A_loans_life_is_followed_at_a_node_and_corrections_replace_versions()
    {
        using var passkey = new SoftwarePasskey();
        var message = SignedMessages.Sign(passkey);
        await ProveAsync(message.Uscc, passkey);
        await TakeAsync(message);
        var line = Guid.NewGuid();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var repayment = Guid.NewGuid();
        await TakeAsync("credit-line", message.Uscc, Line(message, line, "revolving"));
        await TakeAsync("loan", message.Uscc, Loan(message, line, "N1-" + line, "800.00", first));

        (await TakeAsync("repayment", message.Uscc, Repaid(message, repayment, second, "1.00"))).ShouldBe((MessageFate.Refused, "unknown-note"));
        (await TakeAsync("repayment", message.Uscc, Repaid(message, repayment, first, "800.01"))).ShouldBe((MessageFate.Refused, "balance-exceeded"));
        (await TakeAsync("repayment", message.Uscc, Repaid(message, repayment, first, "300.00"))).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("repayment", message.Uscc, Repaid(message, repayment, first, "300.00"))).ShouldBe((MessageFate.Duplicate, null));
        (await TakeAsync("repayment", message.Uscc, Repaid(message, Guid.NewGuid(), first, "1.00"))).ShouldBe((MessageFate.Refused, "number-reused"));
        (await TakeAsync("repayment-corrected", message.Uscc, Repaid(message, repayment, first, "200.00", 2))).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("repayment-corrected", message.Uscc, Repaid(message, repayment, first, "200.00", 2))).ShouldBe((MessageFate.Duplicate, null));
        (await TakeAsync("repayment-corrected", message.Uscc, Repaid(message, Guid.NewGuid(), first, "200.00", 2))).ShouldBe((MessageFate.Refused, "unknown-event"));
        (await BalanceAsync(first)).ShouldBe(600m);

        (await TakeAsync("loan", message.Uscc, Renewal(message, line, second, "600.01", first))).ShouldBe((MessageFate.Refused, "renewal-exceeds-balance"));
        (await TakeAsync("loan", message.Uscc, Renewal(message, line, second, "600.00", first))).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("loan", message.Uscc, Renewal(message, line, second, "600.00", first))).ShouldBe((MessageFate.Duplicate, null));
        (await BalanceAsync(first)).ShouldBe(0m);

        (await TakeAsync("credit-line-corrected", message.Uscc, Line(message, line, "revolving", "599.99", 2))).ShouldBe((MessageFate.Refused, "line-exceeded"));
        (await TakeAsync("credit-line-corrected", message.Uscc, Line(message, line, "revolving", "600.00", 2))).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("loan-corrected", message.Uscc, Loan(message, line, "N1-" + line, "700.00", first, 2))).ShouldBe((MessageFate.Refused, "balance-exceeded"));
        (await TakeAsync("loan-corrected", message.Uscc, Loan(message, line, "N1-" + line, "800.00", first, 2))).ShouldBe((MessageFate.Accepted, null));
        (await TakeAsync("loan-corrected", message.Uscc, Loan(message, line, "N1-" + line, "800.00", first))).ShouldBe((MessageFate.Refused, "malformed"));
    }

    [Fact]
    [Trait("rule", "A5")]
    public async Task A_line_under_an_authorisation_without_return_or_withdrawn_before_is_refused()
    {
        using var passkey = new SoftwarePasskey();
        var lookOnly = SignedMessages.Sign(passkey, returns: false);
        await ProveAsync(lookOnly.Uscc, passkey);
        var withdrawn = SignedMessages.Sign(passkey, lookOnly.Uscc);
        await TakeAsync(lookOnly);
        await TakeAsync(withdrawn);
        await TakeAsync(
            "authorisation-revoked", withdrawn.Uscc, Json(new { authorisation_id = withdrawn.Id, uscc = withdrawn.Uscc, revoked_at = "2026-11-22T07:00:00Z", reason = "x" }));

        (await TakeAsync("credit-line", lookOnly.Uscc, Line(lookOnly, Guid.NewGuid()))).ShouldBe((MessageFate.Refused, "no-return-authorisation"));
        (await TakeAsync("credit-line", withdrawn.Uscc, Line(withdrawn, Guid.NewGuid()))).ShouldBe((MessageFate.Refused, "authorisation-revoked"));
    }

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    private static byte[] Line(AuthorisationMessage message, Guid id, string kind = "single", string amount = "1000.00", int version = 1) => Json(new
    {
        id, uscc = message.Uscc, bank_uscc = message.BankUscc, client_id = "c", authorisation_id = message.Id, line_no = "L-" + id.ToString("N"), amount_yuan = amount,
        annual_rate_percent = "4.35", valid_from = "2026-11-22", valid_to = "2027-11-22", kind, posted_at = "2026-11-22T08:00:00.123456Z", version,
    });

    private static byte[] Loan(AuthorisationMessage message, Guid line, string note, string amount, Guid? id = null, int version = 1) => Json(new
    {
        id = id ?? Guid.NewGuid(), uscc = message.Uscc, bank_uscc = message.BankUscc, client_id = "c", authorisation_id = message.Id, credit_line_id = line,
        line_no = "L-" + line.ToString("N"), note_no = note, amount_yuan = amount, annual_rate_percent = "4.35", disbursed_on = "2026-11-22", due_on = "2027-05-22",
        loan_type = "credit", first_loan = true, posted_at = "2026-11-22T08:00:00.123456Z", version,
    });

    private static byte[] Renewal(AuthorisationMessage message, Guid line, Guid id, string amount, Guid renewed) => Json(new
    {
        id, uscc = message.Uscc, bank_uscc = message.BankUscc, client_id = "c", authorisation_id = message.Id, credit_line_id = line,
        line_no = "L-" + line.ToString("N"), note_no = "R-" + line, amount_yuan = amount, annual_rate_percent = "4.35", disbursed_on = "2026-11-23", due_on = "2027-05-22",
        loan_type = "credit", first_loan = false, posted_at = "2026-11-23T08:00:00.123456Z", renewal = "no-repayment", renewed_loan_id = renewed,
    });

    private static byte[] Repaid(AuthorisationMessage message, Guid id, Guid loan, string principal, int version = 1) => Json(new
    {
        id, uscc = message.Uscc, bank_uscc = message.BankUscc, client_id = "c", authorisation_id = message.Id, loan_id = loan, note_no = "N", event_no = "E1",
        occurred_on = "2026-11-23", posted_at = "2026-11-23T08:00:00.123456Z", principal_yuan = principal, interest_yuan = "0.00", balance_yuan = "0.00", payer = "borrower", version,
    });

    private Task<decimal> BalanceAsync(Guid loan) => nation.ScalarAsync<decimal>("select balance_yuan from lending.node_loan where id = $1", loan);

    private Task<(MessageFate Fate, string? Code)> TakeAsync(AuthorisationMessage message) => TakeAsync("authorisation", message.Uscc, SignedMessages.Bytes(message));

    private async Task<(MessageFate Fate, string? Code)> TakeAsync(string kind, string uscc, byte[] payload)
    {
        await using var connection = await nation.OpenAsync("node");
        await using var transaction = await connection.BeginTransactionAsync();
        var outcome = await s_handlers.Single(handler => handler.Kind == kind).HandleAsync(
            new IntakeContext(connection, transaction, Guid.NewGuid(), "city", "enterprise:" + uscc, kind, payload, TimeProvider.System.GetUtcNow(), TimeProvider.System.GetUtcNow()), default);
        await transaction.CommitAsync();
        return (outcome.Fate, outcome.Code);
    }

    private Task ProveAsync(string uscc, SoftwarePasskey passkey) => nation.ExecuteAsync(
        """
        insert into identity.node_credential (uscc, credential_id, public_key_cose, level, method, verifier_statement, verified_at, received_at)
        values ($1, $2, $3, 1, 'small-transfer', 'x', clock_timestamp(), clock_timestamp())
        """,
        uscc, passkey.CredentialId, passkey.PublicKeyCose);
}
