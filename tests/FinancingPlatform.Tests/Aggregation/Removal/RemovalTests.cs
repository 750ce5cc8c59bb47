using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Scoring;
using Npgsql;

namespace FinancingPlatform.Tests.Aggregation.Removal;

/// <summary>Rules B1 and B5: what is repaired is gone everywhere, an objection is marked, forwarded and answered elsewhere.</summary>
public sealed class RemovalTests(CityDatabase database) : IClassFixture<CityDatabase>, IAsyncLifetime
{
    private const string Header = "uscc,key,occurred_on,amount_yuan,code,counterparty";
    private const string Decisions = "kind,decision_no,authority,uscc,item,key,decided_on,outcome,law";
    private readonly ScoringCity _city = new(database);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    [Trait("rule", "B1")]
    [Trait("trap", "3")]
    public async Task A_repaired_penalty_is_gone_from_every_table_and_does_not_come_back()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(31);
        var file = deliveries.Write("penalty.csv", Header, $"{Deliveries.Code(31)},密文罚31号,{Recent},417171.25,general,密文当事局31");
        var corrected = deliveries.Write("penalty2.csv", Header, $"{Deliveries.Code(31)},密文罚31号,{Recent},417171.26,general,密文当事局31");
        (await deliveries.ItemAsync(ItemCode.Penalty, file)).Value.AcceptedNew.ShouldBe(1);
        (await deliveries.ItemAsync(ItemCode.Penalty, corrected)).Value.AcceptedVersion.ShouldBe(1);
        await database.ExecuteAsync(
            "insert into credit.rejection (batch_id, line, field, rule, value, how_to_mend, cells) select max(id), 9, 'fine', 'money', '417171.26x', 'mend it', jsonb_build_object('uscc', $1, 'key', '密文罚31号', 'fine', '417171.26x') from credit.import_batch where item = 'penalty'",
            Deliveries.Code(31));
        (await PlantedText.TablesHoldingAsync(database, "密文罚31号")).ShouldNotBeEmpty();

        (await ImportAsync(deliveries, $"repair,修复1,信用中国,{Deliveries.Code(31)},penalty,密文罚31号,{Recent},removed,国家发展改革委令第36号")).Applied.ShouldBe(1);

        foreach (var planted in new[] { "密文罚31号", "417171.2", "密文当事局31" })
        {
            (await PlantedText.TablesHoldingAsync(database, planted)).ShouldBeEmpty(planted);
        }

