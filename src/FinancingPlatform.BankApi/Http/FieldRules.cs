using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.BankApi.Http;

/// <summary>Checks that several requests share.</summary>
internal static class FieldRules
{
    public static Error? Text(string field, string value, int longest) =>
        string.IsNullOrWhiteSpace(value) || value.Length > longest || value.Any(char.IsControl)
            ? BankApiErrors.Field(field, $"{field} 须为 1 至 {longest} 个字符。", $"{field} must have 1 to {longest} characters.")
            : null;

    public static Error? Code(string field, string value) =>
        Uscc.TryParse(value, out var uscc) && uscc.Value == value
            ? null
            : new Error(ErrorKind.Invalid, "uscc-invalid", "统一社会信用代码校验不通过，请核对。", "The unified social credit code does not check; correct it.") { Field = field };
}
