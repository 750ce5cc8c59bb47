using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Objections;

/// <summary>A line that was not taken (退回行).</summary>
/// <param name="Line">Its number, from 1 for the header.</param>
/// <param name="Reason">The column at fault, or what the database does not know.</param>
public sealed record RefusedDecision(long Line, string Reason);

/// <summary>What became of a file of decisions: received = applied + duplicate + refused.</summary>
/// <param name="Received">Lines.</param>
/// <param name="Applied">Taken over now.</param>
/// <param name="Duplicate">Known before.</param>
/// <param name="Refused">Not taken.</param>
/// <param name="Refusals">The first of them.</param>
public sealed record DecisionOutcome(long Received, long Applied, long Duplicate, long Refused, IReadOnlyList<RefusedDecision> Refusals);

/// <summary>
/// Takes over what the provincial platform and the source departments decided (决定导入; rule B5): an objection is answered, a repaired or
/// annulled record is removed at once. Nothing is decided here. A file is taken in one transaction; lines at fault are named and left out.
/// </summary>
public static class DecisionImport
{
    /// <summary>Lines of one file; decisions come by the day, not by the million.</summary>
    public const int MaxLines = 20_000;

    /// <summary>Refusals that are listed; the rest are counted.</summary>
    public const int MaxRefusals = 1_000;

    /// <summary>Imports a file; errors are those of delivered files, and <c>too-many-decisions</c>.</summary>
    public static async Task<Result<DecisionOutcome>> RunAsync(NpgsqlDataSource source, string path, TimeProvider clock, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        var opened = await SourceFile.OpenAsync(path, FileLimits.Default, ct);
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        try
        {
            var table = await TableReader.OpenAsync(file, [DecisionRow.Layout], ct);
            return table.IsOk ? await ApplyAsync(source, table.Value, China.Today(clock), ct) : table.Error;
        }
        catch (UnreadableFileException e)
        {
            return e.Error;
        }
    }

    private static async Task<Result<DecisionOutcome>> ApplyAsync(NpgsqlDataSource source, TableReader table, DateOnly today, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (received, applied, duplicate) = (0L, 0L, 0L);
        var refusals = new List<RefusedDecision>();
        await foreach (var line in table.RowsAsync(ct))
        {
            if (++received > MaxLines)
            {
                return new Error(ErrorKind.Invalid, "too-many-decisions", $"文件超过{MaxLines}行，请分批导入。", $"The file has more than {MaxLines} lines; import it in parts.");
            }

            var (row, fault) = DecisionRow.Read(line, today);
            var answer = row is null ? fault : await ApplyAsync(connection, row, ct);
            applied += answer == "applied" ? 1 : 0;
            duplicate += answer == "duplicate" ? 1 : 0;
            if (answer is not ("applied" or "duplicate") && refusals.Count < MaxRefusals)
            {
                refusals.Add(new RefusedDecision(line.Line, answer));
            }
        }

        await transaction.CommitAsync(ct);
        return new DecisionOutcome(received, applied, duplicate, received - applied - duplicate, refusals);
    }

    private static async Task<string> ApplyAsync(NpgsqlConnection connection, DecisionRow row, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select credit.apply_decision($1, $2, $3, $4, $5, $6, $7, $8, $9)", connection);
        foreach (object value in new object[] { row.Kind, row.DecisionNo, row.Authority, row.Uscc, row.Item, row.Key, row.DecidedOn, row.Outcome, row.Law })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var answer = (string)(await command.ExecuteScalarAsync(ct))!;
        if (row.Review is { } review && answer is ("applied" or "duplicate"))
        {
            await NoteReviewAsync(connection, row, review, ct);
        }

        return answer;
    }

    private static async Task NoteReviewAsync(NpgsqlConnection connection, DecisionRow row, ReviewClock review, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select credit.note_review($1, $2, $3, $4, $5, $6, $7::date, $8, $9::int, $10)", connection);
        foreach (var value in new object?[]
                 {
                     row.Kind, row.DecisionNo, row.Authority, row.Uscc, row.Item, row.Key, review.SubmittedOn, review.AcceptedOn, review.AcceptanceDays, review.ReviewDays,
                 })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        await command.ExecuteScalarAsync(ct);
    }
}
