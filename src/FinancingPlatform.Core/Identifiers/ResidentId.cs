using System.Globalization;

namespace FinancingPlatform.Core.Identifiers;

/// <summary>
/// The resident identity number (公民身份号码, GB 11643-1999). It is a personal identifier: the platform recognises one in order to keep it
/// out of enterprise data, and stores none.
/// </summary>
public static class ResidentId
{
    /// <summary>Characters of a number.</summary>
    public const int Length = 18;

    private const string CheckCharacters = "10X98765432";

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>True when form, division, birth date and check character are right.</summary>
    public static bool IsValid(string? raw)
    {
        var number = IdentifierText.Normalise(raw);
        return number.Length == Length && CheckCharacter(number) == number[^1]
            && BirthOf(number) is not null && Divisions.IsKnown(number[..6]);
    }

    /// <summary>The date of birth that the number states; null when that is no date.</summary>
    public static DateOnly? BirthOf(string? raw)
    {
        var number = IdentifierText.Normalise(raw);
        return number.Length == Length && DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var birth)
            ? birth
            : null;
    }

    private static char? CheckCharacter(string number)
    {
        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
        {
            if (!char.IsAsciiDigit(number[i]))
            {
                return null;
            }

            sum += (number[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }
}
