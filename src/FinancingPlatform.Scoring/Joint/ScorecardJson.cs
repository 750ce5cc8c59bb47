using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Joint;

/// <summary>One bin of a scorecard's feature: values below its bound that no earlier bin took; the last one has no bound.</summary>
/// <param name="LogOdds">Log-odds of default added.</param>
/// <param name="Below">Bound; null for the last bin.</param>
public sealed record ScorecardBin(double LogOdds, double? Below = null);

/// <summary>A feature of a scorecard.</summary>
/// <param name="Name">Column.</param>
/// <param name="Unknown">Log-odds added when it is unknown.</param>
/// <param name="Bins">From low to high.</param>
public sealed record ScorecardFeature(string Name, double Unknown, IReadOnlyList<ScorecardBin> Bins);

/// <summary>A scorecard as a bank hands it in (评分卡): intercept plus one bin's log-odds per feature.</summary>
/// <param name="Format">Name and version of this layout.</param>
/// <param name="Intercept">Log-odds of default before the first feature.</param>
/// <param name="Features">Every column of the schema once, in its order.</param>
public sealed record ScorecardJson(string Format, double Intercept, IReadOnlyList<ScorecardFeature> Features)
{
    /// <summary>The layout this release reads.</summary>
    public const string CurrentFormat = "financing-platform-scorecard/1";

    private const int MaxBins = 100;

    private static readonly JsonSerializerOptions s_strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };

    /// <summary>Reads and checks one: finite numbers, rising bounds, bins in the declared direction.</summary>
    public static Result<ScorecardJson> Read(ReadOnlyMemory<byte> json, IReadOnlyList<SchemaColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        try
        {
            var card = JsonSerializer.Deserialize<ScorecardJson>(json.Span, s_strict);
            if (card is null)
            {
                return ScoringError.Model("$", "内容为空", "it holds null");
            }

            return card.Fault(columns) is { } fault ? fault : card;
        }
        catch (JsonException e)
        {
            return ScoringError.Model(e.Path ?? "$", "不是有效的评分卡", "it is no scorecard of this layout");
        }
    }

    /// <summary>Log-odds of default of one row in the schema's order.</summary>
    public double LogOdds(float[] row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var sum = Intercept;
        for (var i = 0; i < Features.Count; i++)
        {
            double value = row[i];
            sum += double.IsNaN(value) ? Features[i].Unknown : Features[i].Bins.First(b => b.Below is not { } bound || value < bound).LogOdds;
        }

        return sum;
    }

    private Error? Fault(IReadOnlyList<SchemaColumn> columns)
    {
        if (Format != CurrentFormat)
        {
            return ScoringError.Model("format", $"须为 {CurrentFormat}", $"it must be {CurrentFormat}");
        }

        if (!Features.Select(f => f.Name).SequenceEqual(columns.Select(c => c.Name)))
        {
            return ScoringError.Model("features", "名称或次序与字段说明不符", "names or order differ from the schema's");
        }

        return double.IsFinite(Intercept)
            ? Features.Zip(columns).Select(pair => BinFault(pair.First, pair.Second.Direction)).FirstOrDefault(fault => fault is not null)
            : ScoringError.Model("intercept", "须为有限数", "it must be finite");
    }

    private static Error? BinFault(ScorecardFeature feature, int direction)
    {
        var (where, bins) = ($"features: {feature.Name}", feature.Bins);
        if (bins.Count is 0 or > MaxBins || bins[^1].Below is not null || bins.SkipLast(1).Any(b => b.Below is not { } bound || !double.IsFinite(bound)))
        {
            return ScoringError.Model(where, $"须有 1 至 {MaxBins} 个分箱，除最后一箱外都有上界", $"it needs 1 to {MaxBins} bins, each but the last with a bound");
        }

        if (bins.SkipLast(1).Zip(bins.Skip(1).SkipLast(1)).Any(pair => pair.Second.Below <= pair.First.Below))
        {
            return ScoringError.Model(where, "分箱上界须递增", "the bounds must rise");
        }

        if (!double.IsFinite(feature.Unknown) || bins.Any(b => !double.IsFinite(b.LogOdds)))
        {
            return ScoringError.Model(where, "对数几率须为有限数", "log-odds must be finite");
        }

        return direction != 0 && bins.Zip(bins.Skip(1)).Any(pair => direction * (pair.Second.LogOdds - pair.First.LogOdds) < 0)
            ? ScoringError.NotMonotone(feature.Name, "bins")
            : null;
    }
}
