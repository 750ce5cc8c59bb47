using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Scorecards;

/// <summary>
/// The other way to write a scorecard (评分卡对数几率写法), which banks handed in before both kinds were one: an intercept, and per feature the log-odds
/// of each bin. It is read as the points of a card whose points are log-odds turned round, so that nothing else knows of it.
/// </summary>
internal static class LogOddsLayout
{
    /// <summary>PDO at which a point is one unit of log-odds.</summary>
    private static readonly double s_onePointPerUnit = Math.Log(2);

    private static readonly JsonSerializerOptions s_strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };

    /// <summary>True where the file is written this way: it names an intercept.</summary>
    public static bool IsIn(JsonElement root) => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("intercept", out _);

    /// <summary>The card in points; throws <see cref="JsonException"/> where it is none.</summary>
    public static Result<Scorecard> Read(ReadOnlyMemory<byte> json)
    {
        var card = JsonSerializer.Deserialize<Card>(json.Span, s_strict) ?? throw new JsonException("It holds null.");
        return card.Features.Select(Fault).FirstOrDefault(fault => fault is not null) is { } fault
            ? fault
            : new Scorecard(card.Format, [.. card.Features.Select(f => f.Name)], s_onePointPerUnit, 0, card.Intercept, 0, [.. card.Features.Select(Points)]);
    }

    private static Characteristic Points(Feature feature)
    {
        // Which share of the enterprises is where is not told here: equal ones.
        var share = 1d / (feature.Bins.Count + 1);
        var bins = new List<ScorecardBin>();
        foreach (var bin in feature.Bins)
        {
            var below = bin.Below is { } bound ? Up(bound) : (float?)null;
            // Two bounds with no single-precision number between them: no value can fall into the second bin.
            if (bins.Count == 0 || below is null || below > bins[^1].Below)
            {
                bins.Add(new ScorecardBin(-bin.LogOdds, share, below));
            }
        }

        var trend = feature.Bins[^1].LogOdds >= feature.Bins[0].LogOdds ? 1 : -1;
        return new Characteristic(feature.Name, trend, bins, new ScorecardBin(-feature.Unknown, share));
    }

    /// <summary>The least single-precision number that is not below the bound: values are of single precision, so that each falls where it did.</summary>
    private static float Up(double bound)
    {
        var near = (float)bound;
        return near < bound ? MathF.BitIncrement(near) : near;
    }

    private static Error? Fault(Feature feature)
    {
        var (where, bins) = ($"features: {feature.Name}", feature.Bins);
        if (bins.Count is 0 or > Scorecard.MaxBins || bins[^1].Below is not null || bins.SkipLast(1).Any(b => b.Below is not { } bound || !float.IsFinite((float)bound)))
        {
            return ScoringError.Model(where, $"须有 1 至 {Scorecard.MaxBins} 个分箱，除最后一箱外都有上界", $"it needs 1 to {Scorecard.MaxBins} bins, each but the last with a bound");
        }

        return bins.SkipLast(1).Zip(bins.Skip(1).SkipLast(1)).Any(pair => pair.Second.Below <= pair.First.Below)
            ? ScoringError.Model(where, "分箱上界须递增", "the bounds must rise")
            : null;
    }

    private sealed record Bin(double LogOdds, double? Below = null);

    private sealed record Feature(string Name, double Unknown, IReadOnlyList<Bin> Bins);

    private sealed record Card(string Format, double Intercept, IReadOnlyList<Feature> Features);
}
