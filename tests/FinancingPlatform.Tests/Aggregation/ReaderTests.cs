using System.IO.Compression;
using System.Text;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class ReaderTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    [Fact]
    public async Task A_file_in_gb18030_with_tabs_is_read_by_its_content()
    {
        using var deliveries = new Deliveries(database);
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

        (await deliveries.RegistryAsync(deliveries.Write("gb.csv", gb18030.GetBytes($"统一社会信用代码\t企业名称\n{Deliveries.Code(1)}\t泰安试验\n")))).Value.AcceptedNew.ShouldBe(1);

        (await database.ScalarAsync<string>("select name from registry.enterprise where uscc = $1", Deliveries.Code(1))).ShouldBe("泰安试验");
    }

    [Fact]
    public async Task A_workbook_is_read_with_shared_strings_gaps_and_date_cells()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(2);
        var path = deliveries.Write("tax.xlsx", Workbook(
            """<row r="1"><c r="A1" t="inlineStr"><is><t>uscc</t></is></c><c r="B1" t="inlineStr"><is><t>key</t></is></c><c r="C1" t="inlineStr"><is><t>occurred_on</t></is></c><c r="D1" t="inlineStr"><is><t>amount_yuan</t></is></c><c r="E1" t="inlineStr"><is><t>code</t></is></c></row>"""
            + $"""<row r="2"><c r="A2" t="inlineStr"><is><t>{Deliveries.Code(2)}</t></is></c><c r="B2" t="s"><v>0</v></c><c r="C2" s="1"><v>46068</v></c><c r="D2"><v>12.5</v></c><c r="E2" t="s"><v>1</v></c></row>"""
            + $"""<row r="3"><c r="A3" t="inlineStr"><is><t>{Deliveries.Code(2)}</t></is></c><c r="C3" s="1"><v>46068</v></c><c r="E3" t="s"><v>1</v></c></row>"""));

        var outcome = (await deliveries.ItemAsync(ItemCode.TaxPayment, path)).Value;

        (outcome.AcceptedNew, outcome.Rejected).ShouldBe((1L, 1L));
        (await database.ScalarAsync<string>("select natural_key || ' ' || occurred_on || ' ' || amount || ' ' || code from credit.credit_record where item = 'tax-payment'")).ShouldBe("票一 2026-02-15 12.50 paid");
    }

    [Fact]
    public async Task A_workbook_that_unpacks_beyond_the_ratio_is_refused()
    {
        using var deliveries = new Deliveries(database);
        var bomb = deliveries.Write("bomb.xlsx", Workbook("""<row r="1"><c r="A1" t="inlineStr"><is><t>uscc</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>""" + string.Concat(Enumerable.Repeat("<row></row>", 400_000))));

        (await deliveries.RegistryAsync(bomb, deliveries.Options with { Limits = FileLimits.Default with { RatioFreeBytes = 1 << 20, MaxRatio = 20 } })).Error.Code.ShouldBe("compression-ratio");
    }

    [Fact]
    public async Task A_line_of_two_gigabytes_is_refused_when_a_short_one_would_have_ended()
    {
        await using var nines = new Nines(2L << 30);
        var lines = new LineReader(nines, "nines.csv", FileLimits.Default);

        (await Should.ThrowAsync<UnreadableFileException>(async () => await lines.ReadAsync(CancellationToken.None))).Error.Code.ShouldBe("line-too-long");

        nines.Given.ShouldBeLessThan(4 << 20, "what was never read takes no memory");
    }

    [Fact]
    public async Task Every_attempt_is_noted_with_its_error()
    {
        using var deliveries = new Deliveries(database);

        await deliveries.ItemAsync(ItemCode.Honour, deliveries.Write("wrong.csv", "a,b", "1,2"));

        (await database.ScalarAsync<string>("select error from credit.delivery_call where item = 'honour'")).ShouldStartWith("header-");
    }

    [Fact]
    public async Task Late_penalties_are_counted_by_working_days()
    {
        using var deliveries = new Deliveries(database);
        await deliveries.RegisterAsync(3);

        await deliveries.ItemAsync(ItemCode.Penalty, deliveries.Write("late.csv", "uscc,key,occurred_on,amount_yuan,code", $"{Deliveries.Code(3)},早,2026-01-05,1,general"));

        (await database.ScalarAsync<long>("select sum(late)::bigint from credit.import_batch where item = 'penalty'")).ShouldBe(1);
    }

    private static byte[] Workbook(string rows)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "xl/workbook.xml", "<workbook/>");
            Add(zip, "xl/sharedStrings.xml", "<sst><si><t>票一</t></si><si><r><t>已</t></r><r><t>缴</t></r></si></sst>");
            Add(zip, "xl/styles.xml", """<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>""");
            Add(zip, "xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{rows}</sheetData></worksheet>");
        }

        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private sealed class Nines(long length) : Stream
    {
        private long _left = length;

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var given = (int)Math.Min(count, _left);
            buffer.AsSpan(offset, given).Fill((byte)'9');
            _left -= given;
            Given += given;
            return given;
        }

        public override void Flush()
        {
            // Nothing is written.
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
