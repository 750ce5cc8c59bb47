using System.Text.Json;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Who is told to stop using a record that is lawfully gone: the banks that read it, and no others.</summary>
public sealed class StopUseTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    [Trait("rule", "A9")]
    [Trait("trap", "3")]
    public async Task A_repair_is_told_to_every_bank_that_read_the_item_once_and_without_the_records_key()
    {
        var reader = await api.CaseAsync();
        await reader.AuthoriseAsync();
        await RecordAsync(reader, "penalty", "虚罚停用1号");
        await RecordAsync(reader, "penalty", "虚罚停用1号", version: 2);
        await RecordAsync(reader, "penalty", "虚罚停用2号");
        await PullAsync(reader);
        var onlooker = await OtherBankAsync(reader);
        await onlooker.AuthoriseAsync(bank: onlooker.Bank);

        // Both go in one transaction, one of them in two versions.
        await api.Db.ExecuteAsync(
            "select credit.remove_facts(array[$1, $1], array['penalty', 'penalty'], array['虚罚停用1号', '虚罚停用2号'], array['令36', '令36'], 'repair')", reader.EnterpriseId);

        var told = (await StopsAsync(reader)).ShouldHaveSingleItem();
        told.GetProperty("why").GetString().ShouldBe("record-removed");
        told.GetProperty("uscc").GetString().ShouldBe(reader.Uscc);
        told.GetProperty("items").EnumerateArray().Select(i => i.GetString()).ShouldBe(["penalty"]);
        told.ToString().ShouldNotContain("虚罚");
        (await StopsAsync(onlooker)).ShouldBeEmpty("it never looked");
    }

    [Theory]
    [InlineData("invoice-sales", "invoice-sales", true)]
    [InlineData("invoice-sales", "invoice-purchase", false)]
    [InlineData("penalty", "invoice-purchase", true)]
    [Trait("rule", "A9")]
    public async Task An_item_that_needs_an_authorisation_was_read_by_whom_named_it_and_a_public_one_by_every_reader(string removed, string named, bool isTold)
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        await RecordAsync(test, removed, "一号");
        await PullAsync(test, named);

        await api.Db.ExecuteAsync("select credit.remove_facts(array[$1], array[$2], array['一号'], array['令36'], 'expiry')", test.EnterpriseId, removed);

        (await StopsAsync(test)).Count.ShouldBe(isTold ? 1 : 0);
    }

    [Fact]
    [Trait("rule", "A9")]
    public async Task Who_looked_before_the_record_was_known_or_never_read_under_the_ticket_holds_nothing()
    {
        var test = await api.CaseAsync();
        await test.AuthoriseAsync();
        await RecordAsync(test, "penalty", "先前");
        await PullAsync(test);
        await RecordAsync(test, "penalty", "后来");
        await test.LookAsync();

        await api.Db.ExecuteAsync("select credit.remove_facts(array[$1], array['penalty'], array['后来'], array['令36'], 'repair')", test.EnterpriseId);

        (await StopsAsync(test)).ShouldBeEmpty();
    }

    private async Task PullAsync(GateCase test, params string[] items)
    {
        var answer = await api.PostAsync(
            test, "/v1/report-pulls", new { uscc = test.Uscc, purpose = "loan-application", @operator = "信贷员甲", branch = "泰安分行", reference = "APP-1", items });
        answer.Status.ShouldBe(200, answer.Text);
    }

    /// <summary>Another bank with its client, and the same firm.</summary>
    private async Task<GateCase> OtherBankAsync(GateCase firm)
    {
        var other = await GateCase.CreateAsync(api.Db, firm);
        await api.Db.ExecuteAsync(
            "insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at) values ($1, $2, '另一银行', '{}', clock_timestamp())", other.Client, other.Bank);
        return other;
    }

    private async Task<List<JsonElement>> StopsAsync(GateCase test) =>
        [.. (await api.GetAsync(test, "/v1/events")).Json.GetProperty("items").EnumerateArray().Where(e => e.GetProperty("kind").GetString() == "stop-use")];

    private async Task RecordAsync(GateCase firm, string item, string key, int version = 1)
    {
        await api.Db.ExecuteAsync(
            """
            insert into credit.import_batch (item, source, file_name, file_sha256) select 'test', 'invented', 'invented', sha256('x')
            where not exists (select from credit.import_batch);
            """);
        await api.Db.ExecuteAsync(
            """
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, natural_key, version, payload, batch_id, sha256, invented)
            select $1, $2, 'invented', current_date - 1, clock_timestamp(), $3, $4, '{}', (select min(id) from credit.import_batch), sha256('x'), true
            """,
            firm.EnterpriseId, item, key, version);
    }
}
