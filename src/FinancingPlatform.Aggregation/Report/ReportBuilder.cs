using System.Globalization;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Aggregation.Report;

/// <summary>Makes the report of the facts (生成信用报告). Pure: no clock, no database.</summary>
internal static class ReportBuilder
{
    public static CreditReport Build(ReportFacts facts, EnterpriseFacts enterprise)
    {
        var layouts = facts.Items.ToDictionary(item => item.Key, item => ReportLayout.Of(item.Key, item.Value), StringComparer.Ordinal);
        var parts = new[] { ReportBlocks.PublicPart, ReportBlocks.AuthorisedPart }
            .Select(part => new ReportPart(part, Blocks(facts, layouts, part == ReportBlocks.PublicPart)))
            .ToList();
        return new CreditReport(Identity(enterprise), facts.ListVersion, parts, enterprise.Invented || facts.Records.Any(record => record.Invented));
    }

    private static List<ReportBlock> Blocks(ReportFacts facts, Dictionary<string, ReportLayout> layouts, bool isPublic) =>
        [.. ReportBlocks.All.Select(block =>
        {
            var items = layouts.Values.Where(layout => layout.IsPublic == isPublic && layout.Block == block.Code).Select(layout => layout.Item).ToHashSet(StringComparer.Ordinal);
            var entries = facts.Records.Where(record => items.Contains(record.Item)).Select(record => layouts[record.Item].Entry(record)).ToList();
            // Nothing delivered is not "none": a block without a record has no information (trap 15).
            return new ReportBlock(block.Code, items.Count == 0 ? null : items.Sum(item => facts.Items[item].Total), entries);
        })];

    private static List<ReportField> Identity(EnterpriseFacts enterprise) =>
    [
        new("name", "企业名称", "Name", enterprise.Name),
        new("uscc", "统一社会信用代码", "Unified social credit code", enterprise.Uscc),
        new("status", "登记状态", "Registry status", enterprise.Status, StatusZh(enterprise.Status)),
        new("established_on", "成立日期", "Established on", enterprise.EstablishedOn),
        new("kind", "企业类型", "Kind", enterprise.Kind),
        new("division", "登记地", "District", enterprise.Division, enterprise.Division is { } code ? Divisions.NameOf(code) : null),
        new("industry", "行业代码", "Industry code", enterprise.Industry),
        new("registered_capital_yuan", "注册资本（元）", "Registered capital (yuan)", enterprise.CapitalYuan, Thousands(enterprise.CapitalYuan)),
    ];

    private static string? Thousands(string? yuan) =>
        decimal.TryParse(yuan, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount.ToString("#,##0.00", CultureInfo.InvariantCulture) : null;

    private static string? StatusZh(string status) => status switch
    {
        "active" => "存续",
        "suspended" => "歇业",
        "revoked" => "吊销",
        "cancelled" => "注销",
        "annulled" => "撤销",
        "moved_out" => "迁出",
        "ordered_closed" => "责令关闭",
        "liquidation" => "清算",
        "stopped" => "停业",
        "unknown" => "未知",
        _ => null,
    };
}
