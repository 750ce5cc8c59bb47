using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Consent;

/// <summary>What a stolen connection of the banks' roles can try.</summary>
[Trait("rule", "A1")]
public sealed class GateAttackTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Theory]
    [InlineData("bank_api")]
    [InlineData("bank_desk")]
    public async Task A_banks_role_reads_no_table_of_credit_consent_lending_or_scores(string role)
    {
        var tables = await db.ScalarAsync<string[]>(
            """
            select array_agg(format('%I.%I', schemaname, tablename) order by 1)
            from pg_tables
            where schemaname in ('credit', 'consent', 'lending', 'scoring') and tablename not in ('catalogue_version', 'catalogue_item', 'bank', 'product')
            """);
        tables.ShouldNotBeNull();
        tables.ShouldContain("credit.credit_record");
        tables.ShouldContain("consent.access_record");

        await using var connection = await db.OpenAsync(role);
        foreach (var table in tables)
        {
            var refused = await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, $"select * from {table} limit 1"));
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, table);
        }
    }

    [Theory]
    [InlineData("update consent.authorisation set uses = 0")]
    [InlineData("insert into consent.access_record (ticket) values (gen_random_uuid())")]
    [InlineData("delete from consent.access_record")]
    [InlineData("select consent.ticket_allows(gen_random_uuid(), 'x', null)")]
    [InlineData("set role city_gate")]
    [InlineData("create temporary table registry_enterprise (id bigint)")]
    [InlineData("create schema evil")]
    [InlineData("create function pg_temp.sha256(bytea) returns bytea language sql as 'select ''x''::bytea'")]
    public async Task A_banks_role_can_write_nothing_and_make_nothing(string statement)
    {
        await using var connection = await db.OpenAsync("bank_api");

        (await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, statement))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    [InlineData("UTC-30")]
    public async Task A_moved_session_time_zone_moves_no_date(string zone)
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync(from: -9, to: -1);
        await test.AuthoriseAsync(from: 1, to: 9);
        await using var connection = await db.OpenAsync("bank_api");
        await RunAsync(connection, $"set time zone '{zone}'");
        await RunAsync(connection, "set datestyle = 'SQL, DMY'");

        var answer = await test.LookAsync(connection);

        answer.Refusal.ShouldBe("authorisation-expired");
        await RunAsync(connection, "reset all");
    }

    [Fact]
    public async Task A_foreign_search_path_changes_no_function_that_the_gate_calls()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync(from: -9, to: -1);
        // The owner plays the accomplice that a bank does not have: even then the gate's own names win.
        await db.ExecuteAsync("create schema evil");
        await db.ExecuteAsync("create function evil.clock_timestamp() returns timestamptz language sql as 'select now() - interval ''5 days'''");
        await db.ExecuteAsync("create function evil.coalesce_refusal() returns text language sql as 'select null::text'");
        await db.ExecuteAsync("create operator evil.> (leftarg = date, rightarg = date, function = pg_catalog.date_lt)");
        await db.ExecuteAsync("grant usage on schema evil to city_bank_api");
        await using var connection = await db.OpenAsync("bank_api");
        await RunAsync(connection, "set search_path = evil, pg_catalog");

        (await test.LookAsync(connection)).Refusal.ShouldBe("authorisation-expired");
        await RunAsync(connection, "reset all");
    }

    [Fact]
    public async Task A_look_that_is_rolled_back_leaves_no_use_and_no_ticket()
    {
        var test = await GateCase.CreateAsync(db);
        var authorisation = await test.AuthoriseAsync(uses: 1);
        await using var connection = await db.OpenAsync("bank_api");
        LookAnswer look;
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            look = await test.LookAsync(connection);
            await transaction.RollbackAsync();
        }

        (await test.TakeAsync(look.Ticket)).Refusal.ShouldBe("ticket-unknown");
        (await test.UsesAsync(authorisation)).ShouldBe(0);
    }

    [Fact]
    public async Task A_look_is_durable_although_its_caller_switched_durability_off()
    {
        var test = await GateCase.CreateAsync(db);
        await test.AuthoriseAsync();
        await using var connection = await db.OpenAsync("bank_api");
        await RunAsync(connection, "set synchronous_commit = off");
        await using var transaction = await connection.BeginTransactionAsync();

        await test.LookAsync(connection);

        await using var command = new NpgsqlCommand("show synchronous_commit", connection);
        (await command.ExecuteScalarAsync()).ShouldBe("on");
    }

    [Fact]
    public async Task The_gates_functions_pin_their_search_path_and_belong_to_a_role_that_cannot_log_in()
    {
        var loose = await db.ScalarAsync<string[]>(
            """
            select coalesce(array_agg(p.oid::regprocedure::text), '{}')
            from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            join pg_roles r on r.oid = p.proowner
            where n.nspname in ('consent', 'lending')
                and p.prosecdef
                and (r.rolcanlogin or not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false))
            """);
        loose.ShouldBe([]);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
