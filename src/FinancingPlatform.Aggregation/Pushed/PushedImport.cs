using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using Npgsql;

namespace FinancingPlatform.Aggregation.Pushed;

/// <summary>What one run did (一次入库的结果).</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Item">What it is about.</param>
/// <param name="State">imported, failed, or lost when another worker has it by now.</param>
public sealed record PushedRun(Guid Id, string Item, string State);

/// <summary>
/// Imports what departments pushed (接口报送入库), one delivery at a time, in the order in which a department completed them for an item. The rows, the
/// batch, the state that the department reads and the emptied chunks are one transaction; a worker that dies before it leaves the delivery as it
/// was, to be claimed again when its lease ends.
/// </summary>
/// <param name="loader">Data source of database role <c>loader</c>.</param>
/// <param name="options">Database and city; channel, source and delivery are filled in.</param>
/// <param name="folder">The worker's own folder, where a delivery lies as a file while it is imported.</param>
public sealed class PushedImport(NpgsqlDataSource loader, ImportOptions options, string folder)
{
    private const int BeatsOfLease = 3;
    private const string BookedOnce = "import_batch_delivery";
    private static readonly IProgress<double> Silent = new NoProgress();
    private readonly PushedStore _store = new(loader);

    /// <summary>How long a claim holds without a sign of life.</summary>
    public TimeSpan Lease { get; init; } = PushedLimits.Lease;

    /// <summary>Imports the next delivery that waits; null when none does.</summary>
    /// <exception cref="NpgsqlException">The platform's own trouble, as any other exception: the delivery is kept and tried again later.</exception>
    public async Task<PushedRun?> RunOnceAsync(CancellationToken ct)
    {
        if (await _store.ClaimAsync(Lease, ct) is not { } claimed)
        {
            return null;
        }

        using var held = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(held.Token);
        var beat = BeatAsync(claimed, held, done.Token);
        try
        {
            return new PushedRun(claimed.Id, claimed.Item, await ImportAsync(claimed, held.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new PushedRun(claimed.Id, claimed.Item, "lost");
        }
        catch (OperationCanceledException)
        {
            // Stopped, not failed: the next worker takes it at once.
            await _store.PutOffAsync(claimed, TimeSpan.Zero, error: null, CancellationToken.None);
            throw;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation && e.ConstraintName == BookedOnce)
        {
            return new PushedRun(claimed.Id, claimed.Item, "lost");
        }
        catch (Exception e)
        {
            await PutOffAsync(claimed, e);
            throw;
        }
        finally
        {
            await done.CancelAsync();
            await beat;
            RemoveFiles(claimed.Id);
        }
    }

    /// <summary>Ends deliveries that their departments abandoned; returns how many.</summary>
    public Task<int> ExpireAsync(CancellationToken ct) => _store.ExpireAsync(PushedLimits.AbandonedAfter, PushedLimits.ExpirePerRun, ct);

    private async Task<string> ImportAsync(ClaimedDelivery claimed, CancellationToken ct)
    {
        // What a worker left that died with this delivery in hand.
        RemoveFiles(claimed.Id);
        var path = Path.Combine(folder, $"{claimed.Id:N}.ndjson");
        if (!await WriteAsync(claimed, path, ct))
        {
            await _store.FailedAsync(claimed, PushedErrors.Sha256Differs, ct);
            return "failed";
        }

        var own = options with
        {
            Source = claimed.Source,
            Channel = "push",
            DeliveryId = claimed.Id,
            IsZeroReport = claimed.Rows == 0,
            Alongside = async (transaction, batch, cancel) =>
            {
                if (!await PushedStore.TakenAsync(transaction, claimed, batch, cancel))
                {
                    throw new OperationCanceledException("Another worker holds the delivery by now.");
                }
            },
        };
        var result = claimed.Item == ItemCode.Registration
            ? await RegistryImport.RunAsync(path, own, Silent, ct)
            : await ItemImport.RunAsync(claimed.Item, path, subjects: null, own, Silent, ct);
        if (result.IsOk)
        {
            return "imported";
        }

        if (result.Error.Kind == ErrorKind.Unavailable)
        {
            throw new InvalidOperationException(result.Error.ToString());
        }

        await _store.FailedAsync(claimed, Named(result.Error, path, claimed.Id), ct);
        return "failed";
    }

    // The department knows its delivery, not the worker's file.
    private static Error Named(Error error, string path, Guid id) => error with
    {
        MessageZh = error.MessageZh.Replace(path, id.ToString(), StringComparison.Ordinal),
        MessageEn = error.MessageEn.Replace(path, id.ToString(), StringComparison.Ordinal),
    };

    /// <summary>False when the bytes are not those that were declared.</summary>
    private async Task<bool> WriteAsync(ClaimedDelivery claimed, string path, CancellationToken ct)
    {
        var open = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            // Rows may name people.
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var file = new FileStream(path, open);
        var digest = await _store.WriteBodiesAsync(claimed.Id, file, ct);
        return claimed.Sha256 is not { } declared || digest.AsSpan().SequenceEqual(declared);
    }

    // Beats until it is done; a lost lease, or a database that is away for a whole lease, ends the import.
    private async Task BeatAsync(ClaimedDelivery claimed, CancellationTokenSource held, CancellationToken done)
    {
        while (true)
        {
            await Task.Delay(Lease / BeatsOfLease, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (done.IsCancellationRequested)
            {
                return;
            }

            try
            {
                if (!await _store.RenewAsync(claimed, Lease, done))
                {
                    await held.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException)
            {
                // The claim number decides at the end: without a renewal another worker may take the delivery, and then this import commits nothing.
            }
        }
    }

    private async Task PutOffAsync(ClaimedDelivery claimed, Exception cause)
    {
        try
        {
            await _store.PutOffAsync(claimed, PushedLimits.PauseAfter(claimed.Attempts), PushedErrors.PutOff, CancellationToken.None);
        }
        catch (NpgsqlException second)
        {
            // The lease ends by itself; both causes are told.
            throw new AggregateException(cause, second);
        }
    }

    private void RemoveFiles(Guid id)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"{id:N}.*"))
        {
            File.Delete(file);
        }
    }

    private sealed class NoProgress : IProgress<double>
    {
        public void Report(double value)
        {
            // Nobody watches a background import.
        }
    }
}
