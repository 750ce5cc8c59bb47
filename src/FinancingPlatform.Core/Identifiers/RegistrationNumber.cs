namespace FinancingPlatform.Core.Identifiers;

/// <summary>The 15-digit registration number of old licences (工商注册号, GS 15-2006): 6 division, 8 sequence, 1 check digit (ISO 7064 MOD 11,10).</summary>
public static class RegistrationNumber
{
    /// <summary>Digits of a number.</summary>
    public const int Length = 15;

    /// <summary>True when the number, after normalising, has 15 digits and the right check digit.</summary>
    public static bool IsValid(string? raw)
    {
        var number = IdentifierText.Normalise(raw);
        return number.Length == Length && CheckDigit(number) == number[^1];
    }

    /// <summary>The check digit of the first 14 digits; null when one of them is none.</summary>
    public static char? CheckDigit(ReadOnlySpan<char> body)
    {
        if (body.Length < Length - 1)
        {
            return null;
        }

        var product = 10;
        foreach (var digit in body[..(Length - 1)])
        {
            if (!char.IsAsciiDigit(digit))
            {
                return null;
            }

            var sum = (product + digit - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (char)('0' + ((11 - product) % 10));
    }
}
