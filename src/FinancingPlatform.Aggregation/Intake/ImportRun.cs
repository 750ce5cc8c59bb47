using System.Diagnostics;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Intake;

/// <summary>
/// One delivered file in one transaction (导入过程): read, stage, merge, commit, or nothing at all. A file that can't be read to its end is a
/// value, and leaves neither rows nor a rejected file.
/// </summary>
internal sealed class ImportRun : IAsyncDisposable
{
    private const int RowsPerReport = 5_000;
    private const int MergeTimeoutSeconds = 3600;
    private const int MaxReasons = 100;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly SortedDictionary<string, long> _warnings = new(StringComparer.Ordinal);
    private readonly IProgress<double> _progress;

    private ImportRun(SourceFile file, TableReader table, NpgsqlConnection connection, NpgsqlTransaction transaction, IProgress<double> progress)
    {
        File = file;
        Table = table;
        Connection = connection;
        Transaction = transaction;
        Rejected = new RejectedFile(file.Path);
        _progress = progress;
    }

    public SourceFile File { get; }

    public TableReader Table { get; }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    public RejectedFile Rejected { get; }

    public long Received { get; private set; }

    /// <summary>
    /// Opens the file, finds the layout that its header fits, and runs <paramref name="work"/>, which returns the batch and its balance of rule B2. Every attempt is noted.
    /// </summary>
    public static async Task<Result<ImportOutcome>> RunAsync(
        string item,
        string path,
        IReadOnlyList<TableLayout> layouts,
        ImportOptions options,
        IProgress<double> progress,
        Func<ImportRun, Task<(long Batch, ImportCounts Counts)>> work,
        CancellationToken ct)
    {
        var opened = await DeliveryCalls.NotedAsync(item, options, () => SourceFile.OpenAsync(path, options.Limits, ct));
        if (!opened.IsOk)
        {
            return opened.Error;
        }

        await using var file = opened.Value;
        ImportRun? run = null;
        try
        {
            var table = options.IsZeroReport ? new NoRows(layouts) : await TableReader.OpenAsync(file, layouts, ct);
            if (!table.IsOk)
            {
                await DeliveryCalls.FailedAsync(item, options, table.Error.Code, rows: 0);
                return table.Error;
            }

            await using var connection = new NpgsqlConnection(options.ConnectionString);
            await connection.OpenAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            run = new ImportRun(file, table.Value, connection, transaction, progress);
            var (batch, counts) = await work(run);
            await ImportBatch.FinishAsync(transaction, batch, counts, ct);
            await ImportBatch.KeepAsync(transaction, batch, item, run.Rejected.FullPath, run.Rejected.Kept, ct);
            await DeliveryCalls.TakenAsync(transaction, item, options, batch, counts.Received, ct);
            if (options.Alongside is { } alongside)
            {
                await alongside(transaction, batch, ct);
            }

            await transaction.CommitAsync(ct);
            return await run.OutcomeAsync(counts);
        }
        catch (UnreadableFileException e)
        {
            await DeliveryCalls.FailedAsync(item, options, e.Error.Code, run?.Received ?? 0);
            return e.Error;
        }
        catch (OperationCanceledException)
        {
            await DeliveryCalls.FailedAsync(item, options, DeliveryCalls.Cancelled, run?.Received ?? 0);
            throw;
        }
        finally
        {
            if (run is not null)
            {
                await run.DisposeAsync();
            }
        }
    }

    /// <summary>The rows, counted and reported as they come.</summary>
    public async IAsyncEnumerable<TableRow> RowsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in Table.RowsAsync(ct))
        {
            if (++Received % RowsPerReport == 0)
            {
                _progress.Report(File.Progress);
            }

            yield return row;
        }
    }

    /// <summary>A row was taken with a cell left unknown.</summary>
    public void Warn(string reason)
    {
        if (_warnings.Count < MaxReasons || _warnings.ContainsKey(reason))
        {
            _warnings[reason] = _warnings.GetValueOrDefault(reason) + 1;
        }
    }

    public NpgsqlCommand Command(string sqlFile) =>
        new(Data.SqlResource.Read(typeof(ImportRun).Assembly, sqlFile), Connection, Transaction) { CommandTimeout = MergeTimeoutSeconds };

    public async ValueTask DisposeAsync() => await Rejected.DisposeAsync();

    private async Task<ImportOutcome> OutcomeAsync(ImportCounts counts)
    {
        var rejectedFile = await Rejected.CompleteAsync();
        var seconds = Math.Max(_watch.Elapsed.TotalSeconds, 0.001);
        using var process = Process.GetCurrentProcess();
        return new ImportOutcome(
            counts.Received,
            counts.AcceptedNew,
            counts.AcceptedVersion,
            counts.Duplicate,
            counts.Withheld,
            counts.Rejected,
            (long)(counts.Received / seconds),
            process.PeakWorkingSet64 >> 20,
            rejectedFile,
            _warnings);
    }
}
