using System.Globalization;
using System.Text.Json;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>That goods or guarantees go round among firms that all authorised this bank (rule C5). A reason to look closer, never one to refuse.</summary>
internal sealed record RingFlag(string Kind, int Size, string Zh, string En)
{
    /// <summary>Reads the flags that the gate gives.</summary>
    public static IReadOnlyList<RingFlag> List(string json)
    {
        using var flags = JsonDocument.Parse(json);
        return [.. flags.RootElement.EnumerateArray().Select(f => Of(f.GetProperty("kind").GetString()!, f.GetProperty("size").GetInt32()))];
    }

    private static RingFlag Of(string kind, int size) => kind == "invoice"
        ? new("invoice-loop", size, Say($"与另外 {size - 1} 家企业首尾相接开票，闭环金额已从收入中扣除。请核实交易；仅为提示，不是拒绝理由。"), Say($"Invoices go round with {size - 1} other firms; the looped amount is netted out of revenue. Verify the trade: a flag, no ground for refusal."))
        : new("guarantee-circle", size, Say($"与另外 {size - 1} 家企业互保或连环担保。仅为提示，不是拒绝理由。"), Say($"Guarantees go round with {size - 1} other firms: a flag, no ground for refusal."));

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
