using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Features.Catalogue;

/// <summary>How features are declared in one line (特征声明).</summary>
internal static class Declare
{
    private const int Year = 12;

    /// <summary>Over an enterprise's own records of an item, such as invoices; unknown when it has none.</summary>
    /// <param name="item">Catalogue item.</param>
    /// <param name="name">Name.</param>
    /// <param name="aggregate">How records become one number.</param>
    /// <param name="unit">Unit.</param>
    /// <param name="direction">Allowed direction of the risk.</param>
    /// <param name="zh">What it is, Chinese.</param>
    /// <param name="en">What it is, English.</param>
    /// <param name="also">A further reason to be unknown.</param>
    /// <param name="months">Window.</param>
    public static Feature Own(string item, string name, Aggregate aggregate, string unit, int direction, string zh, string en, string also = "", int months = Year) =>
        new(name, item, aggregate, months, unit, direction, Coverage.OwnRecords, $"no record of {item} within 36 months is known under this authorisation{also}", Words(zh, en, direction));

    /// <summary>Over a complete list, such as penalties: not being on it means none, once the city has received it.</summary>
    public static Feature Listed(string item, string name, Aggregate aggregate, int months, string unit, int direction, string zh, string en) =>
        new(name, item, aggregate, months, unit, direction, Coverage.CompleteList, "the city had not received the list by then",
            direction > 0
                ? new($"无{zh}", $"no {en}", $"有{zh}", en, $"{zh}情况未知", $"{en}: unknown")
                : new($"有{zh}", en, $"无{zh}", $"no {en}", $"{zh}情况未知", $"{en}: unknown"));

    /// <summary>A free feature counts as helping when it is high, as the first packs said it.</summary>
    private static ReasonText Words(string zh, string en, int direction)
    {
        var (goodZh, goodEn, badZh, badEn) = direction > 0 ? ("较低", "low", "较高", "high") : ("较高", "high", "较低", "low");
        return new($"{zh}（{goodZh}，有利）", $"{en}: {goodEn}, which helps", $"{zh}（{badZh}，不利）", $"{en}: {badEn}, which hurts", $"{zh}：未知", $"{en}: unknown");
    }
}
