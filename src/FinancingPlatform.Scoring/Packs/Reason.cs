using System.Text.Json.Serialization;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>Why a score is what it is (理由): one feature's exact share, in points.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Zh">Chinese text.</param>
/// <param name="En">English text.</param>
/// <param name="Points">Its share; above zero it helps.</param>
/// <param name="Item">Catalogue item that the feature reads; null for the registry and for columns of any table. Readers mark it while a record is disputed.</param>
public sealed record Reason(
    string Feature, string Zh, string En, int Points, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Item = null);

/// <summary>Turns Shapley contributions into reasons. One instance serves one thread.</summary>
public sealed class ReasonFinder
{
    /// <summary>Reasons shown with a score: enough to act on, few enough to read.</summary>
    public const int MaxReasons = 6;

    private readonly ScoringPack _pack;
    private readonly ShapleyExplainer _explainer;
    private readonly double[] _contributions;
    private readonly string?[] _items;

    /// <summary>A finder for one pack.</summary>
    public ReasonFinder(ScoringPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _pack = pack;
        _explainer = new ShapleyExplainer(pack.Model);
        _contributions = new double[pack.Features.Count];
        _items = [.. pack.Features.Select(f => FeatureCatalogue.Find(f.Name) is { Item.Length: > 0 } declared ? declared.Item : null)];
    }

    /// <summary>The reasons of a row, the weightiest first; shares below half a point are left out.</summary>
    public IReadOnlyList<Reason> Find(ReadOnlySpan<float> row)
    {
        _explainer.Explain(row, _contributions);
        var slope = _pack.Calibration.SlopeBetween((float)_explainer.Bias, _pack.Model.Margin(row));
        var reasons = new List<Reason>();
        for (var i = 0; i < _contributions.Length; i++)
        {
            var points = (int)Math.Round(-_pack.Scale.Factor * slope * _contributions[i], MidpointRounding.AwayFromZero);
            if (points == 0)
            {
                continue;
            }

            var name = _pack.Features[i].Name;
            var text = _pack.Reasons[name];
            reasons.Add(
                float.IsNaN(row[i]) ? new Reason(name, text.UnknownZh, text.UnknownEn, points, _items[i])
                : points > 0 ? new Reason(name, text.GoodZh, text.GoodEn, points, _items[i])
                : new Reason(name, text.BadZh, text.BadEn, points, _items[i]));
        }

        return [.. reasons.OrderByDescending(r => Math.Abs(r.Points)).ThenBy(r => r.Feature, StringComparer.Ordinal).Take(MaxReasons)];
    }
}
