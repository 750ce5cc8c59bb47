using FinancingPlatform.Data;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class RegistryImportTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string Header = "uscc,name,reg_date,type,capital,province,city,legal_representative,status,status_date,division,industry,parent_uscc";

    [Fact]
    [Trait("rule", "B2")]
    public async Task Every_line_is_accepted_duplicate_or_rejected_with_what_to_mend()
    {
        using var deliveries = new Deliveries(database);
        var good = Deliveries.Code(1);
        var file = deliveries.Write(
            "registry.csv",
            Header,
            $"{good},泰山试验有限公司,2015-03-01,有限责任公司,\"20,000(万元人民币)\",山东,泰安,王一,存续,,370902,C3311,",
            $"{good},泰山试验有限公司,2015-03-01,有限责任公司,\"20,000(万元人民币)\",山东,泰安,王一,存续,,370902,C3311,",
            $"{good},别的名字,2015-03-01,,,山东,泰安,王一,存续,,370902,C3311,",
            $"{good[..17]}{(good[17] == '0' ? '1' : '0')},校验错,,,,,,,,,,,",
            "123,位数错,,,,,,,,,,,",
            $"{Deliveries.Code(2)},,2015-03-01,,,,,,,,,,",
            $"{Deliveries.Code(3)},日期错,2015-02-30,,,,,,,,,,",
            $"{Deliveries.Code(4)},状态错,2015-02-03,,,,,,正常吗,,,,",
            $"{Deliveries.Code(5)},列数错",
            $"{Deliveries.Code(6)},\"引号未闭合,2015-02-03,,,,,,,,,,",
            string.Empty,
            $"{Deliveries.Code(7).ToLowerInvariant()},小写有限公司,20150203,N/A,N/A,,,,,,,,");

        var outcome = (await deliveries.RegistryAsync(file)).Value;

        Deliveries.ShouldBalance(outcome);
        (outcome.Received, outcome.AcceptedNew, outcome.Duplicate, outcome.Rejected).ShouldBe((11L, 2L, 1L, 8L));
        var rejected = await File.ReadAllLinesAsync(outcome.RejectedFile!);
        rejected[0].ShouldBe("line,field,rule,value,how_to_mend");
        rejected.Skip(1).Select(line => string.Join(',', line.Split(',').Take(3))).ShouldBe(
            [
                "5,uscc,uscc-check-character", "6,uscc,uscc-length", "7,name,name", "8,reg_date/status_date,date", "9,status,status-text", "10,,cell-count",
                "11,,unclosed-quote", "4,uscc,duplicate-code",
            ],
            ignoreOrder: true);
        (await database.ScalarAsync<decimal>("select registered_capital_yuan from registry.enterprise where uscc = $1", good)).ShouldBe(200_000_000m);
        (await database.ScalarAsync<string>("select name from registry.enterprise where uscc = $1", good)).ShouldBe("泰山试验有限公司");
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing()
    {
        using var deliveries = new Deliveries(database);
        var file = deliveries.Write("same.csv", Header, $"{Deliveries.Code(101)},甲有限公司,2015-03-01,,50万人民币,,,王一,存续,,370902,C3311,", $"{Deliveries.Code(102)},乙有限公司,,,,,,,,,,,");
        await deliveries.RegistryAsync(file);
        var before = await StateAsync(101, 102);

        var again = (await deliveries.RegistryAsync(file)).Value;

        (again.AcceptedNew, again.AcceptedVersion, again.Duplicate).ShouldBe((0L, 0L, 2L));
        (await StateAsync(101, 102)).ShouldBe(before);
    }

    [Fact]
    [Trait("trap", "16")]
    public async Task A_new_name_and_representative_replace_the_old_ones_and_the_old_row_is_kept_as_history()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegistryAsync(deliveries.Write("first.csv", Header, $"{Deliveries.Code(201)},旧名有限公司,2015-03-01,,,,,王一,存续,,370902,C3311,"));

        var outcome = (await deliveries.RegistryAsync(deliveries.Write("second.csv", "uscc,name,legal_representative", $"{Deliveries.Code(201)},新名有限公司,李二"))).Value;

        outcome.AcceptedVersion.ShouldBe(1);
        (await database.ScalarAsync<string>("select name || legal_representative || status || industry from registry.enterprise where uscc = $1", Deliveries.Code(201)))
            .ShouldBe("新名有限公司李二activeC3311", "a file without a column keeps what is known");
        (await database.ScalarAsync<string>("select h.was ->> 'legal_representative' from registry.enterprise_history h join registry.enterprise e on e.id = h.enterprise_id where e.uscc = $1", Deliveries.Code(201)))
            .ShouldBe("王一");
    }

    [Fact]
    [Trait("trap", "17")]
    public async Task Status_stays_unknown_without_a_text_and_follows_it_otherwise()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegistryAsync(deliveries.Write(
            "status.csv", "uscc,name,status", $"{Deliveries.Code(301)},甲,", $"{Deliveries.Code(302)},乙,吊销，未注销", $"{Deliveries.Code(303)},丙,歇业"));

        (await StatusAsync(301)).ShouldBe("unknown");
        (await StatusAsync(302)).ShouldBe("revoked");
        (await StatusAsync(303)).ShouldBe("suspended");
    }

    [Fact]
    public async Task An_enterprise_outside_the_city_is_kept_and_a_division_column_wins_over_the_code()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegistryAsync(deliveries.Write(
            "city.csv",
            "uscc,name,division",
            $"{Deliveries.Code(401, division: "110108")},外地有限公司,",
            $"{Deliveries.Code(402, division: "110108")},迁入有限公司,370911",
            $"{Deliveries.Code(403)},本地有限公司,"));

        (await InCityAsync(401, "110108")).ShouldBeFalse();
        (await InCityAsync(402, "110108")).ShouldBeTrue();
        (await InCityAsync(403, "370902")).ShouldBeTrue();
    }

    [Fact]
    public async Task Json_lines_hold_the_same_columns()
    {
        using var deliveries = new Deliveries(database);

        var outcome = (await deliveries.RegistryAsync(deliveries.Write(
            "registry.ndjson",
            $"{{\"uscc\":\"{Deliveries.Code(501)}\",\"name\":\"甲\",\"status\":\"在业\",\"staff\":25,\"revenue_yuan\":\"9000000.00\",\"industry\":\"3311\"}}",
            $"{{\"uscc\":\"{Deliveries.Code(502)}\",\"name\":\"乙\",\"colour\":\"red\"}}",
            "{\"uscc\":"))).Value;

        (outcome.AcceptedNew, outcome.Rejected).ShouldBe((1L, 2L));
        (await database.ScalarAsync<string>("select size from registry.enterprise where uscc = $1", Deliveries.Code(501))).ShouldBe("small");
    }

    [Theory]
    [InlineData("20,000(万元人民币)", "200000000", null)]
    [InlineData("346.1650(万元人民币)", "3461650", null)]
    [InlineData("50万人民币", "500000", null)]
    [InlineData("150(万人民币元)", "1500000", null)]
    [InlineData("50(万元（人民币）)", "500000", null)]
    [InlineData("15000人民币元", "15000", null)]
    [InlineData("1E-06万人民币", "0.01", null)]
    [InlineData("520(万美元)", null, "capital-foreign-currency")]
    [InlineData("150(万元美元)", null, "capital-foreign-currency")]
    [InlineData("4,170(万元(港币))", null, "capital-foreign-currency")]
    [InlineData("50()", null, "capital-without-unit")]
    [InlineData("60", null, "capital-without-unit")]
    [InlineData("很多钱", null, "capital-unreadable")]
    [Trait("trap", "7")]
    public void Capital_is_read_in_yuan_and_foreign_money_is_never_converted(string text, string? yuan, string? warning)
    {
        var read = FinancingPlatform.Aggregation.Registry.CapitalText.Read(text);

        read.ShouldBe((yuan is null ? null : decimal.Parse(yuan, System.Globalization.CultureInfo.InvariantCulture), warning));
    }

    [Fact]
    public async Task An_identity_number_in_a_name_column_is_rejected_and_not_repeated()
    {
        using var deliveries = new Deliveries(database);

        var outcome = (await deliveries.RegistryAsync(deliveries.Write("person.csv", "uscc,name,legal_representative", $"{Deliveries.Code(601)},甲,11010519491231002X"))).Value;

        outcome.Rejected.ShouldBe(1);
        (await File.ReadAllTextAsync(outcome.RejectedFile!)).ShouldNotContain("11010519491231002X");
    }

    [Fact]
    public async Task The_real_registry_is_accepted()
    {
        var real = SharedData.Require("identifiers/registry_60k.csv.xz");
        using var deliveries = new Deliveries(database);
        var file = Path.Combine(deliveries.Folder, "registry_60k.csv.xz");
        File.Copy(real, file);

        var outcome = (await deliveries.RegistryAsync(file)).Value;

        Deliveries.ShouldBalance(outcome);
        outcome.Received.ShouldBe(60_000);
        (outcome.AcceptedNew / 60_000.0).ShouldBeGreaterThanOrEqualTo(0.999);
        TestContext.Current.TestOutputHelper?.WriteLine($"{outcome.RowsPerS} rows/s, {outcome.PeakMb} MB");
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task The_loader_reads_no_consent_and_no_score()
    {
        await using var connection = await database.OpenAsync(DatabaseRoles.Loader);
        foreach (var table in (string[])["consent.authorisation", "consent.access_record", "scoring.score", "lending.loan", "lending.bank"])
        {
            await using var command = new Npgsql.NpgsqlCommand($"select * from {table}", connection);
            (await Should.ThrowAsync<Npgsql.PostgresException>(async () => await command.ExecuteScalarAsync())).SqlState.ShouldBe("42501", table);
        }
    }

    private Task<string?> StateAsync(params int[] numbers) =>
        database.ScalarAsync<string>("select string_agg(to_jsonb(e)::text, ',' order by e.id) from registry.enterprise e where e.uscc = any ($1)", (object)numbers.Select(n => Deliveries.Code(n)).ToArray());

    private Task<string?> StatusAsync(int number) => database.ScalarAsync<string>("select status from registry.enterprise where uscc = $1", Deliveries.Code(number));

    private Task<bool> InCityAsync(int number, string division) =>
        database.ScalarAsync<bool>("select in_city from registry.enterprise where uscc = $1", Deliveries.Code(number, division: division));
}
