namespace FinancingPlatform.Aggregation.Items;

/// <summary>How to mend what each rule of an item rejects (整改提示), in both languages.</summary>
internal static class RejectionTexts
{
    public static string Of(string rule, FieldCheck field) => rule switch
    {
        "required" or "required-if" => $"填写{field.Layout.Zh} / give {field.Layout.En}",
        "uscc-length" => "统一社会信用代码须为18位 / the code has 18 characters",
        "uscc-alphabet" => "代码只用数字和不含 I O S V Z 的字母 / only digits and letters without I O S V Z",
        "uscc-prefix" => "前两位不是 GB 32100 规定的登记管理部门和机构类别 / the first two characters are no pair of GB 32100",
        "uscc-check-character" => "校验码不符，请核对原证照 / the check character is wrong; compare with the licence",
        "organisation-code" => "填写9位组织机构代码，校验码须正确 / nine characters with the right check character",
        "money" => $"填写以{(field.Layout.Unit == "wan" ? "万元" : "元")}为单位的数字 / give a number in {(field.Layout.Unit == "wan" ? "units of 10,000 yuan" : "yuan")}",
        "number" => "填写数字 / give a number",
        "range" => Range(field),
        "date" => "日期写作 2026-01-31 / write the date as 2026-01-31",
        "future" => "日期不得晚于今天 / a date that is not after today",
        "enum" or "flag" => $"使用：{field.Choices} / use one of these",
        "too-long" => $"缩短{field.Layout.Zh} / shorten {field.Layout.En}",
        "identity-number" => "不得填写身份证号 / never an identity number",
        "personal-id" => "证件号码格式不符 / no document number in form",
        "phone" => "电话号码格式不符 / no telephone number in form",
        "subject-unknown" => "在主体对照表中补充该企业 / add the firm to the subject map",
        "key-too-long" => "业务编号过长 / the key is too long",
        _ => "更正该字段 / correct the field",
    };

    private static string Range(FieldCheck field) => (Bound(field.Layout.Min), Bound(field.Layout.Max)) switch
    {
        ({ } least, { } most) => $"{field.Layout.Zh}须在 {least} 与 {most} 之间 / between {least} and {most}",
        ({ } least, null) => $"{field.Layout.Zh}不得小于 {least} / not below {least}",
        (_, var most) => $"{field.Layout.Zh}不得大于 {most} / not above {most}",
    };

    private static string? Bound(decimal? bound) => bound?.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture);
}
