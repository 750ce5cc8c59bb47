using FinancingPlatform.Data;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using Npgsql;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A look that would show nothing costs nothing, stands on the access list as such, and no caller can make a look that was read one of them.</summary>
[Trait("rule", "A1")]
[Trait("rule", "A6")]
public sealed class NothingShownTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private static readonly string[] s_items = ["invoice-sales", "invoice-purchase"];
    private static readonly string s_pinned = new('a', 64);

    public enum Stock
    {
        Nothing,
        Public,
        FullOfAllItems,
        FullOfAnotherAuthorisation,
        FullOfItemsThatTheLookDoesNotName,
        Withheld,
        PinnedVersionWithoutScore,
        PinnedVersionBeside,
        PinnedVersionBesideAWithheldScore,
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_a_score_the_use_is_given_back_and_the_access_list_and_the_chain_keep_that_it_was_asked(bool together)
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync(uses: 1);

        var (outcome, ticket) = await OpenAsync(test, together);

        outcome.ShouldBe("nothing-shown score-missing");
        (await test.UsesAsync(authorisation)).ShouldBe(0);
        (await db.ScalarAsync<string>(
            "select outcome || ' ' || refusal || ' ' || (read_at is null) || ' ' || operator || ' ' || authorisation_id from consent.access_record where ticket = $1", ticket))
            .ShouldBe($"nothing-shown score-missing true officer {authorisation}");
        (await db.ScalarAsync<string>(
            "select string_agg(outcome || coalesce(' ' || reason, ''), ', ' order by seq) from audit.event where action = 'consent.look' and (event_id = $1 or request_id = $1::text)", ticket))
            .ShouldBe("granted, nothing-shown score-missing");
        // What a run writes a moment later is for the next look: under this ticket it is shown to nobody.
        await ScoreAsync(test, "public", null, []);
        (await ReadAsync(test, ticket)).ShouldBe("ticket-refused");
        (outcome, ticket) = await OpenAsync(test, together);
        outcome.ShouldBe("granted");
        (await ReadAsync(test, ticket)).ShouldBe("public");
        (await test.UsesAsync(authorisation)).ShouldBe(1);
        (await OpenAsync(test, together)).Outcome.ShouldBe("refused authorisation-used-up");

        await using var worker = await db.OpenAsync("worker");
        (await AuditVerifier.VerifyAsync(await AuditEvidence.FromDatabaseAsync(worker, null, default), [], default)).FirstBad.ShouldBeNull();
    }

    [Fact]
    public async Task Of_looks_that_come_together_those_without_a_score_are_given_back_each_for_itself()
    {
        var (without, with) = (await GateCase.CreateAsync(db), await GateCase.CreateAsync(db));
        var (two, other) = (await without.AuthoriseAsync(uses: 3), await with.AuthoriseAsync(uses: 3));
        await ScoreAsync(with, "public", null, []);

        var outcomes = (await OpenTogetherAsync([without, with, without])).Select(look => look.Outcome);

        outcomes.ShouldBe(["nothing-shown score-missing", "granted", "nothing-shown score-missing"]);
        (await without.UsesAsync(two)).ShouldBe(0);
        (await with.UsesAsync(other)).ShouldBe(1);
    }

    public static MatrixTheoryData<Stock, bool> Stocks { get; } = new(Enum.GetValues<Stock>(), [false, true]);

    [Theory, MemberData(nameof(Stocks))]
    public async Task What_is_judged_to_be_there_is_what_reading_brings(Stock stock, bool together)
    {
        var test = await GateCase.CreateAsync(db);
        await StockAsync(test, await test.AuthoriseAsync(), stock);
        // By the gate's own door, which does not judge: reading alone says what there is.
        var look = await test.LookAsync(s_items);
        var shown = await ReadAsync(test, look.Ticket);

        (await OpenAsync(test, together)).Outcome.ShouldBe(shown is null ? "nothing-shown score-missing" : "granted");
    }

    [Fact]
    public async Task What_was_committed_is_given_back_by_nobody_not_even_by_the_gates_own_role()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();
        var (unread, read) = (await test.LookAsync(s_items), await test.LookAsync(s_items));
        (await test.TakeAsync(read.Ticket)).Refusal.ShouldBeNull();
        await using var owner = await db.OpenAsync("owner");
        await using (var role = new NpgsqlCommand("set role city_gate", owner))
        {
            await role.ExecuteNonQueryAsync();
        }

        await using (var back = new NpgsqlCommand("select consent.give_back_looks($1, 'score-missing')", owner) { Parameters = { new() { Value = new[] { unread.Ticket, read.Ticket } } } })
        {
            await back.ExecuteNonQueryAsync();
        }

        (await test.UsesAsync(authorisation)).ShouldBe(2);
        (await db.ScalarAsync<long>("select count(*) from consent.access_record where client_id = $1 and outcome = 'granted'", test.Client)).ShouldBe(2);
        await using var bank = await db.OpenAsync("bank_api");
        await using var direct = new NpgsqlCommand("select consent.give_back_looks(array[gen_random_uuid()], 'x')", bank);
        (await Should.ThrowAsync<PostgresException>(() => direct.ExecuteNonQueryAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_report_read_and_rolled_back_does_not_become_a_free_look_by_asking_for_a_score_that_is_missing()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();
        var look = await test.LookAsync(s_items);
        await using var connection = await db.OpenAsync("bank_api");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var read = new NpgsqlCommand("select facts is not null from credit.read_report($1, $2)", connection) { Parameters = { new() { Value = look.Ticket }, new() { Value = test.Client } } };
            (await read.ExecuteScalarAsync()).ShouldBe(true);
            await transaction.RollbackAsync();
        }

        (await ReadAsync(test, look.Ticket)).ShouldBeNull();

        (await test.UsesAsync(authorisation)).ShouldBe(1);
        (await db.ScalarAsync<string>("select outcome from consent.access_record where ticket = $1", look.Ticket)).ShouldBe("granted");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_the_transaction_that_opened_it_a_look_shows_nothing_also_when_its_use_was_given_back(bool underSavepoint)
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync();
        await using var connection = await db.OpenAsync("bank_api");
        await using var transaction = await connection.BeginTransactionAsync();
        if (underSavepoint)
        {
            await transaction.SaveAsync("before");
        }

        var ticket = Guid.CreateVersion7();
        await using var open = new NpgsqlCommand(Alone, connection);
        Fill(open, test, ticket);
        (await open.ExecuteScalarAsync()).ShouldBe("nothing-shown score-missing");
        await using var read = new NpgsqlCommand("select refusal from credit.read_report($1, $2)", connection) { Parameters = { new() { Value = ticket }, new() { Value = test.Client } } };
        (await read.ExecuteScalarAsync()).ShouldBe("ticket-refused");
        if (underSavepoint)
        {
            await transaction.RollbackAsync("before");
        }

        await transaction.CommitAsync();
        (await test.UsesAsync(authorisation)).ShouldBe(0);
    }

    private const string Alone =
        """
        select outcome || coalesce(' ' || refusal, '')
        from scoring.open_look_once('thumbprint', sha256(convert_to($5, 'UTF8')), clock_timestamp() + interval '1 minute', $1, $2, $3, $4, $6, 'loan-application', 'officer', '泰安分行', 'REF-1', $5)
        """;

    private const string Together =
        """
        with asked as
        (
            select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) with ordinality a (ticket, client, bank, uscc, proof, n)
        ),
        given as
        (
            select array_agg('thumbprint'::text) as jkts, array_agg(sha256(convert_to(proof, 'UTF8')) order by n) as jtis, array_agg(clock_timestamp() + interval '1 minute') as until,
                array_agg(ticket order by n) as tickets, array_agg(client order by n) as clients, array_agg(bank order by n) as banks, array_agg(uscc order by n) as usccs,
                array_agg(to_jsonb($6::text[])) as items, array_agg('loan-application'::text) as purposes, array_agg('officer'::text) as operators,
                array_agg('泰安分行'::text) as branches, array_agg('REF-1'::text) as refs, array_agg(proof order by n) as proofs
            from asked
        )
        select o.outcome || coalesce(' ' || o.refusal, '')
        from given g,
            scoring.open_looks_together(g.jkts, g.jtis, g.until, g.tickets, g.clients, g.banks, g.usccs, g.items, g.purposes, g.operators, g.branches, g.refs, g.proofs) o
        order by o.place
        """;

    private async Task<(string Outcome, Guid Ticket)> OpenAsync(GateCase test, bool together)
    {
        if (together)
        {
            return (await OpenTogetherAsync([test]))[0];
        }

        var ticket = Guid.CreateVersion7();
        await using var connection = await db.OpenAsync("bank_api");
        await using var command = new NpgsqlCommand(Alone, connection);
        Fill(command, test, ticket);
        return ((string)(await command.ExecuteScalarAsync())!, ticket);
    }

    private static void Fill(NpgsqlCommand command, GateCase test, Guid ticket)
    {
        foreach (var value in new object[] { ticket, test.Client, test.Bank, test.Uscc, "proof " + ticket, s_items })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
    }

    private async Task<List<(string Outcome, Guid Ticket)>> OpenTogetherAsync(GateCase[] cases)
    {
        Guid[] tickets = [.. cases.Select(_ => Guid.CreateVersion7())];
        await using var connection = await db.OpenAsync("bank_api");
        await using var command = new NpgsqlCommand(Together, connection);
        foreach (var value in new object[]
                 {
                     tickets, cases.Select(c => c.Client).ToArray(), cases.Select(c => c.Bank).ToArray(), cases.Select(c => c.Uscc).ToArray(),
                     tickets.Select(ticket => "proof " + ticket).ToArray(), s_items,
                 })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var looks = new List<(string, Guid)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            looks.Add((reader.GetString(0), tickets[looks.Count]));
        }

        return looks;
    }

    /// <summary>The score's kind, the ticket's refusal, or null when there is no score.</summary>
    private async Task<string?> ReadAsync(GateCase test, Guid ticket)
    {
        await using var connection = await db.OpenAsync("bank_api");
        await using var command = new NpgsqlCommand("select coalesce(refusal, kind) from lending.read_score($1, $2)", connection) { Parameters = { new() { Value = ticket }, new() { Value = test.Client } } };
        return (string?)await command.ExecuteScalarAsync();
    }

    private async Task StockAsync(GateCase test, Guid authorisation, Stock stock)
    {
        switch (stock)
        {
            case Stock.Public:
                await ScoreAsync(test, "public", null, []);
                break;
            case Stock.FullOfAllItems:
                await ScoreAsync(test, "full", authorisation, s_items);
                break;
            case Stock.FullOfAnotherAuthorisation:
                await ScoreAsync(test, "full", await test.AuthoriseAsync(to: 60), s_items);
                break;
            case Stock.FullOfItemsThatTheLookDoesNotName:
                await ScoreAsync(test, "full", authorisation, ["invoice-sales", "utility-water"]);
                break;
            case Stock.Withheld:
                await ScoreAsync(test, "public", null, [], withheld: true);
                break;
            case Stock.PinnedVersionWithoutScore:
                await ScoreAsync(test, "public", null, []);
                await PinAsync(test, "public");
                break;
            case Stock.PinnedVersionBeside:
                await ScoreAsync(test, "public", null, []);
                await PinAsync(test, "public");
                await ScoreAsync(test, "public", null, [], beside: true);
                break;
            case Stock.PinnedVersionBesideAWithheldScore:
                await ScoreAsync(test, "public", null, [], withheld: true);
                await PinAsync(test, "public");
                await ScoreAsync(test, "public", null, [], beside: true);
                break;
        }
    }

    private async Task PinAsync(GateCase test, string kind)
    {
        await db.ExecuteAsync(
            """
            insert into scoring.pack_version (sha256, kind, name, version, demonstration, features, state)
            values ($1, 'public', 'pinned', '1', true, '{}', 'challenger')
            on conflict do nothing
            """,
            s_pinned);
        await db.ExecuteAsync("insert into scoring.bank_pin (bank_uscc, kind, sha256, pinned_by) values ($1, $2, $3, $4)", test.Bank, kind, s_pinned, test.Client);
    }

    private Task<int> ScoreAsync(GateCase test, string kind, Guid? authorisation, string[] items, bool withheld = false, bool beside = false) => db.ExecuteAsync(
        $"""
        insert into scoring.{(beside ? "parallel_score" : "score")}
        (
            enterprise_id, kind, authorisation_id, items, pack, pack_version, pack_sha256, as_of, computed_at, margin, points, grade, demonstration,
            input_sha256, inputs, reasons{(beside ? "" : ", known_at, withheld_on, withheld_rule")}
        )
        select $1, $2, nullif($3, '')::uuid, $4, 'pack', '1', '{(beside ? s_pinned : "champion")}', current_date, clock_timestamp(), 0.5, 600, 'B', true,
            sha256('x'), {(withheld ? "null" : "'{}'::jsonb")}, '[]'{(beside ? "" : ", clock_timestamp()" + (withheld ? ", current_date, 'B1'" : ", null::date, null::text"))}
        """,
        test.EnterpriseId, kind, authorisation?.ToString() ?? string.Empty, items);
}
