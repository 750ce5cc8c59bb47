using System.Text.Json;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Items;

/// <summary>What is kept of a rejected row goes back under the layout's own names: no mapping, unit or spelling may change its meaning.</summary>
public sealed class KeptCellsTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task Spellings_of_a_mapping_are_kept_as_what_they_mean()
    {
        using var deliveries = new Deliveries(db);
        await deliveries.RegisterAsync(41);
        // In the 2016 form 0 is valid; in the 2018 form 0 is cancelled.
        var cells = await RejectedAsync(deliveries, "penalty", "CF_WSH,CF_XDR_SHXYM,CF_CFLB1,CF_XZJG,CF_JDRQ,CF_ZT", $"虚罚41号,{Deliveries.Code(41)},罚款,虚构局,2026-11-20,0");

        cells.GetProperty("state").GetString().ShouldBe("valid");
        cells.GetProperty("category").GetString().ShouldBe("fine");
    }

    [Fact]
    public async Task Money_is_kept_in_the_layouts_unit_and_a_code_in_capitals()
    {
        using var deliveries = new Deliveries(db);
        var cells = await RejectedAsync(deliveries, "penalty", "uscc,document_no,kind,CF_NR_FK,decided_on", $"{Deliveries.Code(42).ToLowerInvariant()},虚罚42号,一般,\"1,002.5\",昨天");

        cells.GetProperty("fine").GetString().ShouldBe("1002.5");
        cells.GetProperty("uscc").GetString().ShouldBe(Deliveries.Code(42));
        cells.GetProperty("decided_on").GetString().ShouldBe("昨天", "what is at fault stays as it came");
    }

    [Fact]
    public async Task A_row_whose_enterprise_is_unknown_keeps_all_that_it_said_but_names()
    {
        using var deliveries = new Deliveries(db);
        var cells = await RejectedAsync(
            deliveries, "penalty", "uscc,legal_representative,document_no,kind,content,fine,decided_on,authority", $"{Deliveries.Code(999_001)},钱七,虚罚43号,一般,罚款内容,2.5,2026-11-20,虚构局");

        cells.GetProperty("document_no").GetString().ShouldBe("虚罚43号");
        cells.GetProperty("content").GetString().ShouldBe("罚款内容");
        cells.GetProperty("fine").GetString().ShouldBe("2.5");
        cells.GetProperty("decided_on").GetString().ShouldBe("2026-11-20");
        cells.GetProperty("authority").GetString().ShouldBe("虚构局");
        cells.TryGetProperty("legal_representative", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_row_of_the_generic_layout_keeps_its_own_key_and_yuan()
    {
        using var deliveries = new Deliveries(db);
        var cells = await RejectedAsync(deliveries, "penalty", "uscc,key,occurred_on,amount_yuan,code,counterparty", $"{Deliveries.Code(999_002)},虚罚44号,2026-11-20,200.00,general,虚构局");

        cells.GetProperty("key").GetString().ShouldBe("虚罚44号");
        cells.GetProperty("fine").GetString().ShouldBe("200");
    }

    private async Task<JsonElement> RejectedAsync(Deliveries deliveries, string item, string header, string row)
    {
        var outcome = await deliveries.ItemAsync(item, deliveries.Write($"{Guid.NewGuid():N}.csv", header, row));
        outcome.IsOk.ShouldBeTrue(outcome.IsOk ? "" : outcome.Error.MessageEn);
        outcome.Value.Rejected.ShouldBe(1);
        var cells = await db.ScalarAsync<string>("select cells::text from credit.rejection order by batch_id desc limit 1");
        return JsonDocument.Parse(cells!).RootElement.Clone();
    }
}
