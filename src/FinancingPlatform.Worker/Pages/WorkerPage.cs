using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Exchange.Status;
using FinancingPlatform.Hosting.Loops;

namespace FinancingPlatform.Worker.Pages;

/// <summary>The worker's health page (后台健康页), Chinese and English: each loop's last run and last error, the backlog.</summary>
internal static class WorkerPage
{
    public static void MapWorkerPage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/", async (Self self, Destination destination, StatusStore store, IEnumerable<SupervisedLoop> loops, CancellationToken cancel) =>
            Results.Content(Render(await WorkerHost.StatusAsync(self, destination, store, loops, cancel)), "text/html; charset=utf-8"));

    internal static string Render(NodeStatus status)
    {
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>后台任务 · Worker</title></head><body><main><h1>后台任务 <span lang=\"en\">Worker</span></h1>");
        html.Append("<table><thead><tr><th scope=\"col\">任务 Loop</th><th scope=\"col\">上次运行 Last run (UTC+8)</th><th scope=\"col\">连续失败 Failures</th><th scope=\"col\">上次错误 Last error</th><th scope=\"col\">情况 Detail</th></tr></thead><tbody>");
        foreach (var loop in status.Loops)
        {
            Row(html, loop.Name, Time(loop.LastRunAt), Number(loop.FailuresInARow), loop.LastError is null ? "—" : $"{Time(loop.LastErrorAt)} {loop.LastError}", loop.Detail ?? "—");
        }

        html.Append("</tbody></table><table><thead><tr><th scope=\"col\">去向 Destination</th><th scope=\"col\">待报 Waiting</th><th scope=\"col\">最久 Oldest (s)</th><th scope=\"col\">停报 Parked</th><th scope=\"col\">缺回执 Receipts missing</th></tr></thead><tbody>");
        foreach (var destination in status.Destinations)
        {
            Row(html, destination.Name, Number(destination.Waiting), Number(destination.OldestS), Number(destination.Parked), Number(destination.ReceiptsMissing));
        }

        return html.Append("</tbody></table></main></body></html>").ToString();
    }

    private static void Row(StringBuilder html, params ReadOnlySpan<string> cells)
    {
        html.Append("<tr>");
        foreach (var cell in cells)
        {
            html.Append("<td>").Append(HtmlEncoder.Default.Encode(cell)).Append("</td>");
        }

        html.Append("</tr>");
    }

    private static string Time(DateTimeOffset? at) => at?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "—";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
