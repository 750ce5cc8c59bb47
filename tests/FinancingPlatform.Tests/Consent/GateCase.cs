using System.Security.Cryptography;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Consent;

/// <summary>The answer of the gate.</summary>
internal sealed record LookAnswer(string Outcome, string? Refusal, Guid? AuthorisationId, Guid Ticket);

/// <summary>The answer of a ticket.</summary>
internal sealed record TicketAnswer(long? EnterpriseId, string? Refusal);

/// <summary>An enterprise of its own, a bank, and authorisations as rows: the gate reads rows, signatures are tested elsewhere.</summary>
internal sealed class GateCase
{
    public const string Look = "select outcome, refusal, authorisation_id from consent.open_look($1, $2, $3, $4, $5, $6, 'operator-1', '泰安分行', $7, 'proof')";

    private GateCase(CityDatabase db, long enterpriseId, string uscc)
    {
        Db = db;
        EnterpriseId = enterpriseId;
        Uscc = uscc;
    }

    public CityDatabase Db { get; }

    public long EnterpriseId { get; }

    public string Uscc { get; }

    public string Bank { get; } = InventedCodes.Next();

    public string Client { get; } = "client-" + Guid.NewGuid().ToString("N");

    public static async Task<GateCase> CreateAsync(CityDatabase db)
    {
        await db.ExecuteAsync(
            """
            insert into credit.catalogue_version (version, issued_on, note) values ('2021', '2021-12-22', 'test'), ('2024', '2024-03-28', 'test')
            on conflict do nothing
            """);
        await db.ExecuteAsync(
            """
            insert into credit.catalogue_item (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
            select v.version, c.code, 'test', c.code, c.code, '税务局', '市', c.mode, 'high', 'day', '2021-12-22'
            from (values ('2021'), ('2024')) v (version)
            cross join (values ('invoice-sales', 'authorised'), ('invoice-purchase', 'authorised'), ('penalty', 'public'), ('utility-water', 'authorised')) c (code, mode)
            where not (v.version = '2021' and c.code = 'utility-water')
            on conflict do nothing
            """);
        var uscc = InventedCodes.Next();
        var id = await db.ScalarAsync<long>(
            """
            insert into registry.enterprise (uscc, name, legal_representative, status, in_city, row_sha256, invented)
            values ($1, '测试企业', '张三', 'active', true, sha256('x'), true) returning id
            """,
            uscc);
        var created = new GateCase(db, id, uscc);
        await db.ExecuteAsync("insert into lending.bank (uscc, name) values ($1, '测试银行')", created.Bank);
        return created;
    }

    /// <summary>The same enterprise with another bank.</summary>
    public static async Task<GateCase> CreateAsync(CityDatabase db, GateCase firm)
    {
        var other = new GateCase(db, firm.EnterpriseId, firm.Uscc);
        await db.ExecuteAsync("insert into lending.bank (uscc, name) values ($1, '另一银行')", other.Bank);
        return other;
    }

    /// <summary>An authorisation that covers everything the tests look for, unless told otherwise. Days count from today.</summary>
    public async Task<Guid> AuthoriseAsync(
        string purpose = "loan-application", string version = "2024", string[]? items = null, int from = -1, int to = 30, int uses = 5,
        bool look = true, bool returns = true, string? bank = null, bool training = false)
    {
        var id = Guid.CreateVersion7();
        var text = "text of " + id;
        await Db.ExecuteAsync(
            """
            insert into consent.authorisation
            (
                id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
                text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
            )
            select $1, $2, $3, $4, $5, $6, $7, $8, $9, $15, d.today + $10, d.today + $11, $12,
                '2026-11/' || $7, $13, sha256(convert_to($13, 'UTF8')), $14, '\x01', '\x01', '\x01', '\x01', '\x01', clock_timestamp()
            from (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
            """,
            id, EnterpriseId, Uscc, bank ?? Bank, version, items ?? ["invoice-sales", "invoice-purchase"], purpose, look, returns, from, to, uses, text,
            RandomNumberGenerator.GetBytes(32), training);
        return id;
    }

    public async Task<LookAnswer> LookAsync(string[]? items = null, string purpose = "loan-application", string? uscc = null, string? bank = null)
    {
        await using var connection = await Db.OpenAsync("bank_api");
        return await LookAsync(connection, items, purpose, uscc, bank);
    }

    public async Task<LookAnswer> LookAsync(
        NpgsqlConnection connection, string[]? items = null, string purpose = "loan-application", string? uscc = null, string? bank = null)
    {
        var ticket = Guid.CreateVersion7();
        await using var command = new NpgsqlCommand(Look, connection);
        object[] values = [ticket, Client, bank ?? Bank, uscc ?? Uscc, items ?? ["invoice-sales", "invoice-purchase"], purpose, "REF-1"];
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return new LookAnswer(
            reader.GetString(0), await reader.IsDBNullAsync(1) ? null : reader.GetString(1), await reader.IsDBNullAsync(2) ? null : reader.GetGuid(2), ticket);
    }

    /// <summary>Takes a ticket as the gate's owner would inside a reading function; the role itself cannot log in.</summary>
    public async Task<TicketAnswer> TakeAsync(Guid ticket, string? client = null)
    {
        await using var connection = await Db.OpenAsync("owner");
        await using var transaction = await connection.BeginTransactionAsync();
        var answer = await TakeAsync(connection, ticket, client ?? Client);
        await transaction.CommitAsync();
        return answer;
    }

    public static async Task<TicketAnswer> TakeAsync(NpgsqlConnection connection, Guid ticket, string client)
    {
        await using (var role = new NpgsqlCommand("set local role city_gate", connection))
        {
            await role.ExecuteNonQueryAsync();
        }

        await using var command = new NpgsqlCommand("select enterprise_id, refusal from consent.ticket_allows($1, $2, null)", connection)
        {
            Parameters = { new() { Value = ticket }, new() { Value = client } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return new TicketAnswer(await reader.IsDBNullAsync(0) ? null : reader.GetInt64(0), await reader.IsDBNullAsync(1) ? null : reader.GetString(1));
    }

    public Task<string?> RecordedRefusalAsync(Guid ticket) =>
        Db.ScalarAsync<string>("select coalesce(refusal, 'granted') from consent.access_record where ticket = $1", ticket);

    public Task<int> UsesAsync(Guid authorisation) => Db.ScalarAsync<int>("select uses from consent.authorisation where id = $1", authorisation);
}
