using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Identity.Registration;

/// <summary>What can go wrong with a registration.</summary>
internal static class RegistrationErrors
{
    public static Error NameInvalid { get; } = new(
        ErrorKind.Invalid, "name-invalid", "请填写经办人姓名（不超过 50 字）。", "Enter the name of the person in charge (at most 50 characters).") { Field = "displayName" };

    public static Error Unknown { get; } = new(
        ErrorKind.NotFound,
        "enterprise-unknown",
        "登记库中没有这个统一社会信用代码。请核对营业执照；新设企业请在登记信息更新后再注册。",
        "The registry holds no such code. Check the business licence; a new enterprise registers after the registry has been updated.") { Field = "uscc" };

    public static Error AlreadyRegistered { get; } = new(
        ErrorKind.Conflict,
        "already-registered",
        "该企业已经注册，请直接登录；如非本企业操作，请到服务大厅申诉。",
        "This enterprise is registered already: sign in. If it was not your enterprise, object at the service hall.") { Field = "uscc" };

    public static Error CodeInvalid(UsccCheck check)
    {
        var (zh, en) = check.Fault switch
        {
            UsccFault.Length => ("应为 18 位", "it must have 18 characters"),
            UsccFault.Alphabet => ("含有不允许的字符", "it holds a character that the standard does not have"),
            UsccFault.Prefix => ("前两位不是有效的登记部门和机构类别", "its first two characters name no registering authority and class"),
            UsccFault.CheckCharacter => ("校验位不符，请逐位核对", "its check character does not fit; compare it character by character"),
            UsccFault.None => throw new ArgumentOutOfRangeException(nameof(check), "The code is valid."),
        };
        return new Error(ErrorKind.Invalid, "uscc-invalid", $"统一社会信用代码有误：{zh}。", $"The unified social credit code is wrong: {en}.") { Field = "uscc" };
    }
}
