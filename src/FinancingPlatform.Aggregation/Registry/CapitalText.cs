using System.Text.RegularExpressions;
using FinancingPlatform.Core.Finance;

namespace FinancingPlatform.Aggregation.Registry;

/// <summary>
/// Registered capital as registries print it (注册资本): <c>20,000(万元人民币)</c>, <c>50万人民币</c>, <c>520(万美元)</c>, <c>50()</c>. Only renminbi is
/// read, to yuan; another currency is left unknown, because a rate would be an invention.
/// </summary>
internal static partial class CapitalText
{
    public const string ForeignCurrency = "capital-foreign-currency";
    public const string NoUnit = "capital-without-unit";
    public const string Unreadable = "capital-unreadable";

    private static readonly string[] Foreign = ["美元", "港元", "港币", "香港", "日元", "欧元", "英镑", "新加坡", "澳元", "加元", "韩元", "台币", "法郎", "马克", "卢布", "泰铢"];

    /// <summary>Yuan, or null with the reason for which it stays unknown.</summary>
    public static (decimal? Yuan, string? Warning) Read(string text)
    {
        var match = Form().Match(text.Replace('（', '(').Replace('）', ')'));
        if (!match.Success || !Money.TryParse(match.Groups["amount"].ValueSpan, out var amount) || amount < 0)
        {
            return (null, Unreadable);
        }

        var unit = match.Groups["unit"].Value;
        if (Array.Exists(Foreign, name => unit.Contains(name, StringComparison.Ordinal)))
        {
            return (null, ForeignCurrency);
        }

        var rest = unit.Replace("人民币", string.Empty, StringComparison.Ordinal).Replace("(", string.Empty, StringComparison.Ordinal)
            .Replace(")", string.Empty, StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        return rest switch
        {
            "万" or "万元" => InRange(amount * Money.YuanPerWan),
            "元" => InRange(amount),
            "" when unit.Contains("人民币", StringComparison.Ordinal) => InRange(amount),
            "" => (null, NoUnit),
            _ => (null, Unreadable),
        };
    }

    private static (decimal?, string?) InRange(decimal yuan) => yuan <= Money.MaxYuan ? (Money.Round(yuan), null) : (null, Unreadable);

    [GeneratedRegex(@"^\s*(?<amount>[0-9][0-9,]*(\.[0-9]+)?(E[+-]?[0-9]+)?)(?<unit>.*)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
