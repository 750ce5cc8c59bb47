namespace FinancingPlatform.Identity.OneTimeCodes;

/// <summary>A mobile number of the mainland (手机号码): eleven digits that begin with 1 and 3–9.</summary>
public readonly record struct MobilePhone
{
    private const int Length = 11;

    private MobilePhone(string digits) => Digits = digits;

    /// <summary>The number without country code and blanks.</summary>
    public string Digits { get; }

    /// <summary>As it may be shown: 138****5678.</summary>
    public string Masked => $"{Digits[..3]}****{Digits[7..]}";

    /// <summary>Reads a number as people write it; false when it is none.</summary>
    public static bool TryParse(string? text, out MobilePhone phone)
    {
        var digits = (text ?? string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal).Replace("-", string.Empty, StringComparison.Ordinal);
        digits = digits.StartsWith("+86", StringComparison.Ordinal) ? digits[3..] : digits;
        var valid = digits.Length == Length && digits.All(char.IsAsciiDigit) && digits[0] == '1' && digits[1] >= '3';
        phone = valid ? new MobilePhone(digits) : default;
        return valid;
    }
}
