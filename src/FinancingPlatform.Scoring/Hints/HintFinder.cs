using System.Globalization;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Hints;

/// <summary>
/// Finds what would raise one enterprise's score (反事实提示). For each feature that the firm can change it looks only at values just past the
/// model's own thresholds, in the declared direction and within the plausible range, and computes the score again for each: a hint is never a guess.
/// </summary>
public sealed class HintFinder
{
    /// <summary>Hints shown: enough to act on, few enough to read.</summary>
    public const int MaxHints = 5;

    /// <summary>A smaller gain is not worth anybody's effort.</summary>
    public const int MinGainPoints = 2;

    /// <summary>Of two changes the smaller one is shown when it brings this much of the larger one's gain.</summary>
    private const double NearlyAll = 0.75;

    private readonly ScoringPack _pack;
    private readonly List<Lever> _levers = [];

    /// <summary>A finder for one pack of the platform's own features.</summary>
    public HintFinder(ScoringPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _pack = pack;
        for (var i = 0; i < pack.Features.Count; i++)
        {
            // A free feature has no better side.
            if (pack.Features[i].Direction != 0 && ChangeCatalogue.Find(pack.Features[i].Name) is { } change && FeatureCatalogue.Find(change.Feature) is { } feature)
            {
                _levers.Add(new Lever(i, pack.Features[i].Direction, change, feature.Unit, ModelThresholds.Of(pack.Model, i)));
            }
        }
    }

    /// <summary>The hints of a row; none for what is unknown, which is no fault of the firm's doing.</summary>
    public HintList Find(ReadOnlySpan<float> row)
    {
        var now = _pack.Score(row);
        var changed = row.ToArray();
        var hints = new List<(Lever Lever, Hint Hint)>();
        foreach (var lever in _levers)
        {
            if (!float.IsNaN(row[lever.Column]) && Best(lever, row, changed, now.Points) is { } hint)
            {
                hints.Add((lever, hint));
            }
        }

        var shown = hints.OrderByDescending(h => h.Hint.Gain).ThenBy(h => h.Hint.Feature, StringComparer.Ordinal).Take(MaxHints).ToList();
        foreach (var (lever, hint) in shown)
        {
            changed[lever.Column] = hint.To;
        }

        var together = _pack.Score(changed);
        return new HintList([.. shown.Select(h => h.Hint)], now.Points, now.Grade, together.Points, together.Grade);
    }

    private Hint? Best(Lever lever, ReadOnlySpan<float> row, float[] changed, int points)
    {
        var from = row[lever.Column];
        var tried = new List<(float To, int Points)>();
        foreach (var to in lever.Candidates(from))
        {
            changed[lever.Column] = to;
            tried.Add((to, _pack.Score(changed).Points));
        }

        changed[lever.Column] = from;
        if (tried.Count == 0 || tried.Max(t => t.Points) - points is var most && most < MinGainPoints)
        {
            return null;
        }

        // Candidates come nearest first.
        var chosen = tried.First(t => t.Points - points >= Math.Max(MinGainPoints, NearlyAll * most));
        return lever.Worded(from, chosen.To, chosen.Points, chosen.Points - points);
    }

    /// <summary>A column that the firm can move, and the model's thresholds on it.</summary>
    private sealed record Lever(int Column, int Direction, Change Change, string Unit, float[] Thresholds)
    {
        private const float Thousandth = 0.001f;

        private bool IsWhole => Unit is "count" or "flag" or "months" or "days" or "persons" or "points";

        /// <summary>Values just past a threshold on the better side, nearest first, none past the plausible range.</summary>
        public IEnumerable<float> Candidates(float from)
        {
            var reach = Change.Reach(from);
            return Direction > 0
                ? Thresholds.Where(t => t <= from).OrderDescending().Select(Below).Where(to => to < from && to >= Math.Max(0, reach)).Distinct()
                : Thresholds.Where(t => t > from).Order().Select(AtOrAbove).Where(to => to > from && to <= reach).Distinct();
        }

        public Hint Worded(float from, float to, int points, int gain)
        {
            var (a, b) = (Shown(from), Shown(to));
            return new Hint(Change.Feature, from, to, points, gain,
                Unit == "flag" ? $"{Change.LabelZh}：{Change.DoZh}。" : $"{Change.LabelZh}由 {a} 变为 {b}：{Change.DoZh}。",
                Unit == "flag" ? $"{Change.LabelEn}: {Change.DoEn}." : $"{Change.LabelEn} from {a} to {b}: {Change.DoEn}.");
        }

        /// <summary>The largest value in the unit's own steps that goes left of the threshold: left is strictly below.</summary>
        private float Below(float threshold)
        {
            var step = Step();
            var to = (float)((Math.Ceiling((double)threshold / step) - 1) * step);
            return to < threshold ? to : MathF.BitDecrement(threshold);
        }

        private float AtOrAbove(float threshold)
        {
            var step = Step();
            var to = (float)(Math.Ceiling((double)threshold / step) * step);
            return to >= threshold ? to : threshold;
        }

        private double Step() => IsWhole ? 1 : Unit == "yuan" ? 1 : Thousandth;

        private string Shown(float value) => Unit switch
        {
            "share" => ((double)value).ToString("0.0 %", CultureInfo.InvariantCulture),
            "yuan" => ((double)value).ToString("#,##0", CultureInfo.InvariantCulture),
            _ => ((double)value).ToString("0.##", CultureInfo.InvariantCulture),
        };
    }
}

/// <summary>The values at which a model changes its mind about one column (模型阈值).</summary>
internal static class ModelThresholds
{
    public static float[] Of(BoostedTrees model, int column)
    {
        var found = new SortedSet<float>();
        foreach (ref readonly var node in model.Nodes)
        {
            if (node.Feature == column)
            {
                found.Add(node.Value);
            }
        }

        return [.. found];
    }
}
