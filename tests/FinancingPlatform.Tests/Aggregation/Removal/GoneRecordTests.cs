using System.Globalization;
using System.Text.Json.Nodes;
using FinancingPlatform.Aggregation.Objections;
using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Scores;
using FinancingPlatform.Scoring.Training;
using FinancingPlatform.Tests.Portal;
using FinancingPlatform.Tests.Scoring;
using Npgsql;

namespace FinancingPlatform.Tests.Aggregation.Removal;

/// <summary>
/// A penalty comes in through the door, counts everywhere, is repaired or expires, and is gone everywhere: report (page, JSON, PDF), features, public and full
/// score, what a bank reads, exports, rejected files and every training row built later. The trail says when and by which rule, and not what.
/// </summary>
public sealed class GoneRecordTests(PortalServer portal) : IClassFixture<PortalServer>, IAsyncLifetime
{
    private const string Planted = "虚罚字〔2026〕密文";
    private readonly ScoringCity _city = new(portal.Db);

    public async ValueTask InitializeAsync() => await _city.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("rule", "B1")]
    [Trait("trap", "2")]
    [Trait("trap", "3")]
    public async Task A_penalty_that_was_repaired_or_expired_is_gone_everywhere_and_leaves_a_trail_without_content(bool isRepaired)
    {
        using var deliveries = new Deliveries(portal.Db);
        var (visitor, firm, uscc) = await portal.EnterpriseAsync();
        var document = $"{Planted}{(isRepaired ? 1 : 2)}号";
        // General: public for at most a year (Order 36).
        var decided = ScoringCity.Today.AddDays(isRepaired ? -40 : -400);
        var file = deliveries.Write(
            "penalty.csv",
            "uscc,key,occurred_on,amount_yuan,code,counterparty",
            $"{uscc},{document},{Day(decided)},417171.25,general,密文当事局",
            $"{uscc},{document},{Day(decided)},417171.25x,general,密文当事局",
            $"{uscc},别的文号,{Day(decided)},12x,general,某局",
            $"{uscc},密文简易1号,{Day(decided)},200,simple,密文当事局");
        var outcome = (await deliveries.ItemAsync(ItemCode.Penalty, file)).Value;
        (outcome.AcceptedNew, outcome.Withheld, outcome.Rejected).ShouldBe((1L, 1L, 2L));
        await LongDeliveredAsync();
        await portal.Db.ExecuteAsync("update credit.credit_record set known_at = occurred_on + interval '1 day' where enterprise_id = $1", firm);
        (await PlantedText.TablesHoldingAsync(portal.Db, "密文简易")).ShouldBeEmpty("a simple-procedure penalty is filtered at the door (Shandong 13)");
        (await File.ReadAllTextAsync(outcome.RejectedFile!)).ShouldContain("417171.25x");

        var authorisation = await _city.AuthoriseAsync(firm);
        await _city.Run.ForEnterpriseAsync(firm);
        var before = (Public: await PointsAsync(firm, "public"), Full: await PointsAsync(firm, "full"));
        var observed = decided.AddDays(10);
        (await TrainingRowAsync(deliveries, uscc, observed, document)).ShouldBe((1f, "1"));
        var code = await IssueAsync(visitor);
        (await ReportAsync(visitor, code)).ShouldAllBe(form => form.Contains(document, StringComparison.Ordinal));
        (await _city.FeaturesAsync(PackKind.Public, firm, observed))["penalties_36m"].ShouldBe(1);

        await RemoveAsync(deliveries, isRepaired, uscc, document);

        // Before the rescore: what rested on the record is told to nobody.
        (await BankReadsAsync(uscc)).ShouldBeNull();
        await new ScoreUpkeep(portal.Db.Source(DatabaseRoles.Worker), _city.Run, TimeProvider.System).RunOnceAsync();
        (await PointsAsync(firm, "public")).ShouldBeGreaterThan(before.Public);
        (await PointsAsync(firm, "full")).ShouldBeGreaterThan(before.Full);
        (await BankReadsAsync(uscc)).ShouldBe(await PointsAsync(firm, "full"));
        (await _city.FeaturesAsync(PackKind.Public, firm))["penalties_36m"].ShouldBe(0);
        (await _city.FeaturesAsync(PackKind.Public, firm, observed))["penalties_36m"].ShouldBe(0, "also for a day on which it was known");
        (await TrainingRowAsync(deliveries, uscc, observed, document)).ShouldBe((0f, "1"), "the record is gone, the label stays");

        (await ReportAsync(visitor, await IssueAsync(visitor))).ShouldAllBe(form => !form.Contains(document, StringComparison.Ordinal) && !form.Contains("417,171", StringComparison.Ordinal));
        foreach (var planted in new[] { document, "417171.25", "密文当事局" })
        {
            (await PlantedText.TablesHoldingAsync(portal.Db, planted)).ShouldBeEmpty(planted);
        }

        var rejected = await File.ReadAllTextAsync(outcome.RejectedFile!);
        rejected.ShouldNotContain("417171.25x");
        rejected.ShouldContain(RejectedFileMending.Withheld);
        rejected.ShouldContain("12x", customMessage: "the other line keeps its value");
        (await deliveries.ItemAsync(ItemCode.Penalty, file)).Value.Withheld.ShouldBe(2, "an old file does not bring it back");
        (await PlantedText.TablesHoldingAsync(portal.Db, document)).ShouldBeEmpty("nor as a row that was rejected");
        (await RejectedFileMending.RunOnceAsync(portal.Db.Source(DatabaseRoles.Loader))).Mended.ShouldBe(1);
        (await File.ReadAllTextAsync(outcome.RejectedFile!)).ShouldNotContain("417171.25x");

        var rule = isRepaired ? "令36" : "国家发展改革委令第36号";
        (await portal.Db.ScalarAsync<string>("select removed_rule from credit.credit_record where enterprise_id = $1 and removed_at is not null and payload is null and amount is null", firm)).ShouldBe(rule);
        (await portal.Db.ScalarAsync<string>("select reason from audit.event where action = 'credit.remove' and subject = $1", uscc)).ShouldBe(rule);
        await portal.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", authorisation);
    }

    [Fact]
    [Trait("rule", "B1")]
    public async Task A_pack_that_saw_a_removed_record_is_listed_with_a_retrain_by_date_and_one_built_later_is_not()
    {
        using var deliveries = new Deliveries(portal.Db);
        var (_, firm, uscc) = await portal.EnterpriseAsync();
        await _city.DeliverAsync("penalty");
        await LongDeliveredAsync();
        var decided = ScoringCity.Today.AddDays(-40);
        await _city.RecordAsync(firm, "penalty", decided, 50000, code: "general", key: "虚罚再训练1号");
        var worker = portal.Db.Source(DatabaseRoles.Worker);
        var pack = PackStore.ReadBuiltIn(PlatformPacks.PublicName).Value;
        var table = Path.Combine(deliveries.Folder, "rows.csv");
        (await TrainingRows.WriteAsync(worker, [new Outcome(uscc, decided.AddDays(5), true)], table)).Value.Rows.ShouldBe(1);
        (await Retraining.RegisterAsync(worker, pack, await TrainingRows.DigestAsync(table))).IsOk.ShouldBeTrue();
        (await Retraining.RegisterAsync(worker, pack, new byte[32])).Error.Code.ShouldBe("training-rows-unknown");
        (await Retraining.ListAsync(worker)).ShouldBeEmpty();

        await RemoveAsync(deliveries, isRepaired: true, uscc, "虚罚再训练1号");

        var listed = (await Retraining.ListAsync(worker)).ShouldHaveSingleItem();
        (listed.Pack, listed.Removed, listed.FirstRemovedOn, listed.RetrainBy).ShouldBe((PlatformPacks.PublicName, 1L, ScoringCity.Today, ScoringCity.Today.AddDays(90)));
        (await TrainingRows.WriteAsync(worker, [new Outcome(uscc, decided.AddDays(5), true)], table)).Value.Bad.ShouldBe(1);
        await portal.Db.ExecuteAsync("update scoring.pack_training set rows_sha256 = $1", await TrainingRows.DigestAsync(table));
        (await Retraining.ListAsync(worker)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("uscc,observed_on,good\n", "line 1")]
    [InlineData("uscc,observed_on,bad\n", "line 2")]
    [InlineData("uscc,observed_on,bad\nCODE,2026-02-30,1\n", "line 2, observed_on")]
    [InlineData("uscc,observed_on,bad\nCODE,2999-01-01,1\n", "line 2, observed_on")]
    [InlineData("uscc,observed_on,bad\n123,2026-01-01,1\n", "line 2, uscc")]
    [InlineData("uscc,observed_on,bad\nCODE,2026-01-01,yes\n", "line 2, bad")]
    [InlineData("uscc,observed_on,bad\nCODE,2026-01-01,1\nCODE,2026-01-01,0\n", "line 3")]
    public void An_outcome_file_at_fault_is_refused_with_its_line(string text, string where)
    {
        using var reader = new StringReader(text.Replace("CODE", Deliveries.Code(5), StringComparison.Ordinal));

        Outcomes.Read(reader, ScoringCity.Today).Error.Field.ShouldBe(where);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static async Task<string> IssueAsync(PortalVisitor visitor)
    {
        using var issued = await visitor.PostFormAsync("/enterprise/report", "/enterprise/report?handler=Issue");
        using var newest = await visitor.GetAsync("/enterprise/report.json", "application/json");
        return JsonNode.Parse(await newest.Content.ReadAsStringAsync())!["code"]!.GetValue<string>();
    }

    /// <summary>The three forms of the report.</summary>
    private static async Task<string[]> ReportAsync(PortalVisitor visitor, string code)
    {
        using var json = await visitor.GetAsync("/enterprise/report.json?code=" + code, "application/json");
        using var pdf = await visitor.GetAsync("/enterprise/report.pdf?code=" + code);
        return
        [
            await visitor.PageAsync("/enterprise/report"),
            JsonNode.Parse(await json.Content.ReadAsStringAsync())!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            await PdfText.OfAsync(await pdf.Content.ReadAsByteArrayAsync()),
        ];
    }

    /// <summary>The city has had the list for as long as training rows look back; before a list was delivered, nobody's absence from it is known.</summary>
    private Task LongDeliveredAsync() => portal.Db.ExecuteAsync(
        "update credit.import_batch set started_at = now() - interval '2 years', finished_at = now() - interval '2 years' where item = 'penalty'");

    private async Task RemoveAsync(Deliveries deliveries, bool isRepaired, string uscc, string document)
    {
        if (isRepaired)
        {
            var decisions = deliveries.Write(
                "decisions.csv", "kind,decision_no,authority,uscc,item,key,decided_on,outcome,law", $"repair,虚修{uscc},信用中国,{uscc},penalty,{document},{Day(ScoringCity.Today)},removed,令36");
            (await DecisionImport.RunAsync(portal.Db.Source(DatabaseRoles.Loader), decisions, TimeProvider.System)).Value.Applied.ShouldBe(1);
        }
        else
        {
            (await new RecordExpiry(portal.Db.Source(DatabaseRoles.Worker), TimeProvider.System).RunOnceAsync()).ShouldBeGreaterThanOrEqualTo(1);
        }

        (await RejectedFileMending.RunOnceAsync(portal.Db.Source(isRepaired ? DatabaseRoles.Loader : DatabaseRoles.Worker))).Failed.ShouldBeEmpty();
    }

    private Task<int> PointsAsync(long firm, string kind) => portal.Db.ScalarAsync<int>("select points from scoring.score where enterprise_id = $1 and kind = $2", firm, kind);

    /// <summary>Penalties and label in the training row of that day; the document stands nowhere in the file.</summary>
    private async Task<(float Penalties, string Label)> TrainingRowAsync(Deliveries deliveries, string uscc, DateOnly observed, string document)
    {
        var table = Path.Combine(deliveries.Folder, "training.csv");
        (await TrainingRows.WriteAsync(portal.Db.Source(DatabaseRoles.Worker), [new Outcome(uscc, observed, true)], table)).Value.Rows.ShouldBe(1);
        var lines = await File.ReadAllLinesAsync(table);
        string.Concat(lines).ShouldNotContain(document);
        var cells = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
        return (float.Parse(cells["penalties_36m"], CultureInfo.InvariantCulture), cells["bad"]);
    }

    /// <summary>The points that a bank reads through the gate under its authorisation; null when it gets none.</summary>
    private async Task<int?> BankReadsAsync(string uscc)
    {
        var ticket = Guid.CreateVersion7();
        await using var connection = await portal.Db.OpenAsync(DatabaseRoles.BankApi);
        await using var look = new NpgsqlCommand("select outcome from consent.open_look($1, 'client', $2, $3, array['invoice-sales', 'invoice-purchase'], 'pre-credit', 'o', 'b', 'r', 'p')", connection)
        {
            Parameters = { new() { Value = ticket }, new() { Value = ScoringCity.Bank }, new() { Value = uscc } },
        };
        (await look.ExecuteScalarAsync()).ShouldBe("granted");
        await using var read = new NpgsqlCommand("select points from scoring.read_score($1, 'client')", connection) { Parameters = { new() { Value = ticket } } };
        return (int?)await read.ExecuteScalarAsync();
    }
}
