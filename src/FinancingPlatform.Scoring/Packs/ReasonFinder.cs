using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Trees;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>Turns Shapley contributions into reasons (理由). One instance serves one thread.</summary>
public sealed class ReasonFinder
{
    /// <summary>Reasons shown with a score: enough to act on, few enough to read.</summary>
    public const int MaxReasons = 6;

    private readonly ScoringPack _pack;
    private readonly ShapleyExplainer _explainer;
    private readonly Saying[] _sayings;

    /// <summary>Each feature's place in the alphabet: of two shares of one size the earlier name comes first.</summary>
    private readonly int[] _places;

    /// <summary>Shares as characters → place of their text.</summary>
    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

    private double[] _contributions = [];

    /// <summary>A finder for one pack.</summary>
    public ReasonFinder(ScoringPack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        _pack = pack;
        _explainer = new ShapleyExplainer(pack.Model);
        _sayings = [.. pack.Features.Select(f => new Saying(f.Name, pack.Reasons[f.Name], FeatureCatalogue.Find(f.Name) is { Item.Length: > 0 } declared ? declared.Item : null))];
        _places = [.. pack.Features.Select(f => pack.Features.Count(other => string.CompareOrdinal(other.Name, f.Name) < 0))];
    }

    /// <summary>The reasons of a row, the weightiest first; shares below half a point are left out.</summary>
    public IReadOnlyList<Reason> Find(ReadOnlySpan<float> row)
    {
        Explain(row);
        Span<Share> shares = stackalloc Share[MaxReasons];
        var count = Pick(row, _contributions.AsSpan(0, row.Length), _pack.Model.Margin(row), shares);
        var reasons = new Reason[count];
        for (var i = 0; i < count; i++)
        {
            reasons[i] = _sayings[shares[i].Feature].Of(shares[i].IsUnknown, shares[i].Points);
        }

        return reasons;
    }

    /// <summary>
    /// The same for rows laid end to end, whose margins are known already, as JSON arrays of reasons. Rows of which the same is to be said share a
    /// text: in a city there are far fewer texts than enterprises.
    /// </summary>
    /// <param name="rows">Features.</param>
    /// <param name="margins">One for each row.</param>
    /// <param name="texts">Filled with each text once.</param>
    /// <param name="places">Filled with each row's place in <paramref name="texts"/>, counted from 1.</param>
    internal void Write(ReadOnlySpan<float> rows, ReadOnlySpan<float> margins, List<string> texts, List<int> places)
    {
        Explain(rows);
        _told.Clear();
        texts.Clear();
        places.Clear();
        var told = _told.GetAlternateLookup<ReadOnlySpan<char>>();
        var width = _pack.Features.Count;
        Span<Share> shares = stackalloc Share[MaxReasons];
        for (var row = 0; row < margins.Length; row++)
        {
            var count = Pick(rows.Slice(row * width, width), _contributions.AsSpan(row * width, width), margins[row], shares);
            var key = MemoryMarshal.Cast<Share, char>(shares[..count]);
            if (!told.TryGetValue(key, out var place))
            {
                texts.Add(Json(shares[..count]));
                place = texts.Count;
                told[key] = place;
            }

            places.Add(place);
        }
    }

    private void Explain(ReadOnlySpan<float> rows)
    {
        if (_contributions.Length < rows.Length)
        {
            _contributions = new double[rows.Length];
        }

        _explainer.Explain(rows, _contributions.AsSpan(0, rows.Length));
    }

    /// <summary>Keeps the weightiest shares in order; answers how many there are.</summary>
    private int Pick(ReadOnlySpan<float> row, ReadOnlySpan<double> contributions, float margin, Span<Share> shares)
    {
        var slope = _pack.Calibration.SlopeBetween((float)_explainer.Bias, margin);
        var count = 0;
        for (var i = 0; i < contributions.Length; i++)
        {
            var points = (int)Math.Round(-_pack.Scale.Factor * slope * contributions[i], MidpointRounding.AwayFromZero);
            var share = new Share(i, points, float.IsNaN(row[i]) ? 1 : 0);
            if (share.Points == 0 || (count == shares.Length && !IsBefore(share, shares[count - 1])))
            {
                continue;
            }

            var at = count < shares.Length ? count++ : count - 1;
            for (; at > 0 && IsBefore(share, shares[at - 1]); at--)
            {
                shares[at] = shares[at - 1];
            }

            shares[at] = share;
        }

        return count;
    }

    private bool IsBefore(Share a, Share b)
    {
        var (left, right) = (Math.Abs(a.Points), Math.Abs(b.Points));
        return left != right ? left > right : _places[a.Feature] < _places[b.Feature];
    }

    private string Json(ReadOnlySpan<Share> shares)
    {
        var text = new DefaultInterpolatedStringHandler(shares.Length, 0, CultureInfo.InvariantCulture);
        text.AppendLiteral("[");
        for (var i = 0; i < shares.Length; i++)
        {
            text.AppendLiteral(i == 0 ? string.Empty : ",");
            _sayings[shares[i].Feature].AppendTo(ref text, shares[i].IsUnknown, shares[i].Points);
        }

        text.AppendLiteral("]");
        return text.ToStringAndClear();
    }

    /// <summary>A feature's share of a row's points. Without gaps between its members: its bytes are what is compared.</summary>
    private readonly record struct Share(int Feature, int Points, int Unknown)
    {
        public bool IsUnknown => Unknown != 0;
    }
}
