using System.Globalization;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Tests.Consent;

/// <summary>Well-formed codes of nobody, different at each call.</summary>
internal static class InventedCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static int s_next = Random.Shared.Next(1, 50_000_000);

    public static string Next()
    {
        var body = "91370900" + Interlocked.Increment(ref s_next).ToString("D8", CultureInfo.InvariantCulture);
        return (from inner in "0123456789X" from outer in Alphabet select $"{body}{inner}{outer}")
            .First(code => Uscc.Check(code) is { IsValid: true, Warnings.Count: 0 });
    }
}
