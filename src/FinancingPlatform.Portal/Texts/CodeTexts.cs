namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the page about assigned codes (重错码页面文字).</summary>
internal static class CodeTexts
{
    public static readonly Text Nav = new("重错码", "Codes");
    public static readonly Text Title = new("统一社会信用代码重错码", "Duplicate and wrong codes");
    public static readonly Text Lead = new(
        "按赋码部门报送原样计数，早于规整和退回；转大写后的数并列。旧15位号和无代码的另计，不进比率。",
        "Counted as the assigning departments sent them, before normalising and rejecting, and with letters made capital beside it. Old 15-digit numbers and missing codes stand apart.");
    public static readonly Text Department = new("赋码部门", "Department");
    public static readonly Text Counted = new("口径", "Counted");
    public static readonly Text AsSent = new("报送原样", "as sent");
    public static readonly Text Folded = new("转大写后", "letters made capital");
    public static readonly Text Codes = new("代码数", "Codes");
    public static readonly Text Wrong = new("错码", "Wrong");
    public static readonly Text Duplicate = new("重码", "Duplicate");
    public static readonly Text Ratio = new("重错码率", "Ratio");
    public static readonly Text OldNumber = new("旧15位号", "Old numbers");
    public static readonly Text Missing = new("无代码", "Missing");
    public static readonly Text NoFigures = new("还没有登记信息报送。", "No registry delivery yet.");
    public static readonly Text Faulty = new("需整改的代码", "Codes to correct");
    public static readonly Text NoFaulty = new("没有需整改的代码。", "No code needs correcting.");
    public static readonly Text Line = new("行", "Line");
    public static readonly Text Code = new("报送代码", "Code as sent");
    public static readonly Text Name = new("名称", "Name");
    public static readonly Text Fault = new("问题", "Fault");
    public static readonly Text Export = new("导出整改清单", "Export the correction file");
    public static readonly Text Import = new("回填整改清单", "Bring the correction file back");
    public static readonly Text ImportLead = new(
        "操作标识：0 新赋码（填写整改后代码）、1 删除、2 保留。整份文件一次生效，重复回填不会重复生效，回填后重新计数。",
        "Flag: 0 newly coded (with the corrected code), 1 delete, 2 keep. The file takes effect as a whole, the same file again changes nothing, and the codes are counted again.");
    public static readonly Text File = new("整改清单（CSV 或 xlsx，不超过 4 MB）", "Correction file (CSV or xlsx, at most 4 MB)");
    public static readonly Text Send = new("回填", "Apply");
    public static readonly Text NoFile = new("请选择整改清单文件。", "Choose the correction file.");
    public static readonly Text Outcome = new(
        "收到 {0} 行 = 新赋码 {1} + 删除 {2} + 保留 {3} + 未填 {4} + 对不上 {5} + 退回 {6}",
        "{0} rows = newly coded {1} + deleted {2} + kept {3} + undecided {4} + unmatched {5} + rejected {6}");

    /// <summary>A fault in words.</summary>
    public static Text Of(string fault) => fault switch
    {
        "length" => new("长度错误", "wrong length"),
        "alphabet" => new("含不允许的字符", "character not allowed"),
        "check-character" => new("校验位错误", "wrong check character"),
        "same-code" => new("一码多主体", "one code, several subjects"),
        "same-body" => new("主体码重复", "same 9-digit body"),
        "two-codes" => new("一主体多码", "one subject, several codes"),
        "old-number" => new("旧15位注册号", "old 15-digit number"),
        "missing" => new("无代码", "no code"),
        _ => new(fault, fault),
    };
}
