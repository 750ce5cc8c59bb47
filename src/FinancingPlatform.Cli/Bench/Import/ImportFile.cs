using System.Globalization;
using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Cli.Bench.Import;

/// <summary>The bench's file (虚构纳税明细): what a tax bureau delivers for some years, month by month, each month all its enterprises.</summary>
internal static class ImportFile
{
    public const string Item = ItemCode.TaxPayment;
    public const int Months = 25;
    private const int BufferBytes = 1 << 20;
    private static readonly DateOnly s_first = new(2024, 1, 1);

    public static async Task WriteAsync(string path, IReadOnlyList<string> codes, CancellationToken cancel)
    {
        await using var file = new StreamWriter(path, append: false, System.Text.Encoding.UTF8, BufferBytes) { NewLine = "\n" };
        await file.WriteLineAsync("uscc,key,occurred_on,amount_yuan,code,counterparty,started_on,ended_on").ConfigureAwait(false);
        for (var month = 0; month < Months; month++)
        {
            cancel.ThrowIfCancellationRequested();
            var from = s_first.AddMonths(month);
            var (to, due) = (from.AddMonths(1).AddDays(-1), from.AddMonths(1).AddDays(14));
            for (var i = 0; i < codes.Count; i++)
            {
                var amount = ((((long)i * 7919) + (month * 104_729L)) % 50_000_000) / 100m;
                await file.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{codes[i]},{from:yyyyMM}-增值税-{i % 10},{due:yyyy-MM-dd},{amount:0.00},{(i % 41 == 0 ? "欠缴" : "已缴")},虚构税务局第{i % 17}分局,{from:yyyy-MM-dd},{to:yyyy-MM-dd}")).ConfigureAwait(false);
            }
        }
    }
}
