using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Packs;

namespace FinancingPlatform.Scoring.Scorecards;

/// <summary>One row of a scorecard (评分卡分箱): values from the row before up to, not including, <paramref name="Below"/>.</summary>
/// <param name="Points">More, less risk. Whole where the platform trained the card.</param>
/// <param name="Share">Share of the training rows here, above 0: the background of the reasons.</param>
/// <param name="Below">Upper end; absent for the last row, which has none.</param>
/// <param name="BadShare">Share of defaults among them; absent where it is not told.</param>
/// <param name="Woe">Weight of evidence: ln(share of the good ÷ share of the bad); absent where it is not told.</param>
public sealed record ScorecardBin(
    double Points,
    double Share,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonPropertyOrder(-1)] float? Below = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? BadShare = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Woe = null);

/// <summary>One column of a scorecard (评分卡特征) with its rows.</summary>
/// <param name="Name">The column.</param>
/// <param name="Trend">+1 when the risk rises with the value, -1 when it falls: declared, or chosen where none was.</param>
/// <param name="Bins">By rising value.</param>
/// <param name="Unknown">For an unknown value; its <c>below</c> is absent.</param>
public sealed record Characteristic(string Name, int Trend, IReadOnlyList<ScorecardBin> Bins, ScorecardBin Unknown)
{
    /// <summary>Coefficient of the weight of evidence in the logistic regression; below 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Coefficient { get; init; }

    /// <summary>Standard error of the coefficient.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? StandardError { get; init; }

    /// <summary>Wald's chi-square.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Wald { get; init; }

    /// <summary>Information value of the bins.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? InformationValue { get; init; }
}

/// <summary>A column that was left out, and why (未入卡特征).</summary>
public sealed record LeftOut(string Name, string Why);

/// <summary>
/// A scorecard (评分卡): points are added up row by row, and log-odds of default = anchor log-odds + (anchor points − points) × ln 2 ÷ PDO.
/// Anyone can work it out on paper.
/// </summary>
/// <param name="Format">Name and version of this layout.</param>
/// <param name="Columns">All columns of a row, in order; those without a characteristic are not looked at.</param>
/// <param name="PointsToDoubleOdds">PDO: so many points more halve the odds of default.</param>
/// <param name="AnchorPoints">Points at the anchor log-odds.</param>
/// <param name="AnchorLogOdds">Log-odds of default there.</param>
/// <param name="BasePoints">Points before the first characteristic.</param>
/// <param name="Characteristics">What gives points.</param>
public sealed record Scorecard(
    string Format, IReadOnlyList<string> Columns, double PointsToDoubleOdds, int AnchorPoints, double AnchorLogOdds, int BasePoints, IReadOnlyList<Characteristic> Characteristics)
{
    /// <summary>The layout this release writes and reads.</summary>
    public const string CurrentFormat = "financing-platform-scorecard/1";

    /// <summary>Rows of one characteristic.</summary>
    public const int MaxBins = 1_000;

    private const int MaxPoints = 100_000;
    private const int MaxDepth = 16;

    /// <summary>Columns that were left out; absent where that is not told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<LeftOut>? LeftOut { get; init; }

    /// <summary>Points per unit of log-odds.</summary>
    [JsonIgnore]
    public double Factor => PointsToDoubleOdds / Math.Log(2);

    /// <summary>Log-odds of default of one row in the order of <see cref="Columns"/>; NaN is unknown.</summary>
    public double LogOdds(ReadOnlySpan<float> row)
    {
        var sum = AnchorLogOdds + ((AnchorPoints - BasePoints) / Factor);
        foreach (var characteristic in Characteristics)
        {
            var value = row[PlaceOf(characteristic.Name)];
            var bin = float.IsNaN(value) ? characteristic.Unknown : characteristic.Bins.First(b => b.Below is not { } below || value < below);
            sum -= bin.Points / Factor;
        }

        return sum;
    }

    /// <summary>Reads and checks a scorecard, in points or in log-odds; the error names the characteristic and row that is wrong.</summary>
    public static Result<Scorecard> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (LogOddsLayout.IsIn(document.RootElement))
            {
                return LogOddsLayout.Read(json).Then(read => read.Fault() ?? (Result<Scorecard>)read);
            }

            var card = JsonSerializer.Deserialize<Scorecard>(json.Span, PackJson.Options);
            return card is null ? ScoringError.Model("scorecard", "为空", "it is null") : card.Fault() ?? (Result<Scorecard>)card;
        }
        catch (JsonException e)
        {
            return ScoringError.Model(e.Path ?? "scorecard", "不是有效的评分卡 JSON", $"it is no scorecard: {e.Message}");
        }
    }

    private int PlaceOf(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The scorecard has no column {column}.");
    }

    /// <summary>The scorecard as the bytes of its file.</summary>
    public byte[] Write() => PackJson.Write(this);

    private Error? Fault()
    {
        if (Format != CurrentFormat)
        {
            return ScoringError.Model("format", $"须为 {CurrentFormat}", $"it must be {CurrentFormat}");
        }

        if (!(PointsToDoubleOdds > 0) || !double.IsFinite(PointsToDoubleOdds) || !double.IsFinite(AnchorLogOdds) || Math.Abs(BasePoints) > MaxPoints || Math.Abs(AnchorPoints) > MaxPoints)
        {
            return ScoringError.Model("scale", "PDO 须为正数，其余须为有限数", "PDO must be above zero and the rest finite");
        }

        if (Columns.Count is < 1 or > Trees.TreeLimits.MaxFeatures || Columns.Distinct(StringComparer.Ordinal).Count() != Columns.Count)
        {
            return ScoringError.Model("columns", $"须为 1–{Trees.TreeLimits.MaxFeatures} 个不重复的列名", $"it takes 1 to {Trees.TreeLimits.MaxFeatures} different names");
        }

        var known = Columns.ToHashSet(StringComparer.Ordinal);
        foreach (var characteristic in Characteristics)
        {
            // Removed once seen: a second characteristic of the same column is as wrong as one of none.
            if (!known.Remove(characteristic.Name))
            {
                return ScoringError.Model($"characteristic {characteristic.Name}", "不在 columns 中，或重复", "it is not among the columns, or given twice");
            }

            if (Fault(characteristic) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static Error? Fault(Characteristic characteristic)
    {
        var where = $"characteristic {characteristic.Name}";
        if (characteristic.Bins.Count is < 1 or > MaxBins)
        {
            return ScoringError.Model(where, $"须有 1–{MaxBins} 个分箱", $"it takes 1 to {MaxBins} bins");
        }

        for (var i = 0; i < characteristic.Bins.Count; i++)
        {
            var bin = characteristic.Bins[i];
            var last = i == characteristic.Bins.Count - 1;
            if (last != bin.Below is null || (bin.Below is { } below && !float.IsFinite(below)) || (i > 0 && bin.Below <= characteristic.Bins[i - 1].Below))
            {
                return ScoringError.Model($"{where}, bin {i}", "below 须逐箱上升，且仅末箱没有", "below must rise from bin to bin, and only the last has none");
            }
        }

        var wrong = characteristic.Bins.Append(characteristic.Unknown).Select((bin, i) => (bin, i)).FirstOrDefault(p => !(p.bin.Share > 0) || p.bin.Share > 1 || !(Math.Abs(p.bin.Points) <= MaxPoints));
        return wrong.bin is null
            ? null
            : ScoringError.Model($"{where}, bin {wrong.i}", $"share 须在 0–1 之间且大于 0，分数不超过 {MaxPoints}", $"its share must be above 0 and at most 1, its points at most {MaxPoints}");
    }
}
