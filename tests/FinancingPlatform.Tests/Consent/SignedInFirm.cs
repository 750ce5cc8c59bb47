using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Consent.Texts;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Consent;

/// <summary>A verified enterprise that is signed in, seen as the portal sees it: its role, its session, its rows only.</summary>
internal sealed class SignedInFirm : IDisposable
{
    private readonly string _session = Guid.NewGuid().ToString("N");

    private SignedInFirm(GateCase test) => Case = test;

    public GateCase Case { get; }

    public SoftwarePasskey Passkey { get; } = new();

    public RelyingParty Portal => SignedMessages.Portal;

    public AuthorisationService Service { get; } = new(TimeProvider.System, SignedMessages.Portal);

    public static async Task<SignedInFirm> CreateAsync(CityDatabase db, bool verified = true, Func<string, byte[], string>? statement = null)
    {
        var firm = new SignedInFirm(await GateCase.CreateAsync(db));
        var account = Guid.NewGuid();
        await db.ExecuteAsync(
            """
            insert into identity.account (id, kind, enterprise_id, user_name, display_name, security_stamp, created_at)
            values ($1, 'enterprise', $2, $3, '测试', 'x', clock_timestamp())
            """,
            account, firm.Case.EnterpriseId, firm.Case.Uscc);
        await db.ExecuteAsync(
            """
            insert into identity.session (token_sha256, account_id, method, created_at, expires_at)
            values (sha256(convert_to($1, 'UTF8')), $2, 'passkey', clock_timestamp(), clock_timestamp() + interval '1 hour')
            """,
            firm._session, account);
        if (verified)
        {
            await db.ExecuteAsync(
                """
                insert into identity.verification
                    (id, enterprise_id, account_id, level, method, verifier, evidence, credential_id, public_key_cose, legal_representative, verified_at, valid_until)
                values (gen_random_uuid(), $1, $2, 1, 'small-transfer', 'test', $5, $3, $4, '张三', clock_timestamp(), current_date + 300)
                """,
                firm.Case.EnterpriseId, account, firm.Passkey.CredentialId, firm.Passkey.PublicKeyCose,
                statement?.Invoke(firm.Case.Uscc, firm.Passkey.PublicKeyCose) ?? "x");
        }

        return firm;
    }

    public AuthorisationRequest Request(int days = 90, string[]? items = null) => new(
        Case.Bank, "2024", items ?? ["invoice-sales", "invoice-purchase"], "loan-application", new AuthorisationLegs(true, true, false), null,
        China.Today(TimeProvider.System).AddDays(days), 10);

    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, NpgsqlTransaction, Task<T>> work, bool commit = true)
    {
        await using var connection = await Case.Db.OpenAsync("portal");
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var session = new NpgsqlCommand("select set_config('platform.session', $1, true)", connection) { Parameters = { new() { Value = _session } } })
        {
            await session.ExecuteNonQueryAsync();
        }

        var result = await work(connection, transaction);
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
        return result;
    }

    /// <summary>Shows the text and signs it.</summary>
    public async Task<(Guid Id, PasskeyAssertion Assertion)> SignAsync()
    {
        var options = (await RunAsync((c, t) => Service.OptionsAsync(c, t, Request(), default))).Value;
        return (options.Id, Passkey.Sign(options.Challenge, Portal));
    }

    /// <summary>Shows, signs and grants.</summary>
    public async Task<Guid> GrantAsync()
    {
        var (id, assertion) = await SignAsync();
        return (await RunAsync((c, t) => Service.GrantAsync(c, t, id, assertion, default))).Value;
    }

    public void Dispose() => Passkey.Dispose();
}
