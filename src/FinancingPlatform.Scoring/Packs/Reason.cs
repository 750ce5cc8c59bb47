using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>Why a score is what it is (理由): one feature's exact share, in points.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Zh">Chinese text.</param>
/// <param name="En">English text.</param>
/// <param name="Points">Its share; above zero it helps.</param>
public sealed record Reason(string Feature, string Zh, string En, int Points);

/// <summary>Turns Shapley contributions into reasons. One instance serves one thread.</summary>
public sealed class ReasonFinder
{
    /// <summary>Reasons shown with a score: enough to act on, few enough to read.</summary>
    public const int MaxReasons = 6;

    private readonly ScoringPack _pack;
    private readonly ShapleyExplainer _explainer;
    private readonly double[] _contributions;

    /// <summary>A finder for one pack.</summary>
    public ReasonFinder(ScoringPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _pack = pack;
        _explainer = new ShapleyExplainer(pack.Model);
        _contributions = new double[pack.Features.Count];
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
                float.IsNaN(row[i]) ? new Reason(name, text.UnknownZh, text.UnknownEn, points)
                : points > 0 ? new Reason(name, text.GoodZh, text.GoodEn, points)
                : new Reason(name, text.BadZh, text.BadEn, points));
        }

        return [.. reasons.OrderByDescending(r => Math.Abs(r.Points)).ThenBy(r => r.Feature, StringComparer.Ordinal).Take(MaxReasons)];
    }
}
