using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Tests.Consent;

/// <summary>Looks that share a transaction: each has its own outcome, use, record and link, and nothing is read before they are committed.</summary>
[Trait("rule", "A1")]
public sealed class LooksTogetherTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private const string Items = """["invoice-sales","invoice-purchase"]""";

    [Fact]
    public async Task Each_look_comes_together_to_what_it_comes_to_alone()
    {
        var test = await GateCase.CreateAsync(db);
        var twoLeft = await test.AuthoriseAsync(uses: 2);
        var narrow = await GateCase.CreateAsync(db);
        await narrow.AuthoriseAsync(items: ["invoice-sales"]);
        var paused = await GateCase.CreateAsync(db);
        await db.ExecuteAsync("update consent.authorisation set paused_at = clock_timestamp() where id = $1", await paused.AuthoriseAsync());
        var many = Enumerable.Range(0, 4).Select(_ => Asked.Of(test)).ToArray();
        Asked[] asked = [.. many, Asked.Of(narrow), Asked.Of(paused), Asked.Of(test) with { Bank = narrow.Bank }, Asked.Of(test) with { Uscc = "91370000000000000X" }];

        var answers = await OpenAsync(asked);

        // The third and fourth want an authorisation that the first two have used up.
        answers.ShouldBe(
        [
            "granted", "granted", "authorisation-used-up", "authorisation-used-up", "authorisation-too-narrow", "authorisation-paused", "no-authorisation",
            "enterprise-unknown",
        ]);
        (await test.UsesAsync(twoLeft)).ShouldBe(2);
        foreach (var (look, answer) in asked.Zip(answers))
        {
            (await test.RecordedRefusalAsync(look.Ticket)).ShouldBe(answer);
            (await db.ScalarAsync<string>("select coalesce(reason, outcome) from audit.event where event_id = $1 and action = 'consent.look'", look.Ticket)).ShouldBe(answer);
        }

        await using var connection = await db.OpenAsync("worker");
        (await AuditVerifier.VerifyAsync(await AuditEvidence.FromDatabaseAsync(connection, null, default), [], default)).FirstBad.ShouldBeNull();
    }

    [Fact]
    public async Task A_proof_shown_twice_opens_one_look_and_the_other_is_recorded_nowhere()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();
        var first = Asked.Of(test);
        var second = Asked.Of(test) with { Proof = first.Proof };

        (await OpenAsync([first, second])).ShouldBe(["granted", "replayed"]);
        (await OpenAsync([second])).ShouldBe(["replayed"]);

        (await test.UsesAsync(authorisation)).ShouldBe(1);
        (await db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1", test.Client)).ShouldBe(1);
        (await db.ScalarAsync<long>("select count(*) from audit.event where actor = $1", test.Client)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Looks_and_their_reading_in_one_transaction_give_nothing(bool underSavepoint)
    {
        var test = await ScoredAsync();
        await using var connection = await db.OpenAsync("bank_api");
        await using var transaction = await connection.BeginTransactionAsync();
        if (underSavepoint)
        {
            await transaction.SaveAsync("before");
        }

        var look = Asked.Of(test);
        (await OpenAsync(connection, [look])).ShouldBe(["granted"]);
        (await ReadAsync(connection, [look])).ShouldBeEmpty();
        if (underSavepoint)
        {
            await transaction.RollbackAsync("before");
            (await ReadAsync(connection, [look])).ShouldBeEmpty();
        }

        await transaction.RollbackAsync();
        (await ReadAsync(connection, [look])).ShouldBeEmpty();
        (await test.RecordedRefusalAsync(look.Ticket)).ShouldBeNull();
    }

    [Fact]
    public async Task Committed_looks_are_read_once_by_their_own_client_and_not_after_a_revocation()
    {
        var (test, revoked) = (await ScoredAsync(), await ScoredAsync());
        Asked[] asked = [Asked.Of(test), Asked.Of(revoked), Asked.Of(test)];
        (await OpenAsync(asked)).ShouldBe(["granted", "granted", "granted"]);
        await db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where enterprise_id = $1", revoked.EnterpriseId);
        await using var connection = await db.OpenAsync("bank_api");

        (await ReadAsync(connection, [asked[0] with { Client = "another" }, asked[2] with { Ticket = Guid.NewGuid() }])).ShouldBeEmpty();
        (await ReadAsync(connection, asked)).ShouldBe(
            new Dictionary<Guid, string> { [asked[0].Ticket] = "full 640", [asked[1].Ticket] = "authorisation-revoked", [asked[2].Ticket] = "full 640" }, ignoreOrder: true);
        (await ReadAsync(connection, asked)).ShouldBeEmpty();
        (await db.ScalarAsync<long>("select count(*) from scoring.pulled_score where enterprise_id = $1", test.EnterpriseId)).ShouldBe(2);
        (await db.ScalarAsync<long>("select count(*) from scoring.pulled_score where enterprise_id = $1", revoked.EnterpriseId)).ShouldBe(0);
    }

    [Fact]
    public async Task Scores_read_together_are_those_read_alone()
    {
        var cases = new[] { await ScoredAsync(), await ScoredAsync(full: false), await ScoredAsync(withheld: true), await ScoredAsync(scored: false) };
        var (alone, together) = (cases.Select(Asked.Of).ToArray(), cases.Select(Asked.Of).ToArray());
        (await OpenAsync(alone)).ShouldAllBe(outcome => outcome == "granted");
        (await OpenAsync(together)).ShouldAllBe(outcome => outcome == "granted");
        await using var connection = await db.OpenAsync("bank_api");

        foreach (var (one, same) in alone.Zip(together))
        {
            (await RowsAsync(connection, "select to_jsonb(s)::text from lending.read_scores($1, $2) s where s.kind is not null", [same])).Select(row => WithoutTicket(row, same))
                .ShouldBe(await RowsAsync(connection, "select to_jsonb(s)::text from unnest($1::uuid[], $2::text[]) q (ticket, client), lending.read_score(q.ticket, q.client) s", [one]));
        }
    }

    private static string WithoutTicket(string row, Asked look) => row.Replace($"\"ticket\": \"{look.Ticket}\", ", string.Empty, StringComparison.Ordinal);

    // An enterprise with an authorisation, and scores that are rows: how they are made is tested elsewhere.
    private async Task<GateCase> ScoredAsync(bool full = true, bool withheld = false, bool scored = true)
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync(uses: 9);
        if (!scored)
        {
            return test;
        }

        await db.ExecuteAsync(
            """
            insert into scoring.score
            (
                enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, known_at, computed_at, margin, points, grade, demonstration,
                input_sha256, inputs, reasons, withheld_on, withheld_rule
            )
            select $1, k.kind, case k.kind when 'full' then $2 end, case k.kind when 'full' then array['invoice-sales', 'invoice-purchase'] else '{}' end, 'pack', '1', k.kind,
                current_date, clock_timestamp(), clock_timestamp(), 0.5, k.points, 'B', true, sha256(convert_to(k.kind || $1, 'UTF8')),
                case when not $4 or k.kind = 'public' then '{"sales_12m": "5000000"}'::jsonb end, '[]',
                case when $4 and k.kind = 'full' then current_date end, case when $4 and k.kind = 'full' then 'B1' end
            from (values ('public', 610), ('full', 640)) k (kind, points)
            where k.kind = 'public' or $3
            """,
            test.EnterpriseId, authorisation, full, withheld);
        return test;
    }

    private async Task<List<string>> OpenAsync(IReadOnlyList<Asked> asked)
    {
        await using var connection = await db.OpenAsync("bank_api");
        return await OpenAsync(connection, asked);
    }

    private static async Task<List<string>> OpenAsync(NpgsqlConnection connection, IReadOnlyList<Asked> asked)
    {
        await using var command = new NpgsqlCommand(
            "select coalesce(refusal, outcome) from consent.open_looks_together($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) order by place", connection);
        Each(_ => "thumbprint");
        Each(a => SHA256.HashData(Encoding.UTF8.GetBytes(a.Proof)));
        Each(_ => TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1), NpgsqlDbType.TimestampTz);
        Each(a => a.Ticket);
        Each(a => a.Client);
        Each(a => a.Bank);
        Each(a => a.Uscc);
        Each(_ => Items, NpgsqlDbType.Jsonb);
        Each(_ => "loan-application");
        Each(_ => "operator-1");
        Each(_ => "泰安分行");
        Each(_ => "REF-1");
        Each(a => a.Proof);
        var outcomes = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            outcomes.Add(reader.GetString(0));
        }

        return outcomes;

        void Each<T>(Func<Asked, T> value, NpgsqlDbType? type = null)
        {
            var parameter = new NpgsqlParameter { Value = asked.Select(value).ToArray() };
            if (type is { } known)
            {
                parameter.NpgsqlDbType = NpgsqlDbType.Array | known;
            }

            command.Parameters.Add(parameter);
        }
    }

    private static async Task<Dictionary<Guid, string>> ReadAsync(NpgsqlConnection connection, IReadOnlyList<Asked> asked) =>
        (await RowsAsync(connection, "select ticket || '|' || coalesce(refusal, kind || ' ' || points) from lending.read_scores($1, $2)", asked))
        .Select(row => row.Split('|')).ToDictionary(row => Guid.Parse(row[0]), row => row[1]);

    private static async Task<List<string>> RowsAsync(NpgsqlConnection connection, string sql, IReadOnlyList<Asked> asked)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = asked.Select(a => a.Ticket).ToArray() }, new() { Value = asked.Select(a => a.Client).ToArray() } },
        };
        var rows = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private sealed record Asked(Guid Ticket, string Client, string Bank, string Uscc, string Proof)
    {
        public static Asked Of(GateCase test) => new(Guid.CreateVersion7(), test.Client, test.Bank, test.Uscc, "proof " + Guid.NewGuid());
    }
}
