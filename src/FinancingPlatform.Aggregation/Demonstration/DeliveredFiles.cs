using System.Globalization;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Enterprises;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// The city's delivered files (演示交换文件): the registry, and for some items a small file with the faults that real deliveries have. They go
/// through the same importers as real files, so rejected files are there to look at.
/// </summary>
internal static class DeliveredFiles
{
    private const int RowsPerFault = 2_000;

    /// <summary>Writes the registry file; one line in some thousands is dirty.</summary>
    public static async Task<string> WriteRegistryAsync(DemonstrationOptions options, IReadOnlyList<DemonstrationEnterprise> enterprises, CancellationToken ct)
    {
        var path = Path.Combine(options.WorkFolder, "registry.csv");
        await using var file = new StreamWriter(path) { NewLine = "\n" };
        await file.WriteLineAsync("uscc,name,reg_date,type,capital,province,city,legal_representative,status,status_date,division,industry,staff,revenue_yuan,assets_yuan");
        foreach (var enterprise in enterprises)
        {
            ct.ThrowIfCancellationRequested();
            await file.WriteLineAsync(Line(enterprise));
        }

        foreach (var enterprise in Sample(enterprises))
        {
            await file.WriteLineAsync(Line(enterprise)); // said twice: a duplicate
            await file.WriteLineAsync(Line(enterprise with { Name = enterprise.Name + "另名" })); // one code, two names
            await file.WriteLineAsync(Line(enterprise with { Uscc = WithOtherCheck(enterprise.Uscc) }));
            await file.WriteLineAsync(Line(enterprise with { Uscc = enterprise.Uscc[..17] }));
            await file.WriteLineAsync(Line(enterprise).Replace(Text(enterprise.Status), "正常吗", StringComparison.Ordinal));
        }

        return path;
    }

    /// <summary>Writes the files with faults, by item.</summary>
    public static async Task<IReadOnlyList<(string Item, string Path)>> WriteDirtyAsync(DemonstrationOptions options, IReadOnlyList<DemonstrationEnterprise> enterprises, CancellationToken ct)
    {
        var sample = Sample(enterprises).ToList();
        var invoices = Path.Combine(options.WorkFolder, "invoice-sales-dirty.csv");
        await File.WriteAllLinesAsync(
            invoices,
            [
                "uscc,number,date,counterparty,net,tax,total,status",
                .. sample.SelectMany(e => (string[])
                [
                    $"{e.Uscc},D{e.Index}1,{Day(options, 40)},演示客户,100.00,13.00,114.00,有效发票", // does not add up
                    $"{e.Uscc},D{e.Index}2,{Day(options, 41)},演示客户,100.00,13.00,113.00, 作废发票", // a leading blank: taken
                    $"{e.Uscc},D{e.Index}3,{Day(options, 42)},演示客户,-50.00,-6.50,-56.50,有效发票", // red letter: taken
                    $"{e.Uscc},D{e.Index}4,2026-13-45,演示客户,100.00,13.00,113.00,有效发票",
                    $"{WithOtherCheck(e.Uscc)},D{e.Index}5,{Day(options, 43)},演示客户,100.00,13.00,113.00,有效发票",
                ]),
            ],
            ct);
        var penalties = Path.Combine(options.WorkFolder, "penalty-dirty.csv");
        await File.WriteAllLinesAsync(
            penalties,
            [
                "uscc,key,occurred_on,amount_yuan,code,counterparty",
                .. sample.SelectMany(e => (string[])
                [
                    $"{e.Uscc},演简〔{e.Index}〕1号,{Day(options, 60)},200.00,simple,泰安演示执法局（虚构）", // withheld by law
                    $"{e.Uscc},演罚〔{e.Index}〕2号,{Day(options, 61)},二千,general,泰安演示执法局（虚构）",
                ]),
            ],
            ct);
        return [(ItemCode.InvoiceSales, invoices), (ItemCode.Penalty, penalties)];
    }

    private static IEnumerable<DemonstrationEnterprise> Sample(IReadOnlyList<DemonstrationEnterprise> enterprises) =>
        enterprises.Where(enterprise => enterprise.Index % RowsPerFault == RowsPerFault / 2);

    private static string Line(DemonstrationEnterprise e) => CsvLine.Join(
        e.Uscc,
        e.Name,
        e.EstablishedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        e.Kind,
        e.CapitalWan.ToString("#,##0.00", CultureInfo.InvariantCulture) + "(万元人民币)",
        "山东",
        "泰安",
        e.LegalRepresentative,
        Text(e.Status),
        e.StatusDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty,
        e.Division,
        e.Sector.Industry,
        e.Staff?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        e.RevenueYuan?.ToString(CultureInfo.InvariantCulture) ?? string.Empty,
        e.AssetsYuan?.ToString(CultureInfo.InvariantCulture) ?? string.Empty);

    private static string Text(EnterpriseStatus status) => status switch
    {
        EnterpriseStatus.Unknown => "N/A",
        EnterpriseStatus.Active => "存续（在营、开业、在册）",
        EnterpriseStatus.Suspended => "歇业",
        EnterpriseStatus.Revoked => "吊销，未注销",
        EnterpriseStatus.Cancelled => "注销",
        EnterpriseStatus.Annulled => "撤销",
        EnterpriseStatus.MovedOut => "迁出",
        EnterpriseStatus.OrderedClosed => "责令关闭",
        EnterpriseStatus.Liquidation => "清算",
        EnterpriseStatus.Stopped => "停业",
    };

    private static string WithOtherCheck(string uscc) => uscc[..17] + (uscc[17] == '0' ? '1' : '0');

    private static string Day(DemonstrationOptions options, int daysAgo) => options.AsOf.AddDays(-daysAgo).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
