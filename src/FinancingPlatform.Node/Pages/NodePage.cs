using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Exchange.Status;
using FinancingPlatform.Hosting.Loops;
using FinancingPlatform.Node.Endpoints;

namespace FinancingPlatform.Node.Pages;

/// <summary>The node's one page for people (节点页面), Chinese and English: what arrived, what waits, the last receipts.</summary>
internal static class NodePage
{
    private const string Style = "body{font-family:system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1d2733;background:#fff}"
        + "table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{border-bottom:1px solid #c8d0da;padding:.4rem .6rem;text-align:left}"
        + "td.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.85em}.refused{color:#9b1c1c}p.note{color:#4a5666}";

    // The one style of the page, named by its digest: nothing else may load or run.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    public static void MapNodePage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/", async (HttpContext context, NodeIdentity node, StatusStore store, IEnumerable<SupervisedLoop> loops, CancellationToken cancel) =>
        {
            var status = await QueryEndpoints.StatusAsync(node, store, loops, cancel);
            context.Response.Headers.ContentSecurityPolicy = Policy;
            return Results.Content(Render(status, await store.RecentAsync(cancel)), "text/html; charset=utf-8");
        });

    internal static string Render(NodeStatus status, IReadOnlyList<RecentMessage> recent)
    {
        var (zh, en) = status.Party == NodeSettings.Province ? ("省级节点", "Provincial node") : ("国家级节点", "National node");
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{zh} · {en}</title><style>{Style}</style></head><body><main>");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{zh} <span lang=\"en\">{en}</span></h1><p class=\"note\">演示环境，数据为虚构。<span lang=\"en\">Demonstration; all data is invented.</span></p>");
        Table(html, "已收报文", "Messages taken in", ["来源 Source", "种类 Kind", "结果 Decision", "数量 Count", "最近 Last (UTC+8)"],
            status.Inbox.Select(c => (Cell[])[c.Source, c.Kind, Decision(c.Fate), Cell.Number(c.Count), Time(c.LastAt)]));
        if (status.Destinations.Count > 0)
        {
            Table(html, "向上报送", "Sent upwards", ["去向 Destination", "待报 Waiting", "最久 Oldest (s)", "停报 Parked", "缺回执 Receipts missing"],
                status.Destinations.Select(d => (Cell[])[d.Name, Cell.Number(d.Waiting), Cell.Number(d.OldestS), Cell.Number(d.Parked), Cell.Number(d.ReceiptsMissing)]));
        }

        Table(html, "最近回执", "Last receipts", ["时间 Time (UTC+8)", "流 Stream", "种类 Kind", "结果 Decision", "报文编号 Message"],
            recent.Select(m => (Cell[])[Time(m.DecidedAt), m.Stream, m.Kind, m.Code is null ? Decision(m.Fate) : $"{Decision(m.Fate)}: {m.Code}", m.MessageId.ToString()]));
        if (status.Loops.Count > 0)
        {
            Table(html, "后台任务", "Loops", ["任务 Loop", "上次运行 Last run (UTC+8)", "连续失败 Failures", "上次错误 Last error"],
                status.Loops.Select(l => (Cell[])[l.Name, l.LastRunAt is { } at ? Time(at) : "—", Cell.Number(l.FailuresInARow), l.LastError ?? "—"]));
        }

        return html.Append("</main></body></html>").ToString();
    }

    private static void Table(StringBuilder html, string zh, string en, string[] heads, IEnumerable<Cell[]> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{zh} <span lang=\"en\">{en}</span></h2><table><thead><tr>");
        foreach (var head in heads)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{head}</th>");
        }

        html.Append("</tr></thead><tbody>");
        var any = false;
        foreach (var row in rows)
        {
            any = true;
            html.Append("<tr>");
            foreach (var cell in row)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td{(cell.IsNumber ? " class=\"n\"" : "")}>{HtmlEncoder.Default.Encode(cell.Text)}</td>");
            }

            html.Append("</tr>");
        }

        html.Append(any ? "" : $"<tr><td colspan=\"{heads.Length}\">暂无 None yet</td></tr>").Append("</tbody></table>");
    }

    private static string Decision(MessageFate fate) => fate switch
    {
        MessageFate.Accepted => "已接受 accepted",
        MessageFate.Duplicate => "已有 duplicate",
        MessageFate.Refused => "已拒绝 refused",
        MessageFate.Deferred => "待重报 deferred",
    };

    private static string Time(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private readonly record struct Cell(string Text, bool IsNumber)
    {
        public static implicit operator Cell(string text) => new(text, false);

        public static Cell Number(long value) => new(value.ToString(CultureInfo.InvariantCulture), true);
    }
}
