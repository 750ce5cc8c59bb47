namespace FinancingPlatform.Aggregation.Intake;

/// <summary>
/// What became of a delivered file (导入结果). Rule B2: received = accepted new + accepted as new version + duplicate + withheld + rejected.
/// The names are a contract of the command line.
/// </summary>
/// <param name="Received">Rows with any content, the header aside.</param>
/// <param name="AcceptedNew">Rows about something not known before.</param>
/// <param name="AcceptedVersion">Rows that change what was known; the earlier state is kept.</param>
/// <param name="Duplicate">Rows that say what is known already.</param>
/// <param name="Withheld">Rows that the law keeps out; counted without content.</param>
/// <param name="Rejected">Rows that break a rule; each stands in the rejected file.</param>
/// <param name="RowsPerS">Received rows per second, reading and committing included.</param>
/// <param name="PeakMb">Peak memory of this process, MB.</param>
/// <param name="RejectedFile">Path of the rejected file; null when nothing was rejected.</param>
/// <param name="Warnings">Rows that were taken with a cell left unknown, by reason.</param>
public sealed record ImportOutcome(
    long Received,
    long AcceptedNew,
    long AcceptedVersion,
    long Duplicate,
    long Withheld,
    long Rejected,
    long RowsPerS,
    long PeakMb,
    string? RejectedFile,
    IReadOnlyDictionary<string, long> Warnings);
