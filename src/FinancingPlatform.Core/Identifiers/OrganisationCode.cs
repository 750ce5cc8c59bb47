namespace FinancingPlatform.Core.Identifiers;

/// <summary>The nine-character organisation code (组织机构代码, GB 11714-1997): characters 9–17 of a unified social credit code, and the whole code of old records.</summary>
public static class OrganisationCode
{
    /// <summary>Characters of a code without its hyphen.</summary>
    public const int Length = 9;

    private const int BodyLength = 8;

    private static ReadOnlySpan<byte> Weights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>True when the code, after normalising, has nine characters of 0–9 A–Z and the right check character.</summary>
    public static bool IsValid(string? raw)
    {
        var code = IdentifierText.Normalise(raw);
        return code.Length == Length && CheckCharacter(code) == code[BodyLength];
    }

    /// <summary>The check character of the first eight characters; null when one of them is outside 0–9 A–Z.</summary>
    public static char? CheckCharacter(ReadOnlySpan<char> body)
    {
        if (body.Length < BodyLength)
        {
            return null;
        }

        var sum = 0;
        for (var i = 0; i < BodyLength; i++)
        {
            var value = ValueOf(body[i]);
            if (value < 0)
            {
                return null;
            }

            sum += value * Weights[i];
        }

        return (11 - (sum % 11)) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }

    private static int ValueOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => -1,
    };
}
