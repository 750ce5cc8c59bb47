using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Support;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class BadFileTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private const string Header = "uscc,name";

    [Fact]
    public async Task A_packed_file_that_breaks_off_leaves_nothing_behind()
    {
        using var deliveries = new Deliveries(database);
        var packed = Deliveries.Gzip(Rows(20_000, 10_000));

        var whole = deliveries.Write("cut.csv.gz", packed[..(packed.Length / 2)]);
        var result = await deliveries.RegistryAsync(whole);

        result.Error.Code.ShouldBe("file-truncated");
        (await CountAsync(20_000, 10_000)).ShouldBe(0);
        File.Exists(whole + ".rejected.csv").ShouldBeFalse();
    }

    [Fact]
    public async Task An_xz_file_that_breaks_off_leaves_nothing_behind()
    {
        var real = await File.ReadAllBytesAsync(SharedData.Require("identifiers/registry_60k.csv.xz"));
        using var deliveries = new Deliveries(database);
        var before = await database.ScalarAsync<long>("select count(*) from registry.enterprise");

        var result = await deliveries.RegistryAsync(deliveries.Write("cut.csv.xz", real[..(real.Length / 3)]));

        result.Error.Code.ShouldBe("file-truncated");
        (await database.ScalarAsync<long>("select count(*) from registry.enterprise")).ShouldBe(before);
    }

    [Fact]
    public async Task A_last_line_without_its_cells_is_a_file_that_broke_off()
    {
        using var deliveries = new Deliveries(database);
        var path = deliveries.Write("cut.csv", Encoding.UTF8.GetBytes($"uscc,name,status\n{Deliveries.Code(40_001)},甲,存续\n{Deliveries.Code(40_002)},乙"));

        (await deliveries.RegistryAsync(path)).Error.Code.ShouldBe("file-truncated");
        (await CountAsync(40_001, 2)).ShouldBe(0);
    }

    [Fact]
    public async Task A_bomb_is_refused_before_it_fills_the_machine()
    {
        using var deliveries = new Deliveries(database);
        var bomb = deliveries.Write("bomb.csv.gz", Deliveries.Gzip(Header + "\n" + string.Concat(Enumerable.Repeat(new string('9', 1000) + "\n", 20_000))));
        var limits = FileLimits.Default with { RatioFreeBytes = 1 << 20 };

        (await deliveries.RegistryAsync(bomb, deliveries.Options with { Limits = limits })).Error.Code.ShouldBe("compression-ratio");
        (await deliveries.RegistryAsync(bomb, deliveries.Options with { Limits = FileLimits.Default with { MaxDecompressedBytes = 1 << 20 } })).Error.Code.ShouldBe("file-too-large");
    }

    [Fact]
    public async Task An_endless_line_is_refused_without_being_kept_in_memory()
    {
        using var deliveries = new Deliveries(database);
        var path = deliveries.Write("line.csv.gz", Deliveries.Gzip(Header + "\n" + new string('9', 8 << 20)));

        (await deliveries.RegistryAsync(path)).Error.Code.ShouldBe("line-too-long");
    }

    [Fact]
    public async Task Binary_other_encodings_and_empty_files_are_named()
    {
        using var deliveries = new Deliveries(database);

        (await deliveries.RegistryAsync(deliveries.Write("zip.csv", [0x50, 0x4B, 3, 4, 0, 0]))).Error.Code.ShouldBe("workbook-unreadable");
        (await deliveries.RegistryAsync(deliveries.Write("utf16.csv", Encoding.Unicode.GetPreamble()))).Error.Code.ShouldBe("file-not-text");
        (await deliveries.RegistryAsync(deliveries.Write("odd.csv", [.. "uscc,name\n1,"u8, 0xCC, 0xFF, .. "\n"u8]))).Error.Code.ShouldBe("wrong-encoding");
        (await deliveries.RegistryAsync(deliveries.Write("mixed.csv", [.. "uscc,name\n1,泰安\n2,"u8, 0xCC, 0xA9, 0xB0, 0xB2, .. "\n"u8]))).Error.Code.ShouldBe("wrong-encoding");
        (await deliveries.RegistryAsync(deliveries.Write("empty.csv", Array.Empty<byte>()))).Error.Code.ShouldBe("file-empty");
        (await deliveries.RegistryAsync(Path.Combine(deliveries.Folder, "none.csv"))).Error.Code.ShouldBe("file-not-found");
        (await deliveries.RegistryAsync(deliveries.Write("lacks.csv", "name", "甲"))).Error.Code.ShouldBe("header-lacks-column");
        (await deliveries.RegistryAsync(deliveries.Write("unknown.csv", "uscc,name,statsu", "1,2,3"))).Error.Code.ShouldBe("header-unknown-column");
    }

    [Fact]
    public async Task A_byte_order_mark_windows_line_ends_and_a_quoted_line_end_are_read()
    {
        using var deliveries = new Deliveries(database);
        var path = deliveries.Write("windows.csv", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes($"uscc,name\r\n{Deliveries.Code(50_001)},\"甲\r\n有限公司\"\r\n{Deliveries.Code(50_002)},\"乙\"\"丙\"\r\n")]);

        var outcome = (await deliveries.RegistryAsync(path)).Value;

        outcome.AcceptedNew.ShouldBe(2);
        (await database.ScalarAsync<string>("select name from registry.enterprise where uscc = $1", Deliveries.Code(50_002))).ShouldBe("乙\"丙");
    }

    [Fact]
    public async Task A_cancelled_import_leaves_nothing_behind()
    {
        using var deliveries = new Deliveries(database);
        var path = deliveries.Write("cancel.csv", Encoding.UTF8.GetBytes(Rows(60_000, 20_000)));
        using var cancel = new CancellationTokenSource();
        var progress = new CancelAtOnce(cancel);

        await Should.ThrowAsync<OperationCanceledException>(() => FinancingPlatform.Aggregation.Registry.RegistryImport.RunAsync(path, deliveries.Options, progress, cancel.Token));

        (await CountAsync(60_000, 20_000)).ShouldBe(0);
        File.Exists(path + ".rejected.csv.part").ShouldBeFalse();
    }

    [Fact]
    public void Cells_that_are_joined_are_split_again() =>
        Prop.ForAll<NonNull<string>[]>(values =>
        {
            // What a line cannot carry is not asked of it: line ends, a lone blank line, and formulas, which get an apostrophe.
            var cells = values.Select(v => new string([.. v.Get.Where(c => !char.IsControl(c) && c is not ('=' or '+' or '-' or '@'))])).Prepend("x").ToArray();
            var split = new List<string>();
            return CsvLine.TrySplit(CsvLine.Join(cells), ',', split) && split.SequenceEqual(cells);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_empty_first_cell_keeps_its_place() => CsvLine.Join(string.Empty, "b").ShouldBe(",b");

    [Fact]
    public async Task A_rejected_file_runs_nothing_in_a_spreadsheet()
    {
        using var deliveries = new Deliveries(database);

        var outcome = (await deliveries.RegistryAsync(deliveries.Write("formula.csv", "uscc,name", "=cmd|' /C calc'!A0,甲", "@SUM(1),乙"))).Value;

        (await File.ReadAllLinesAsync(outcome.RejectedFile!)).Skip(1).Select(line => line.Split(',')[3]).ShouldBe(["\"'=cmd|' /C calc'!A0\"", "'@SUM(1)"]);
    }

    [Fact]
    public async Task A_file_that_begins_in_gb18030_and_goes_on_in_utf8_is_refused_and_not_read_as_nonsense()
    {
        using var deliveries = new Deliveries(database);
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        byte[] mixed = [.. gb18030.GetBytes($"uscc,name\n{Deliveries.Code(55_001)},泰安试验有限公司\n"), .. Encoding.UTF8.GetBytes($"{Deliveries.Code(55_002)},泰安第二试验有限公司\n")];

        (await deliveries.RegistryAsync(deliveries.Write("mixed.csv", mixed))).Error.Code.ShouldBe("wrong-encoding");
        (await CountAsync(55_001, 2)).ShouldBe(0);
    }

    [Fact]
    public async Task No_line_of_gb18030_is_taken_for_utf8()
    {
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        var hanzi = Gen.Choose(0xB0, 0xF7).SelectMany(lead => Gen.Choose(0xA1, 0xFE), (lead, trail) => new[] { (byte)lead, (byte)trail });
        foreach (var pairs in hanzi.ArrayOf(40).Sample(2_000))
        {
            byte[] line = [.. pairs.SelectMany(pair => pair)];
            var lines = new LineReader(new MemoryStream([0xD6, 0xD0, (byte)'\n', .. line, (byte)'\n']), "gb.csv", FileLimits.Default);
            (await lines.ReadAsync(CancellationToken.None)).ShouldBe("中");
            (await lines.ReadAsync(CancellationToken.None)).ShouldBe(gb18030.GetString(line));
        }
    }

    [Fact]
    [Trait("speed", "slow")]
    public async Task A_bomb_in_xz_and_a_packed_line_of_two_gigabytes_stop_early()
    {
        using var deliveries = new Deliveries(database);
        var bomb = Path.Combine(deliveries.Folder, "bomb.csv.xz");
        var line = Path.Combine(deliveries.Folder, "line.csv.gz");
        await ShellAsync($"(echo {Header}; yes {new string('9', 1000)} | head -c 200M) | xz -0 > {bomb}");
        await ShellAsync($"(echo {Header}; head -c 2G /dev/zero | tr '\\0' 9) | gzip -1 > {line}");

        (await deliveries.RegistryAsync(bomb)).Error.Code.ShouldBe("compression-ratio");
        (await deliveries.RegistryAsync(line)).Error.Code.ShouldBe("line-too-long");
        (await deliveries.RegistryAsync(bomb, deliveries.Options with { Limits = FileLimits.Default with { MaxRatio = int.MaxValue, MaxDecompressedBytes = 100 << 20 } })).Error.Code.ShouldBe("file-too-large");
    }

    [Fact]
    public async Task A_header_with_unknown_missing_or_repeated_columns_is_refused_for_an_item_too()
    {
        using var deliveries = new Deliveries(database);

        (await deliveries.ItemAsync("tax-payment", deliveries.Write("unknown.csv", "uscc,key,occurred_on,amount_yuan,code,horoscope", "1,2,3,4,5,6"))).Error.Code.ShouldBe("header-unknown-column");
        (await deliveries.ItemAsync("tax-payment", deliveries.Write("lacks.csv", "uscc,key,amount_yuan,code", "1,2,3,4"))).Error.Code.ShouldBe("header-lacks-column");
        (await deliveries.ItemAsync("tax-payment", deliveries.Write("twice.csv", "uscc,key,occurred_on,amount_yuan,code,Code ", "1,2,3,4,5,6"))).Error.ToString().ShouldContain("header-duplicate-column: The header has these columns twice: code");
    }

    [Fact]
    public async Task Every_attempt_that_fails_is_noted_a_cancelled_one_too_and_a_wrong_path_is_none()
    {
        using var deliveries = new Deliveries(database);
        var source = "source-" + Guid.NewGuid();
        var options = deliveries.Options with { Source = source };
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await ItemImport.RunAsync("horoscope", deliveries.Write("a.csv", "a"), null, options, new Progress<double>(), CancellationToken.None);
        await ItemImport.RunAsync("tax-payment", Path.Combine(deliveries.Folder, "none.csv"), null, options, new Progress<double>(), CancellationToken.None);
        await ItemImport.RunAsync("tax-payment", deliveries.Write("binary.csv", [0, 1, 2, 0]), null, options, new Progress<double>(), CancellationToken.None);
        await ItemImport.RunAsync("tax-payment", deliveries.Write("x.csv", "uscc"), deliveries.Write("map.csv", "firm,uscc", "E1,123"), options, new Progress<double>(), CancellationToken.None);
        await Should.ThrowAsync<OperationCanceledException>(() => ItemImport.RunAsync("tax-payment", deliveries.Write("y.csv", "uscc,key,occurred_on,amount_yuan,code"), null, options, new Progress<double>(), cancel.Token));

        (await database.ScalarAsync<string>("select string_agg(item || ':' || error, ' ' order by id) from credit.delivery_call where source = $1", source))
            .ShouldBe("horoscope:item-unknown tax-payment:file-not-text tax-payment:subject-map tax-payment:cancelled");
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-23.22", "-23.22")]
    [InlineData("+8e-05", "+8e-05")]
    [InlineData("-2+3+cmd|' /C calc'!A0", "\"'-2+3+cmd|' /C calc'!A0\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("a;=1+1", "\"a;=1+1\"")]
    public void A_cell_that_a_spreadsheet_would_run_is_disarmed(string cell, string written) => CsvLine.Join(cell).ShouldBe(written);

    private static async Task ShellAsync(string script)
    {
        using var shell = System.Diagnostics.Process.Start("bash", ["-c", script]);
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0);
    }

    private static string Rows(int first, int count) =>
        Header + "\n" + string.Concat(Enumerable.Range(first, count).Select(n => $"{Deliveries.Code(n)},试验{n * 7919 % 104729}有限公司\n"));

    private Task<long> CountAsync(int first, int count) =>
        database.ScalarAsync<long>("select count(*) from registry.enterprise where uscc = any ($1)", (object)Enumerable.Range(first, count).Select(n => Deliveries.Code(n)).ToArray());

    private sealed class CancelAtOnce(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }
}
