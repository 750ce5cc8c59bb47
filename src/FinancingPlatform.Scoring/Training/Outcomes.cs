using System.Globalization;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Scoring.Training;

/// <summary>How a subject turned out (结果标签; rule C2 says what bad is).</summary>
/// <param name="Uscc">Whose.</param>
/// <param name="ObservedOn">Day of the decision, such as the loan's disbursement: features look back from here.</param>
/// <param name="IsBad">True for a default within twelve months.</param>
public sealed record Outcome(string Uscc, DateOnly ObservedOn, bool IsBad);

/// <summary>A file of outcomes (结果文件): CSV with the header <c>uscc,observed_on,bad</c>; bad is 1 or 0.</summary>
public static class Outcomes
{
    /// <summary>Rows of one file: they are held in memory.</summary>
    public const int MaxRows = 2_000_000;

    private static readonly string[] s_header = [TrainingRows.Group, TrainingRows.Time, TrainingRows.Label];

    /// <summary>Reads a file whole, or names the first line that is wrong.</summary>
    /// <param name="reader">The file.</param>
    /// <param name="today">No outcome is observed later.</param>
    public static Result<IReadOnlyList<Outcome>> Read(TextReader reader, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var outcomes = new List<Outcome>();
        var seen = new HashSet<(string, DateOnly)>();
        foreach (var (line, fields) in CsvRows.Read(reader))
        {
            if (line == 1)
            {
                fields[0] = fields[0].Trim('\uFEFF');
                if (!fields.Select(f => f.Trim()).SequenceEqual(s_header, StringComparer.Ordinal))
                {
                    return ScoringError.Table("line 1", $"表头须为 {string.Join(',', s_header)}", $"the header must be {string.Join(',', s_header)}");
                }

                continue;
            }

            if (outcomes.Count == MaxRows)
            {
                return ScoringError.Table($"line {line}", $"超过 {MaxRows} 行，请分成多个文件", $"there are more than {MaxRows} rows; use several files");
            }

            var outcome = Of(fields, today);
            if (outcome.Row is not { } row)
            {
                return ScoringError.Table($"line {line}, {outcome.Column}", outcome.Zh, outcome.En);
            }

            if (!seen.Add((row.Uscc, row.ObservedOn)))
            {
                return ScoringError.Table($"line {line}", "同一企业同一日期出现两次", "the same enterprise and day stand there twice");
            }

            outcomes.Add(row);
        }

        return outcomes.Count == 0 ? ScoringError.Table("line 2", "没有数据行", "there is no row") : outcomes;
    }

    private static (Outcome? Row, string Column, string Zh, string En) Of(List<string> fields, DateOnly today)
    {
        if (fields.Count != s_header.Length)
        {
            return (null, TrainingRows.Label, "须有三列", "a row has three fields");
        }

        if (!Uscc.TryParse(fields[0].Trim(), out var uscc))
        {
            return (null, TrainingRows.Group, "不是有效的统一社会信用代码", "not a valid unified social credit code");
        }

        if (!DateOnly.TryParseExact(fields[1].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day > today)
        {
            return (null, TrainingRows.Time, "日期须写作 2026-01-31，且不晚于今天", "write the day as 2026-01-31, not after today");
        }

        return fields[2].Trim() is "0" or "1"
            ? (new Outcome(uscc.Value, day, fields[2].Trim() == "1"), "", "", "")
            : (null, TrainingRows.Label, "须为 1 或 0", "it must be 1 or 0");
    }
}
