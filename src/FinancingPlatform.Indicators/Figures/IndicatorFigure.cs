namespace FinancingPlatform.Indicators.Figures;

/// <summary>One indicator as of a date (指标值), with everything that lets a reader work it again.</summary>
public sealed record IndicatorFigure
{
    /// <summary>Short id, such as <c>F1</c> (registered coverage); <c>F3-local</c> stands beside F3 and never for it (rule D2).</summary>
    public required string Id { get; init; }

    /// <summary>Definition, edition and version, such as <c>F1/2022-1</c>.</summary>
    public required string Definition { get; init; }

    /// <summary>Name in both languages.</summary>
    public required Bilingual Name { get; init; }

    /// <summary>Formula in words.</summary>
    public required Bilingual Formula { get; init; }

    /// <summary>What counts, what does not, and what the net figure leaves out.</summary>
    public required Bilingual Note { get; init; }

    /// <summary>"official text" or "reconstructed, official sheet not seen" (rule D11).</summary>
    public required string Basis { get; init; }

    /// <summary>Named rule of the denominator, such as <c>existing-enterprise/2022-reconstructed-1</c>.</summary>
    public required string Population { get; init; }

    /// <summary>Always <c>ratio</c>: 0.25 is 25 %.</summary>
    public required string Unit { get; init; }

    /// <summary>Rolling months that end with the date; null for a stock.</summary>
    public int? WindowMonths { get; init; }

    /// <summary>The date, in Beijing, at whose end the figure stands.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Numerator ÷ denominator to eight digits; null when nothing can be measured or the denominator is zero.</summary>
    public decimal? Value { get; init; }

    /// <summary>The same without what the definition's note leaves out (rule D1, D2).</summary>
    public decimal? Net { get; init; }

    /// <summary>What one unit of the denominator is: enterprise, code, record, objection, decision, item, registered-enterprise, household, farm-operator or department.</summary>
    public required string Counts { get; init; }

    /// <summary>True when a smaller ratio is the better one, as for F8.</summary>
    public bool IsLowerBetter { get; init; }

    /// <summary>Units counted above; null when the indicator cannot be measured.</summary>
    public long? Numerator { get; init; }

    /// <summary>Units in the net figure; null when the definition has none.</summary>
    public long? NetNumerator { get; init; }

    /// <summary>Units of the denominator, such as existing enterprises (存续企业); null when it cannot be measured.</summary>
    public long? Denominator { get; init; }

    /// <summary>Units of the net figure's denominator, where it leaves some out; null when the definition has no net figure.</summary>
    public long? NetDenominator { get; init; }

    /// <summary>Subjects that would count if their status were known: in neither figure.</summary>
    public required long UnknownStatus { get; init; }

    /// <summary>Suspended (歇业) among the denominator, shown apart.</summary>
    public required long Suspended { get; init; }

    /// <summary>Met the condition and are no existing enterprises (moved out, revoked, unknown, 92-codes): not counted, shown.</summary>
    public long? NumeratorOutside { get; init; }

    /// <summary>SHA-256 of the numerator's sorted codes, one per line; of other units "name count". Null when it cannot be measured.</summary>
    public byte[]? NumeratorDigest { get; init; }

    /// <summary>The same of the denominator's; null when it cannot be measured.</summary>
    public byte[]? DenominatorDigest { get; init; }

    /// <summary>Official threshold; null when none was seen.</summary>
    public decimal? Target { get; init; }

    /// <summary>Whether the threshold is reached; null without a threshold or a value. A ratio that should be small has to stay below it.</summary>
    public bool? Met => Target is { } target && Value is { } value ? IsLowerBetter ? value < target : value >= target : null;

    /// <summary>True for a figure that counts existing enterprises; the others stand in the quality section.</summary>
    public bool IsCoverage => Counts == "enterprise";

    /// <summary>True when the rows behind it may be read: they name batches, objections, decisions, items, departments or divisions, never an enterprise.</summary>
    public bool HasEvidence => IsMeasurable && Counts is not ("enterprise" or "registered-enterprise" or "farm-operator");

    /// <summary>False for an indicator whose numerator nothing on this platform can count yet.</summary>
    public bool IsMeasurable => Numerator is not null;
}

/// <summary>One row behind a figure (证据行).</summary>
/// <param name="Row">Its name, such as <c>batch:17</c>.</param>
/// <param name="Numerator">What it adds to the numerator.</param>
/// <param name="Denominator">What it adds to the denominator.</param>
public sealed record EvidenceRow(string Row, long Numerator, long Denominator);

/// <summary>Words in both languages (双语文本) that come from the database.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record Bilingual(string Zh, string En);

/// <summary>The counts of one district (区县计数): counts only, never rows.</summary>
/// <param name="Division">Six-digit division code; empty when the registry does not say.</param>
/// <param name="Existing">Existing enterprises.</param>
/// <param name="UnknownStatus">Subjects of unknown status, counted nowhere else.</param>
/// <param name="Registered">Existing and registered.</param>
/// <param name="Verified">Existing and verified.</param>
/// <param name="Pulled">Existing and read by a bank under an authorisation within twelve months.</param>
public sealed record DistrictFigure(string Division, long Existing, long UnknownStatus, long Registered, long Verified, long Pulled);
