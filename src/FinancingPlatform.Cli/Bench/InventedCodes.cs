using System.Globalization;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Cli.Bench;

/// <summary>Invented enterprises' codes for benches (虚构代码): valid by GB 32100, another for each number.</summary>
internal static class InventedCodes
{
    public static string Of(int n)
    {
        var number = n.ToString("D8", CultureInfo.InvariantCulture);
        var body = "91370900" + number + OrganisationCode.CheckCharacter(number);
        return body + Core.Identifiers.Uscc.CheckCharacter(body);
    }
}
