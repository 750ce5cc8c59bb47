using System.Text.Json.Serialization;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>Why a score is what it is (理由): one feature's exact share, in points.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Zh">Chinese text.</param>
/// <param name="En">English text.</param>
/// <param name="Points">Its share; above zero it helps.</param>
/// <param name="Item">Catalogue item that the feature reads; null for the registry and for columns of any table. Readers mark it while a record is disputed.</param>
public sealed record Reason(
    string Feature, string Zh, string En, int Points, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Item = null);
