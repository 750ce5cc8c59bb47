using System.Net;
using System.Text;
using FinancingPlatform.Tests.Aggregation;
using FinancingPlatform.Tests.Aggregation.Pushed;

namespace FinancingPlatform.Tests.Portal.Operator;

/// <summary>Deliveries, their balance, and a rejected row that is mended in the page, over real HTTP and with real imports.</summary>
public sealed class DeliveryPagesTests(PortalServer portal) : IClassFixture<PortalServer>
{
    private const string Department = "虚构执法局";

    [Fact, Trait("rule", "B2")]
    public async Task A_delivery_shows_its_balance_and_every_rejected_row_with_what_to_mend()
    {
        var batch = await ImportAsync("1号", "二千");
        using var visitor = await portal.StaffAsync("operator");

        (await visitor.PageAsync("/operator/deliveries?rejected=true")).ShouldContain($"/operator/deliveries/{batch}\"");
        (await visitor.PageAsync("/operator/deliveries?item=no-such")).ShouldContain("没有符合条件的批次");
        var page = await visitor.PageAsync($"/operator/deliveries/{batch}");
        page.ShouldContain("对账相符");
        page.ShouldContain("二千");
        page.ShouldContain("填写以万元为单位的数字");
        page.ShouldContain($"/operator/deliveries/{batch}/mend/3");
        await visitor.PageAsync("/operator/deliveries/999999999", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_rejected_file_is_downloaded_with_the_contracts_header_and_no_cell_runs_as_a_formula()
    {
        var batch = await ImportAsync("2号", "=2+5");
        using var visitor = await portal.StaffAsync("operator");

        using var answer = await visitor.GetAsync($"/operator/deliveries/{batch}?handler=Csv");
        var csv = await answer.Content.ReadAsStringAsync();
        csv.ShouldContain("line,field,rule,value,how_to_mend\r\n");
        csv.ShouldContain("\r\n3,fine,money,'=2+5,");
        (await visitor.GetAsync("/operator/deliveries/999999999?handler=Csv")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_form_holds_the_rows_cells_and_the_fault_and_never_a_persons_number()
    {
        var batch = await ImportAsync("3号", "二千");
        using var visitor = await portal.StaffAsync("operator");
        var form = await visitor.PageAsync($"/operator/deliveries/{batch}/mend/3");

        form.ShouldContain("虚罚3号");
        form.ShouldContain("罚款金额（万元）");
        form.ShouldContain("value=\"二千\"");
        form.ShouldContain("个人信息，未保留");
        form.ShouldNotContain("赵六");
        await visitor.PageAsync($"/operator/deliveries/{batch}/mend/2", HttpStatusCode.NotFound);
        (await (await visitor.PostFormAsync($"/operator/deliveries/{batch}/mend/3", $"/operator/deliveries/{batch}/mend/3")).Content.ReadAsStringAsync())
            .ShouldContain("没有更改任何单元格");
    }

    [Fact, Trait("rule", "B2")]
    public async Task A_mended_row_is_delivered_once_linked_to_the_first_delivery_whose_balance_stays()
    {
        var batch = await ImportAsync("4号", "二千");
        using var visitor = await portal.StaffAsync("operator");
        var path = $"/operator/deliveries/{batch}/mend/3";

        using var sent = await visitor.PostFormAsync(path, path, ("cell-fine", "0.2"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var again = await visitor.PostFormAsync(path, path, ("cell-fine", "0.3"));
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await visitor.PageAsync($"/operator/deliveries/{batch}")).ShouldContain("更正待入库");
        (await visitor.PageAsync("/operator/deliveries")).ShouldContain("未入库的报送");
        var body = Encoding.UTF8.GetString((await portal.Db.ScalarAsync<byte[]>(
            "select c.body from credit.delivery d join credit.delivery_chunk c on c.delivery_id = d.id where d.mends_batch_id = $1 and d.mends_line = 3 and d.source = $2 and d.state = 'complete'", batch, Department))!);
        body.ShouldContain("\"fine\":\"0.2\"");
        body.ShouldContain("\"kind\":\"general\"");
        body.Split('\n').Length.ShouldBe(2, "one row with its end");
    }

    [Fact]
    public async Task A_mended_row_that_came_in_is_shown_as_mended_and_is_neither_interface_nor_file()
    {
        var batch = await ImportAsync("6号", "二千");
        using var visitor = await portal.StaffAsync("operator");
        var path = $"/operator/deliveries/{batch}/mend/3";
        using var sent = await visitor.PostFormAsync(path, path, ("cell-fine", "0.2"));
        sent.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var id = await portal.Db.ScalarAsync<Guid>("select id from credit.delivery where mends_batch_id = $1", batch);
        using var deliveries = new Deliveries(portal.Db);
        var file = deliveries.Write("mended.ndjson", (await portal.Db.ScalarAsync<byte[]>("select body from credit.delivery_chunk where delivery_id = $1", id))!);
        var outcome = await FinancingPlatform.Aggregation.Items.ItemImport.RunAsync(
            "penalty", file, null, deliveries.Options with { Source = Department, Channel = "push", DeliveryId = id }, new Progress<double>(), CancellationToken.None);
        outcome.IsOk.ShouldBeTrue(outcome.IsOk ? "" : outcome.Error.MessageEn);
        (outcome.Value.AcceptedNew, outcome.Value.Rejected).ShouldBe((1L, 0L));
        var mended = await portal.Db.ScalarAsync<long>("select id from credit.import_batch where delivery_id = $1 and channel = 'mend'", id);
        await portal.Db.ExecuteAsync("update credit.delivery set state = 'imported', batch_id = $2 where id = $1", id, mended);

        (await visitor.PageAsync($"/operator/deliveries/{batch}")).ShouldContain($"已更正 #{mended}");
        (await visitor.PageAsync($"/operator/deliveries/{mended}")).ShouldContain($"批次 {batch} 第 3 行");
        (await portal.Db.ScalarAsync<decimal>("select amount from credit.credit_record where batch_id = $1", mended)).ShouldBe(2000m);
        (await visitor.PageAsync("/operator/sources/penalty?source=" + Uri.EscapeDataString(Department))).ShouldContain("页面更正");
    }

    [Fact]
    public async Task A_delivery_that_the_platform_cannot_import_is_set_aside_and_the_next_one_goes_on()
    {
        var department = await PushedDepartment.CreateAsync(portal.Db, "tax-payment");
        var stuck = await department.PushAsync("tax-payment", ["{}"]);
        var next = await department.PushAsync("tax-payment", []);
        using var visitor = await portal.StaffAsync("operator");

        using var early = await visitor.PostFormAsync("/operator/clients", "/operator/deliveries?handler=SetAside", ("id", stuck.ToString()));
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await portal.Db.ExecuteAsync(
            "update credit.delivery set attempts = 3, error_code = 'import-put-off', error_zh = '重试', error_en = 'again', leased_until = now() + interval '1 hour' where id = $1", stuck);
        (await visitor.PageAsync("/operator/deliveries")).ShouldContain("搁置");
        using var set = await visitor.PostFormAsync("/operator/deliveries", "/operator/deliveries?handler=SetAside", ("id", stuck.ToString()));
        set.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await department.StateAsync(stuck), await department.ErrorAsync(stuck), await department.BodiesAsync(stuck)).ShouldBe(("failed", "set-aside", 0L));
        (await portal.Db.ScalarAsync<long>("select count(*) from audit.event where action = 'delivery-set-aside' and subject = $1", $"delivery:{stuck}")).ShouldBe(1);
        using var deliveries = new Deliveries(portal.Db);
        var import = PushedDepartment.Import(portal.Db, deliveries.Folder);
        while (await import.RunOnceAsync(CancellationToken.None) is not null)
        {
            // What other tests of the class delivered is imported as well.
        }

        (await department.StateAsync(next)).ShouldBe("imported");
        using var twice = await visitor.PostFormAsync("/operator/clients", "/operator/deliveries?handler=SetAside", ("id", stuck.ToString()));
        twice.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("cell-facts", 4001)]
    public async Task A_cell_that_is_too_long_is_named(string cell, int length)
    {
        var batch = await ImportAsync("5号", "二千");
        using var visitor = await portal.StaffAsync("operator");
        visitor.Speak("en");
        var path = $"/operator/deliveries/{batch}/mend/3";

        using var answer = await visitor.PostFormAsync(path, path, (cell, new string('长', length)));
        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("A cell holds at most 4000 characters: Facts");
    }

    /// <summary>A delivery of two penalties in yuan, of which the second has a fine that is no number; answers its batch.</summary>
    private async Task<long> ImportAsync(string number, string fine)
    {
        using var deliveries = new Deliveries(portal.Db);
        await deliveries.RegisterAsync(31);
        var code = Deliveries.Code(31);
        var file = deliveries.Write(
            $"penalty-{number}.csv",
            "uscc,legal_representative,document_no,authority_code,kind,category,fine,decided_on",
            $"{code},赵六,虚罚{number}甲,,一般,罚款,0.5,2026-11-20",
            $"{code},赵六,虚罚{number},,一般,罚款,{fine},2026-11-20");
        var outcome = await FinancingPlatform.Aggregation.Items.ItemImport.RunAsync(
            "penalty", file, null, deliveries.Options with { Source = Department }, new Progress<double>(), CancellationToken.None);
        outcome.IsOk.ShouldBeTrue(outcome.IsOk ? "" : outcome.Error.MessageEn);
        outcome.Value.Rejected.ShouldBe(1);
        return await portal.Db.ScalarAsync<long>("select max(id) from credit.import_batch where item = 'penalty'");
    }
}
