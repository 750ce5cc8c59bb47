using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>Rule A1: what each database role may read and write, tried role by role and table by table; the allow-lists below are the whole of it.</summary>
public sealed class GrantsTests(CityDatabase city) : IClassFixture<CityDatabase>
{
    private static readonly string[] s_guarded = ["credit", "consent", "lending", "scoring"];

    private static readonly string[] s_schemas =
        ["registry", "credit", "identity", "consent", "lending", "scoring", "exchange", "audit", "indicator", "platform"];

    /// <summary>Every table of the guarded schemas that a role may read, row-level security aside; tables that are not named: nobody.</summary>
    private static readonly Dictionary<string, string[]> s_mayRead = new(StringComparer.Ordinal)
    {
        // Its own rows only, by row-level security, and what concerns no enterprise.
        ["portal"] =
        [
            "consent.access_record", "consent.authorisation", "consent.authorisation_request", "consent.pending_authorisation", "consent.text_template", "credit.catalogue_item",
            "credit.catalogue_version", "credit.channel_clock", "credit.credit_record", "credit.dispute", "credit.issued_report", "credit.item_layout", "credit.objection", "lending.alert", "lending.alert_rule", "lending.bank", "lending.credit_line", "lending.loan",
            "lending.loan_event", "lending.need", "lending.need_claim", "lending.product", "lending.superseded", "scoring.score",
        ],
        ["bank_desk"] = ["credit.catalogue_item", "credit.catalogue_version", "lending.bank", "lending.product"],
        ["bank_api"] = ["lending.bank"],
        // No credit record: it sees those that the views of Scoring let through, which check item, purpose and authorisation.
        ["worker"] =
        [
            "consent.access_record", "consent.authorisation", "consent.text_template", "credit.catalogue_item", "credit.catalogue_version",
            "credit.channel_clock", "credit.delivery_call", "credit.import_batch", "credit.item_layout", "lending.alert_rule", "lending.bank", "scoring.bank_pin",
            "scoring.delivered_item", "scoring.full_record", "scoring.joint_input", "scoring.joint_model", "scoring.live_authorisation", "scoring.monitor_baseline",
            "scoring.monitor_figure", "scoring.news", "scoring.pack_training", "scoring.pack_version", "scoring.parallel_score", "scoring.parallel_stage",
            "scoring.pending", "scoring.public_item", "scoring.public_record", "scoring.pulled_score", "scoring.retraining", "scoring.ring_member", "scoring.ring_run", "scoring.score",
            "scoring.score_override", "scoring.score_stage", "scoring.training_authorisation", "scoring.training_grant", "scoring.training_record",
            "scoring.training_rows",
        ],
        ["loader"] =
        [
            "credit.assigned_code", "credit.catalogue_item", "credit.catalogue_version", "credit.channel_clock", "credit.code_correction", "credit.credit_record",
            "credit.delivery", "credit.delivery_call", "credit.delivery_chunk", "credit.import_batch", "credit.item_layout", "credit.pull_source",
            "credit.rejected_file", "credit.rejection",
        ],
        // Figures only, which functions count for it.
        ["regulator"] = ["credit.catalogue_item", "credit.catalogue_version", "credit.channel_clock", "credit.delivery_call", "credit.import_batch", "credit.item_layout", "lending.bank"],
    };

    public static TheoryData<string> Roles() => ["portal", "bank_desk", "bank_api", "worker", "loader", "regulator"];

