using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.BankApi.Contract;

/// <summary>
/// Problems of single fields (字段错误) in general words: an answer says the same with the field's own bounds, and names the field.
/// </summary>
internal static class FieldProblems
{
    public static Error Field { get; } = BankApiErrors.Field("amount", "字段取值不正确，请按说明更正。", "A field's value is not one that is taken; the title says which are.");

    public static Error Uscc { get; } = Of("uscc-invalid", "uscc", "统一社会信用代码校验不通过，请核对。", "The unified social credit code does not check; correct it.");

    public static Error Number { get; } = Of("number-invalid", "note_no", "编号过长、为空或含空白。", "A number is empty, too long or holds a blank.");

    public static Error Amount { get; } = Of("amount-invalid", "amount", "金额超出范围或小数过多。", "An amount is out of range or has too many decimals.");

    public static Error Rate { get; } = Of("rate-invalid", "annual_rate_percent", "利率超出范围或小数过多。", "A rate is out of range or has too many decimals.");

    public static Error Value { get; } = Of("value-unknown", "kind", "取值不在允许的范围内。", "A value is not one of those that are allowed.");

    public static Error Text { get; } = Of("text-invalid", "operator", "文字为空、过长或含控制字符。", "A text is empty, too long or holds a control character.");

    public static Error Months { get; } = Of("months-invalid", "months", "期限或月份超出范围。", "A term or a range of months is out of bounds.");

    public static Error Reason { get; } = Of("reason-missing", "correction", "更正须说明原因。", "A correction states its reason.");

    public static Error RenewalNotFirst { get; } = Of("renewal-not-first", "first_loan", "续贷不能是首贷。", "A renewal cannot be a first loan.");

    public static Error Backfill { get; } = Of("backfill-incomplete", "balance", "存量借据须给出余额，新放款不给。", "Stock states its balance, a new loan does not.");

    public static Error Overdue { get; } = Of("overdue-invalid", "overdue_days", "逾期天数与逾期金额须同时为零或同时大于零。", "Zero days go with zero yuan, and days above zero with an amount above zero.");

    public static Error DecisionContradicts { get; } = Of("decision-contradicts", "decision", "批准须给出金额、利率和期限；拒绝只给代码。", "An approval has amount, rate and term; a refusal has its code alone.");

    public static Error RefusalCode { get; } = Of("refusal-code-unknown", "refusal_code", "拒绝须给出目录中的原因代码。", "A refusal names a code of GET /v1/refusal-codes.");

    public static Error Range { get; } = Of("range-reversed", "amount_to", "上限不能低于下限。", "An upper end is not below its lower end.");

    public static Error FeesTooMany { get; } = Of("fees-too-many", "fees", "费用项数过多。", "There are too many fees.");

    public static Error FeeUnclear { get; } = Of("fee-unclear", "fees", "每项费用须且只能给出金额或比例之一。", "A fee is either an amount or a share.");

    public static Error Items { get; } = Of("items-invalid", "items", "信息项须有且互不重复。", "Name at least one item, and each once.");

    public static Error LegMissing { get; } = Of("leg-missing", "leg_look", "至少申请一项用途：查询、回传或建模。", "Ask for at least one leg: look, return or training.");

    public static Error Days { get; } = Of("days-invalid", "days", "期限超出范围。", "The number of days is out of bounds.");

    public static Error Uses { get; } = Of("uses-invalid", "max_uses", "次数超出范围。", "The number of looks is out of bounds.");

    public static Error WebhookAddress { get; } = Of("webhook-address", "url", "推送地址须为不含用户信息和片段的 https 绝对地址。", "A webhook is an absolute https address without user and fragment.");

    public static Error Policy { get; } = Of("policy-invalid", "bands", "额度政策的数值不成立，说明见标题。", "The limit policy's figures do not hold; the title says which.");

    public static Error ModelMalformed { get; } = Of("model-malformed", "model", "模型文件不可用。", "The model file can't be used.");

    public static Error ModelNotSupported { get; } = Of("model-not-supported", "model", "本平台不读取这种模型。", "Models of this sort are not read here.");

    public static Error SchemaUnusable { get; } = Of("schema-unusable", "schema", "字段说明不可用。", "The schema can't be used.");

    public static Error ModelNotMonotone { get; } = Of("pack-not-monotone", "schema", "模型违反了所声明的方向。", "The model breaks a direction that its schema declares.");

    private static Error Of(string code, string field, string zh, string en) => new(ErrorKind.Invalid, code, zh, en) { Field = field };
}
