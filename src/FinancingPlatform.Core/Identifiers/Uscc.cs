using System.Diagnostics.CodeAnalysis;

namespace FinancingPlatform.Core.Identifiers;

/// <summary>
/// The unified social credit code (统一社会信用代码, GB 32100-2015): 18 characters, of which 1 registering authority, 1 organisation class,
/// 6 division (GB/T 2260), 9 organisation code (GB 11714) and 1 check character. A value of this type has passed the standard's checks.
/// </summary>
public readonly record struct Uscc
{
    /// <summary>Characters of a code.</summary>
    public const int Length = 18;

    /// <summary>The 31 characters of the standard: digits and letters without I, O, S, V, Z.</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private const int BodyLength = Length - 1;
    private readonly string? _value;

    private Uscc(string value) => _value = value;

    /// <summary>The code, normalised.</summary>
    /// <exception cref="InvalidOperationException">The default value of the type, which is no code.</exception>
    public string Value => _value ?? throw new InvalidOperationException("The default value is no unified social credit code.");

    /// <summary>Character 1: who registers (登记管理部门代码).</summary>
    public char RegisteringAuthority => Value[0];

    /// <summary>Character 2: what is registered (机构类别代码).</summary>
    public char OrganisationClass => Value[1];

    /// <summary>Characters 3–8: the division where it was registered first (登记管理机关行政区划码). It does not follow a move.</summary>
    public string DivisionCode => Value.Substring(2, 6);

    /// <summary>Characters 9–17: the body (主体标识码), unique on its own.</summary>
    public string OrganisationCode => Value.Substring(8, 9);

    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    /// <summary>Makes every check and says which one failed first; a missing text fails by length.</summary>
    public static UsccCheck Check(string? raw)
    {
        var code = IdentifierText.Normalise(raw);
        var fault = FaultOf(code);
        return new UsccCheck(raw ?? string.Empty, code, fault == UsccFault.None, fault, fault == UsccFault.None ? WarningsOf(code) : []);
    }

    /// <summary>Normalises and checks; false leaves <paramref name="code"/> without a value.</summary>
    public static bool TryParse([NotNullWhen(true)] string? raw, out Uscc code)
    {
        var normalised = IdentifierText.Normalise(raw);
        code = FaultOf(normalised) == UsccFault.None ? new Uscc(normalised) : default;
        return code._value is not null;
    }

    /// <summary>Reads a code that was checked before, such as one from the database.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Uscc Parse(string raw) =>
        TryParse(raw, out var code) ? code : throw new FormatException($"'{raw}' is no unified social credit code: {Check(raw).Fault}.");

    /// <summary>The check character that 17 characters of the alphabet give (GB 32100-2015 5.6).</summary>
    /// <exception cref="ArgumentException">Fewer than 17 characters, or one outside the alphabet.</exception>
    public static char CheckCharacter(ReadOnlySpan<char> body) =>
        TryCheckCharacter(body, out var check) ? check : throw new ArgumentException("17 characters of the alphabet are needed.", nameof(body));

    /// <inheritdoc/>
    public override string ToString() => _value ?? string.Empty;

    private static UsccFault FaultOf(string code)
    {
        if (code.Length != Length)
        {
            return UsccFault.Length;
        }

        if (!TryCheckCharacter(code, out var expected) || !Alphabet.Contains(code[BodyLength], StringComparison.Ordinal))
        {
            return UsccFault.Alphabet;
        }

        return !UsccPrefixes.IsKnown(code[0], code[1]) ? UsccFault.Prefix
            : expected != code[BodyLength] ? UsccFault.CheckCharacter
            : UsccFault.None;
    }

    private static UsccWarning[] WarningsOf(string code)
    {
        var division = Divisions.IsKnown(code.Substring(2, 6));
        var inner = Identifiers.OrganisationCode.CheckCharacter(code.AsSpan(8)) == code[16];
        return (division, inner) switch
        {
            (true, true) => [],
            (false, true) => [UsccWarning.UnknownDivision],
            (true, false) => [UsccWarning.InnerCheck],
            (false, false) => [UsccWarning.UnknownDivision, UsccWarning.InnerCheck],
        };
    }

    private static bool TryCheckCharacter(ReadOnlySpan<char> body, out char check)
    {
        check = default;
        if (body.Length < BodyLength)
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < BodyLength; i++)
        {
            var value = Alphabet.IndexOf(body[i], StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum += value * Weights[i];
        }

        check = Alphabet[(31 - (sum % 31)) % 31];
        return true;
    }
}
