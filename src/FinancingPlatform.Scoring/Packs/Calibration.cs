using System.Text.Json.Serialization;

namespace FinancingPlatform.Scoring.Packs;

/// <summary>A point of an isotonic calibration (保序校准结点).</summary>
/// <param name="Margin">The model's log-odds.</param>
/// <param name="LogOdds">Calibrated log-odds there; more than at the point before.</param>
public sealed record CalibrationKnot(double Margin, double LogOdds);

/// <summary>
/// From the model's log-odds to calibrated log-odds (校准): slope × margin + intercept, or for <c>isotonic</c> a rising line through
/// knots, going on with the slope outside of them.
/// </summary>
/// <param name="Method">"platt" (Platt 1999), "isotonic" (Zadrozny and Elkan 2002), or "none" for a pack without outcomes.</param>
/// <param name="Slope">Above zero.</param>
/// <param name="Intercept">Log-odds; not looked at where there are knots.</param>
public sealed record Calibration(string Method, double Slope, double Intercept)
{
    /// <summary>Platt's.</summary>
    public const string Platt = "platt";

    /// <summary>Isotonic.</summary>
    public const string Isotonic = "isotonic";

    /// <summary>Outcomes that an isotonic calibration is made of; below it the steps are noise (Niculescu-Mizil and Caruana 2005).</summary>
    public const int MinIsotonicRows = 1_000;

    /// <summary>Knots that are read.</summary>
    public const int MaxKnots = 10_000;

    /// <summary>By rising margin; absent unless the method is isotonic.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CalibrationKnot>? Knots { get; init; }

    /// <summary>Calibrated log-odds of default.</summary>
    public double LogOdds(float margin) => Knots is { Count: > 0 } knots ? OnKnots(knots, margin) : (Slope * margin) + Intercept;

    /// <summary>Calibrated log-odds per unit of margin between two margins: what turns a share of the one into a share of the other.</summary>
    public double SlopeBetween(float from, float to) =>
        Knots is null || Math.Abs((double)to - from) < 1e-6 ? Slope : (LogOdds(to) - LogOdds(from)) / ((double)to - from);

    /// <summary>What is wrong, or null.</summary>
    internal (string Zh, string En)? Fault()
    {
        if (!double.IsFinite(Intercept) || !double.IsFinite(Slope) || Slope <= 0)
        {
            return ("斜率须为正的有限数", "its slope must be above zero and finite");
        }

        if (Knots is null)
        {
            return Method == Isotonic ? ("isotonic 缺少 knots", "an isotonic one needs knots") : null;
        }

        if (Knots.Count is < 1 or > MaxKnots || !Knots.All(k => double.IsFinite(k.Margin) && double.IsFinite(k.LogOdds)))
        {
            return ($"knots 须为 1–{MaxKnots} 个有限的点", $"it takes 1 to {MaxKnots} finite knots");
        }

        return Knots.Zip(Knots.Skip(1)).All(p => p.First.Margin < p.Second.Margin && p.First.LogOdds < p.Second.LogOdds)
            ? null
            : ("knots 的 margin 与 log_odds 须逐点上升", "its knots must rise in margin and in log-odds");
    }

    private double OnKnots(IReadOnlyList<CalibrationKnot> knots, float margin)
    {
        var (low, high) = (0, knots.Count - 1);
        if (margin <= knots[low].Margin)
        {
            return knots[low].LogOdds + (Slope * (margin - knots[low].Margin));
        }

        if (margin >= knots[high].Margin)
        {
            return knots[high].LogOdds + (Slope * (margin - knots[high].Margin));
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = knots[middle].Margin <= margin ? (middle, high) : (low, middle);
        }

        var (a, b) = (knots[low], knots[high]);
        return a.LogOdds + ((b.LogOdds - a.LogOdds) * (margin - a.Margin) / (b.Margin - a.Margin));
    }
}