    [Theory]
    [MemberData(nameof(Roles))]
    [Trait("rule", "A1")]
    public async Task A_role_reads_the_tables_it_is_named_for_and_no_other(string role)
    {
        var readable = new List<string>();
        await using var connection = await city.OpenAsync(role);
        foreach (var table in await TablesAsync(s_guarded))
        {
            if (await MayAsync(connection, $"select 1 from {table} limit 1"))
            {
                readable.Add(table);
            }
        }

        readable.ShouldBe(s_mayRead.GetValueOrDefault(role, []), ignoreOrder: true, role);
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Roles_of_banks_and_regulators_write_no_table_themselves()
    {
        (await WritableAsync("bank_api", "bank_desk", "regulator")).ShouldBeEmpty();
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Nobody_deletes_enterprises_or_credit_records()
    {
        var deleting = await NamesAsync(
            """
            select r.rolname || ' ' || t.name
            from pg_roles r cross join unnest(array['registry.enterprise', 'credit.credit_record', 'consent.access_record']) as t (name)
            where r.rolname like 'city\_%' and r.rolname <> 'city_owner'
                and (has_table_privilege(r.rolname, t.name, 'delete') or has_table_privilege(r.rolname, t.name, 'truncate'))
            """);

        deleting.ShouldBeEmpty();
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task What_the_portal_reads_of_an_enterprise_is_guarded_row_by_row()
    {
        var unguarded = await NamesAsync(
            """
            select format('%I.%I', n.nspname, c.relname)
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('credit', 'consent', 'lending', 'scoring') and c.relkind in ('r', 'p') and not c.relrowsecurity
                and has_any_column_privilege('city_portal', c.oid, 'select')
                and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'enterprise_id' and not a.attisdropped)
            """);

        unguarded.ShouldBeEmpty();
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Without_a_session_the_portal_sees_no_record_of_anybody()
    {
        await city.ExecuteAsync(
            """
            insert into registry.enterprise (uscc, name, in_city, row_sha256) values ('x', 'invented', true, sha256('x'));
            insert into credit.import_batch (item, source, file_name, file_sha256) values ('test', 'invented', 'invented', sha256('x'));
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, batch_id, sha256)
            select e.id, 'test', 'invented', '2026-01-01', now(), 'k', b.id, sha256('x') from registry.enterprise e, credit.import_batch b;
            """);
        (await city.ScalarAsync<long>("select count(*) from credit.credit_record")).ShouldBe(1);

        await using var connection = await city.OpenAsync("portal");
        await using var command = new NpgsqlCommand("select count(*) from credit.credit_record", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task No_function_of_the_platform_is_executable_by_everybody()
    {
        var open = await NamesAsync(
            $"""
            select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname = any(array['{string.Join("','", s_schemas)}'])
                and (p.proacl is null or exists (select from aclexplode(p.proacl) a where a.grantee = 0))
            """);

        open.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_function_with_its_owners_rights_has_a_fixed_path_and_an_owner_that_cannot_log_in()
    {
        var loose = await NamesAsync(
            $"""
            select p.oid::regprocedure::text || ' of ' || r.rolname || ' with ' || coalesce(array_to_string(p.proconfig, ' '), 'no settings')
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
            where n.nspname = any(array['{string.Join("','", s_schemas)}']) and p.prosecdef
                -- ANALYZE takes ownership of the table before PostgreSQL 17: this one takes no input and returns nothing.
                and p.oid <> to_regprocedure('credit.refresh_statistics()')
                and (r.rolcanlogin or not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false))
            """);

        loose.ShouldBeEmpty();
    }

    private static async Task<bool> MayAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return false;
        }
    }

    private Task<List<string>> WritableAsync(params string[] roles) => NamesAsync(
        $"""
        select r.rolname || ' ' || format('%I.%I', n.nspname, c.relname)
        from pg_roles r cross join pg_class c join pg_namespace n on n.oid = c.relnamespace
        where r.rolname = any(array['city_{string.Join("','city_", roles)}'])
            and n.nspname = any(array['{string.Join("','", s_schemas)}']) and c.relkind in ('r', 'p')
            and (has_any_column_privilege(r.rolname, c.oid, 'insert') or has_any_column_privilege(r.rolname, c.oid, 'update')
                or has_table_privilege(r.rolname, c.oid, 'delete') or has_table_privilege(r.rolname, c.oid, 'truncate'))
        """);

    private async Task<List<string>> NamesAsync(string sql)
    {
        await using var command = city.Source(DatabaseRoles.Owner).CreateCommand(sql);
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private async Task<List<string>> TablesAsync(string[] schemas)
    {
        await using var command = city.Source(DatabaseRoles.Owner).CreateCommand(
            "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm') and n.nspname = any($1) order by 1");
        command.Parameters.Add(new() { Value = schemas });
        var tables = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
