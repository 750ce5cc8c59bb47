namespace FinancingPlatform.Aggregation.Codes;

/// <summary>The duplicate and wrong ratio of one department (重错码率, F8); counts are codes, each pair of code and subject once.</summary>
/// <param name="Department">Who assigned them; the supplier of the delivery.</param>
/// <param name="Folded">False: as sent. True: with letters made capital.</param>
/// <param name="Codes">All codes; without old numbers and missing ones.</param>
/// <param name="Wrong">Length, alphabet or check 18.</param>
/// <param name="Duplicate">Well formed, but the code or its body belongs to two subjects, or the subject has two codes.</param>
/// <param name="OldNumber">Old 15-digit numbers in place of a code, counted apart.</param>
/// <param name="Missing">Subjects without any code, counted apart.</param>
public sealed record CodeFigure(string Department, bool Folded, long Codes, long Wrong, long Duplicate, long OldNumber, long Missing)
{
    /// <summary>(wrong + duplicate) ÷ codes, unrounded; null without a code.</summary>
    public decimal? Ratio => Codes == 0 ? null : (decimal)(Wrong + Duplicate) / Codes;
}

/// <summary>What a correction file changed (整改结果); the rows balance.</summary>
/// <param name="Received">Rows of the file.</param>
/// <param name="Coded">Flag 0: the new code stands in place of the old.</param>
/// <param name="Deleted">Flag 1.</param>
/// <param name="Kept">Flag 2: stands, and is counted again.</param>
/// <param name="Undecided">Without a flag.</param>
/// <param name="Unmatched">No such code of that department (any more).</param>
/// <param name="Rejected">Flag or new code is wrong, or two rows decide differently.</param>
/// <param name="Faults">The rejected rows, the first hundred, with what to mend.</param>
public sealed record CorrectionOutcome(
    long Received, long Coded, long Deleted, long Kept, long Undecided, long Unmatched, long Rejected, IReadOnlyList<string> Faults);
