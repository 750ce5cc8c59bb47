using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Pull;

/// <summary>
/// Pulls a source until nothing is left (前置库抽取): read a batch, import it, and move the position in the transaction of its rows. A process that dies
/// in between leaves position and rows as they were, and the batch is read again.
/// </summary>
/// <param name="loader">Data source of database role <c>loader</c>.</param>
/// <param name="options">Database and city; channel and source are filled in.</param>
/// <param name="folder">Where a batch lies as a file while it is imported; rows may name people.</param>
public sealed class SourcePull(NpgsqlDataSource loader, ImportOptions options, string folder)
{
    private static readonly IProgress<double> Silent = new Progress<double>();

    /// <summary>How long the source is held without a finished batch.</summary>
    public TimeSpan Lease { get; init; } = PullLimits.Lease;

    /// <summary>Pulls at most so many batches.</summary>
    public async Task<Result<PullOutcome>> RunAsync(PullSource source, int batches, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        var store = new PullStore(loader, source, Lease);
        var position = await store.ClaimAsync(ct);
        if (!position.IsOk)
        {
            return position.Error;
        }

        Error? fault = null;
        try
        {
            var outcome = await BatchesAsync(store, source, position.Value, batches, ct);
            fault = outcome.IsOk ? null : outcome.Error;
            return outcome;
        }
        finally
        {
            await store.ReleaseAsync(fault);
        }
    }

    /// <summary>Forgets how far a source was read: the next pull reads all of it, and what is in counts as duplicate.</summary>
    public async Task<Result> FromStartAsync(PullSource source, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(source);
        var store = new PullStore(loader, source, Lease);
        return await store.FromStartAsync(ct) ? Result.Ok : PullErrors.Held(source.Name);
    }

    private async Task<Result<PullOutcome>> BatchesAsync(PullStore store, PullSource source, PullPosition from, int batches, CancellationToken ct)
    {
        var sum = new PullOutcome(source.Name, source.Item, 0, 0, 0, 0, 0, 0, 0, More: true, HeldBack: false);
        for (var position = from; sum.More && sum.Batches < batches;)
        {
            var path = Path.Combine(folder, $"pull-{source.Name}.ndjson");
            try
            {
                var read = await ReadAsync(source, position, path, ct);
                if (!read.IsOk)
                {
                    await DeliveryCalls.FailedAsync(source.Item, Own(source), read.Error.Code, rows: 0);
                    return read.Error;
                }

                var (rows, next, more, heldBack) = read.Value;
                sum = sum with { More = more, HeldBack = heldBack };
                if (rows == 0)
                {
                    return await store.MoveAsync(next, ct) ? sum : PullErrors.LeaseLost(source.Name);
                }

                var result = await ImportAsync(store, source, path, next, rows, ct);
                if (!result.IsOk)
                {
                    return result.Error;
                }

                sum = Add(sum, result.Value);
                position = next;
            }
            finally
            {
                RemoveFiles(path);
            }
        }

        return sum;
    }

    private async Task<Result<PulledRows>> ReadAsync(PullSource source, PullPosition position, string path, CancellationToken ct)
    {
        var open = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, open);
        return await new PullReader(source).ReadAsync(position, file, ct);
    }

    private async Task<Result<ImportOutcome>> ImportAsync(PullStore store, PullSource source, string path, PullPosition next, int rows, CancellationToken ct)
    {
        var own = Own(source) with
        {
            Alongside = async (transaction, _, cancel) =>
            {
                if (!await store.MoveAsync(transaction, next, rows, cancel))
                {
                    throw new OperationCanceledException("Another process holds the source by now.");
                }
            },
        };
        try
        {
            return source.Item == ItemCode.Registration
                ? await RegistryImport.RunAsync(path, own, Silent, ct)
                : await ItemImport.RunAsync(source.Item, path, subjects: null, own, Silent, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return PullErrors.LeaseLost(source.Name);
        }
    }

    private ImportOptions Own(PullSource source) => options with { Source = source.Department, Channel = "pull" };

    private static PullOutcome Add(PullOutcome sum, ImportOutcome batch) => sum with
    {
        Batches = sum.Batches + 1,
        Received = sum.Received + batch.Received,
        AcceptedNew = sum.AcceptedNew + batch.AcceptedNew,
        AcceptedVersion = sum.AcceptedVersion + batch.AcceptedVersion,
        Duplicate = sum.Duplicate + batch.Duplicate,
        Withheld = sum.Withheld + batch.Withheld,
        Rejected = sum.Rejected + batch.Rejected,
    };

    private static void RemoveFiles(string path)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*"))
        {
            File.Delete(file);
        }
    }
}
