using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>What can be said of one feature (理由措辞), as reasons and as their JSON, which is put together from texts encoded once.</summary>
internal sealed class Saying
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Wording _good;
    private readonly Wording _bad;
    private readonly Wording _unknown;

    public Saying(string feature, ReasonText text, string? item)
    {
        _good = new Wording(new Reason(feature, text.GoodZh, text.GoodEn, 0, item));
        _bad = new Wording(new Reason(feature, text.BadZh, text.BadEn, 0, item));
        _unknown = new Wording(new Reason(feature, text.UnknownZh, text.UnknownEn, 0, item));
    }

    /// <summary>The reason for a share, of a value that is known or not.</summary>
    public Reason Of(bool isUnknown, int points) => Choose(isUnknown, points).Reason with { Points = points };

    /// <summary>The same as a JSON object.</summary>
    public void AppendTo(ref DefaultInterpolatedStringHandler text, bool isUnknown, int points)
    {
        var wording = Choose(isUnknown, points);
        text.AppendLiteral(wording.Before);
        text.AppendFormatted(points);
        text.AppendLiteral(wording.After);
    }

    private Wording Choose(bool isUnknown, int points) => isUnknown ? _unknown : points > 0 ? _good : _bad;

    /// <summary>A reason without its points, and its JSON cut where they stand.</summary>
    private sealed class Wording
    {
        private const string Cut = "\"points\":";

        public Wording(Reason reason)
        {
            Reason = reason;
            var json = JsonSerializer.Serialize(reason, s_json);
            // The texts cannot hold the cut: a quotation mark within them is escaped.
            var at = json.IndexOf(Cut, StringComparison.Ordinal) + Cut.Length;
            (Before, After) = (json[..at], json[(at + 1)..]);
        }

        public Reason Reason { get; }

        public string Before { get; }

        public string After { get; }
    }
}
