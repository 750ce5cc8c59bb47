using System.Text;
using FinancingPlatform.Aggregation.Files;
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

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("-23.22", "-23.22")]
    public void A_cell_that_a_spreadsheet_would_run_is_disarmed(string cell, string written) => CsvLine.Join(cell).ShouldBe(written);

    private static string Rows(int first, int count) =>
        Header + "\n" + string.Concat(Enumerable.Range(first, count).Select(n => $"{Deliveries.Code(n)},试验{n * 7919 % 104729}有限公司\n"));

    private Task<long> CountAsync(int first, int count) =>
        database.ScalarAsync<long>("select count(*) from registry.enterprise where uscc = any ($1)", (object)Enumerable.Range(first, count).Select(n => Deliveries.Code(n)).ToArray());

    private sealed class CancelAtOnce(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }
}
