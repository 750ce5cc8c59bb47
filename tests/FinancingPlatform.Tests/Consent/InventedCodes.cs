using System.Globalization;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Tests.Consent;

/// <summary>Well-formed codes of nobody, different at each call.</summary>
internal static class InventedCodes
{
    private static int s_next = Random.Shared.Next(1, 50_000_000);

    public static string Next()
    {
        var number = Interlocked.Increment(ref s_next).ToString("D8", CultureInfo.InvariantCulture);
        var body = "91370900" + number + OrganisationCode.CheckCharacter(number);
        return body + Uscc.CheckCharacter(body);
    }
}
