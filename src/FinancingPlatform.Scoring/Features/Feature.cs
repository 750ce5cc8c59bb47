using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Features;

/// <summary>When silence means zero and when it means unknown (未知与零; trap 15).</summary>
public enum Coverage
{
    /// <summary>Known only for an enterprise that has a record of the item within <see cref="Feature.CoverageMonths"/>.</summary>
    OwnRecords,

    /// <summary>A complete list, such as penalties: an enterprise that is not on it has none, once the city has received the list at all.</summary>
    CompleteList,

    /// <summary>A column of the registry; known where it is filled.</summary>
    Registry,
}

/// <summary>A feature (特征), declared once: the same declaration is compiled to SQL, constrains training, and words the reason.</summary>
/// <param name="Name">Its name in packs and stored inputs; never changes its meaning.</param>
/// <param name="Item">Catalogue item that it reads; empty for the registry.</param>
/// <param name="Aggregate">How records become one number.</param>
/// <param name="WindowMonths">How far back it looks from the as-of date.</param>
/// <param name="Unit">Unit of the number: yuan, count, months, days, share, ratio, years or flag.</param>
/// <param name="Direction">+1 the risk may only rise with it, -1 only fall, 0 free.</param>
/// <param name="Coverage">When silence means zero.</param>
/// <param name="Unknown">In words: what makes it unknown.</param>
/// <param name="Text">What a reason says.</param>
public sealed record Feature(
    string Name,
    string Item,
    Aggregate Aggregate,
    int WindowMonths,
    string Unit,
    int Direction,
    Coverage Coverage,
    string Unknown,
    ReasonText Text)
{
    /// <summary>Only records with this code, such as <c>arrears</c>; null for all.</summary>
    public string? Code { get; init; }

    /// <summary>True when the record's quantity is measured, such as insured staff, and not its amount.</summary>
    public bool ByQuantity { get; init; }

    /// <summary>An item last seen longer ago than this says nothing of today.</summary>
    public const int CoverageMonths = 36;
}
