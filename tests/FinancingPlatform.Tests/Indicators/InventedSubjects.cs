using System.Globalization;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Tests.Indicators;

/// <summary>Well-formed codes of nobody, the same at each run.</summary>
internal static class InventedSubjects
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>The code of an invented subject; the prefix names authority and class, such as 91 for an enterprise.</summary>
    public static string Code(int number, string prefix = "91")
    {
        var body = $"{prefix}370902{number.ToString("D8", CultureInfo.InvariantCulture)}";
        return (from inner in "0123456789X" from outer in Alphabet select $"{body}{inner}{outer}").First(code => Uscc.Check(code).IsValid);
    }
}