        (await deliveries.ItemAsync(ItemCode.Penalty, file)).Value.Withheld.ShouldBe(1);
        (await deliveries.ItemAsync(ItemCode.Penalty, corrected)).Value.Withheld.ShouldBe(1);
        (await database.ScalarAsync<string>("select string_agg(version || ' ' || removed_rule, ', ' order by version) from credit.credit_record where natural_key like 'removed:%' and enterprise_id = (select id from registry.enterprise where uscc = $1)", Deliveries.Code(31)))
            .ShouldBe("1 国家发展改革委令第36号, 2 国家发展改革委令第36号");
        (await database.ScalarAsync<long>("select count(*) from audit.event where action = 'credit.remove' and subject = $1", Deliveries.Code(31))).ShouldBe(1);
    }

    [Fact]
    [Trait("rule", "B1")]
    [Trait("trap", "2")]
    [Trait("trap", "3")]
    public async Task A_repaired_penalty_is_gone_from_features_score_and_every_training_row_built_later()
    {
        await _city.DeliverAsync("penalty");
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(32);
        var firm = await database.ScalarAsync<long>("select id from registry.enterprise where uscc = $1", Deliveries.Code(32));
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-40), 50000, "某局", "general", key: "罚32");
        await _city.Run.ForEnterpriseAsync(firm);
        // The observation day of a training row lies in the past, when the penalty was known.
        var observed = ScoringCity.Today.AddDays(-10);
        (await _city.FeaturesAsync(PackKind.Public, firm, observed))["penalties_36m"].ShouldBe(1);
        var before = await database.ScalarAsync<int>("select points from scoring.score where enterprise_id = $1", firm);

        (await ImportAsync(deliveries, $"repair,修复2,信用中国,{Deliveries.Code(32)},penalty,罚32,{Recent},removed,令36")).Applied.ShouldBe(1);

        (await _city.FeaturesAsync(PackKind.Public, firm, observed))["penalties_36m"].ShouldBe(0);
        (await _city.FeaturesAsync(PackKind.Public, firm))["penalties_36m"].ShouldBe(0);
        var id = await database.ScalarAsync<long>("select id from scoring.score where enterprise_id = $1 and kind = 'public'", firm);
        var pack = PackStore.ReadBuiltIn(PlatformPacks.PublicName).Value;
        var replay = await new ScoreReplay(database.Source(DatabaseRoles.Worker)).ReplayAsync(id, pack);
        replay.Error.Code.ShouldBe("inputs-withheld");
        replay.Error.MessageEn.ShouldContain("令36");

        await new ScoreUpkeep(database.Source(DatabaseRoles.Worker), _city.Run, TimeProvider.System).RunOnceAsync();

        (await database.ScalarAsync<int>("select points from scoring.score where enterprise_id = $1 and kind = 'public'", firm)).ShouldBeGreaterThan(before);
        (await new ScoreReplay(database.Source(DatabaseRoles.Worker)).ReplayAsync(id, pack)).Value.Same.ShouldBeTrue();
    }

    [Fact]
    [Trait("rule", "B4")]
    public async Task A_sweep_removes_what_a_clock_ended_and_nothing_else()
    {
        var firm = await _city.EnterpriseAsync();
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-400), 1, code: "general", key: "old");
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-400), 1, code: "serious", key: "serious");
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-20), 1, code: "general", key: "new");
        await _city.RecordAsync(firm, "honour", ScoringCity.Today.AddDays(-4000), validUntil: ScoringCity.Today.AddDays(-900), key: "not clocked");

        var gone = await new RecordExpiry(database.Source(DatabaseRoles.Worker), TimeProvider.System).RunOnceAsync();

        gone.ShouldBeGreaterThanOrEqualTo(1);
        (await database.ScalarAsync<string>("select string_agg(natural_key, ' ' order by natural_key) from credit.credit_record where enterprise_id = $1 and removed_at is null", firm)).ShouldBe("new not clocked serious");
        (await database.ScalarAsync<string>("select removed_rule from credit.credit_record where enterprise_id = $1 and removed_at is not null", firm)).ShouldBe("国家发展改革委令第36号");
    }

    [Fact]
    [Trait("rule", "B5")]
    [Trait("trap", "14")]
    public async Task An_objection_marks_at_once_follows_new_versions_is_forwarded_and_answered_elsewhere()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(33);
        var firm = await database.ScalarAsync<long>("select id from registry.enterprise where uscc = $1", Deliveries.Code(33));
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-3), 5, code: "general", key: "罚33");
        await RaiseAsync(firm, "罚33");
        await _city.RecordAsync(firm, "penalty", ScoringCity.Today.AddDays(-3), 6, code: "general", key: "罚33", version: 2);

        (await database.ScalarAsync<long>("select count(*) from credit.dispute d join credit.credit_record r using (enterprise_id, item, natural_key) where enterprise_id = $1 and r.removed_at is null", firm)).ShouldBe(2);
        (await new ObjectionForwarding(database.Source(DatabaseRoles.Worker), WorkingCalendar.Official, TimeProvider.System).RunOnceAsync()).Value.ShouldBeGreaterThanOrEqualTo(1);
        (await database.ScalarAsync<DateOnly>("select due_on from credit.objection where enterprise_id = $1", firm))
            .ShouldBe(WorkingCalendar.Official.AddWorkingDays(ScoringCity.Today, 7).Value);

        var line = $"objection,异决1,某局,{Deliveries.Code(33)},penalty,罚33,{Recent},maintained,条例39";
        (await ImportAsync(deliveries, line)).Applied.ShouldBe(1);
        (await ImportAsync(deliveries, line)).Duplicate.ShouldBe(1);

        (await database.ScalarAsync<long>("select count(*) from credit.dispute where enterprise_id = $1", firm)).ShouldBe(0);
        (await database.ScalarAsync<string>("select concat_ws(' ', state, outcome, decision_no, submitted_at <= accepted_at, accepted_at <= synced_at) from credit.objection where enterprise_id = $1", firm)).ShouldBe("closed maintained 异决1 t t");
        (await database.ScalarAsync<long>("select count(*) from credit.credit_record where enterprise_id = $1 and removed_at is null", firm)).ShouldBe(2);
    }

    [Fact]
    [Trait("rule", "B5")]
    public async Task Lines_at_fault_are_named_and_left_out()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(34);

        var outcome = await ImportAsync(
            deliveries,
            $"pardon,1,局,{Deliveries.Code(34)},penalty,k,{Recent},removed,法",
            $"repair,1,局,{Deliveries.Code(34)},penalty,k,{Recent},corrected,法",
            $"repair,1,局,123,penalty,k,{Recent},removed,法",
            $"repair,1,局,{Deliveries.Code(34)},penalty,k,2999-01-01,removed,法",
            $"repair,1,局,{Deliveries.Code(34)},penalty,k,{Recent},removed,法",
            $"repair,1,局,{Deliveries.Code(77)},penalty,k,{Recent},removed,法");

        outcome.Refusals.Select(r => r.Reason).ShouldBe(["kind", "outcome", "uscc", "decided_on", "fact-unknown", "enterprise-unknown"]);
        (outcome.Received, outcome.Applied, outcome.Refused).ShouldBe((6L, 0L, 6L));
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task No_role_removes_by_itself_and_nobody_without_a_session_objects()
    {
        foreach (var role in new[] { DatabaseRoles.Portal, DatabaseRoles.Worker, DatabaseRoles.Loader, DatabaseRoles.BankApi })
        {
            await using var connection = await database.OpenAsync(role);
            await using var remove = new NpgsqlCommand("select credit.remove_facts('{1}', '{penalty}', '{k}', '{x}', 'me')", connection);
            (await Should.ThrowAsync<PostgresException>(() => remove.ExecuteScalarAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege, role);
        }

        await using var portal = await database.OpenAsync(DatabaseRoles.Portal);
        await using var raise = new NpgsqlCommand("select credit.raise_objection(gen_random_uuid(), 1, 'r', null)", portal);
        (await raise.ExecuteScalarAsync()).ShouldBe(DBNull.Value);
    }

    private static string Recent => ScoringCity.Today.AddDays(-3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private async Task<DecisionOutcome> ImportAsync(Deliveries deliveries, params string[] lines) =>
        (await DecisionImport.RunAsync(database.Source(DatabaseRoles.Loader), deliveries.Write("decisions.csv", [Decisions, .. lines]), TimeProvider.System)).Value;

    private Task RaiseAsync(long firm, string key) => database.ExecuteAsync(
        "insert into credit.objection (id, enterprise_id, item, natural_key, source, reason, needs_other_unit) values (gen_random_uuid(), $1, 'penalty', $2, 'test', '不实', true)", firm, key);
}
