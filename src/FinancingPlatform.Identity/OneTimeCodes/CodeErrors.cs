using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>What can go wrong with a one-time code.</summary>
internal static class CodeErrors
{
    public static Error PhoneInvalid { get; } = new(
        ErrorKind.Invalid, "phone-invalid", "手机号码应为 11 位大陆手机号，请核对。", "Enter a mainland mobile number of 11 digits.") { Field = "phone" };

    public static Error Wrong { get; } = new(
        ErrorKind.Invalid, "code-wrong", "验证码不正确或已过期，请核对短信，或重新获取。", "The code is wrong or has expired. Check the message, or ask for a new code.") { Field = "code" };

    public static Error Dead { get; } = new(
        ErrorKind.TooMany, "code-dead", "验证码输错次数过多，已作废，请重新获取。", "Too many wrong entries: this code no longer works. Ask for a new one.") { Field = "code" };

    public static Error NotSent { get; } = new(
        ErrorKind.Unavailable, "sms-unavailable", "短信暂时发送不出去，请稍后再试。", "The message could not be sent. Try again in a moment.") { RetryAfterSeconds = 30 };

    public static Error TooSoon(TimeSpan wait) => Wait("code-too-soon", "获取验证码过于频繁", "Codes are asked for too often", wait);

    public static Error Locked(TimeSpan wait) => Wait("phone-locked", "该号码验证码输错次数过多，已暂时锁定", "Too many wrong codes: this number is locked for now", wait);

    private static Error Wait(string code, string zh, string en, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new Error(ErrorKind.TooMany, code, $"{zh}，请在 {seconds} 秒后再试。", $"{en}. Try again in {seconds} seconds.") { RetryAfterSeconds = seconds };
    }
}
