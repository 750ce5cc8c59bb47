namespace FinancingPlatform.Aggregation.Intake;

/// <summary>Why a row was not taken (拒收原因), as the supplier reads it in the rejected file.</summary>
/// <param name="Field">The column at fault; empty when it is the whole line.</param>
/// <param name="Rule">Stable name of the rule that it breaks.</param>
/// <param name="Value">What stood there, shortened.</param>
/// <param name="HowToMend">What to do, Chinese and English.</param>
internal sealed record Rejection(string Field, string Rule, string Value, string HowToMend)
{
    /// <summary>A line that is no row of the table.</summary>
    public static Rejection OfLine(string rule, string raw) => new(string.Empty, rule, raw, rule switch
    {
        "unclosed-quote" => "补全缺失的引号 / close the quotation mark",
        "cell-count" => "列数须与表头一致 / give as many cells as the header has",
        "control-character" => "删除控制字符 / remove the control character",
        "json-object" or "json-malformed" => "每行须为一个完整的 JSON 对象 / one complete JSON object on each line",
        "json-unknown-member" => "删除布局中没有的字段 / remove the member that the layout does not know",
        _ => "更正该行 / correct the line",
    });
}
