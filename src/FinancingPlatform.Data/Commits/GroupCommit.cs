using Npgsql;

namespace FinancingPlatform.Data;

/// <summary>How far <see cref="GroupCommit{TItem, TAnswer}"/> goes.</summary>
/// <param name="Items">Items in one transaction at most.</param>
/// <param name="Transactions">Transactions under way at a time: while one is written to disk the next one is made.</param>
public sealed record GroupCommitLimits(int Items, int Transactions);

/// <summary>
/// Commits what comes at the same time in one transaction (合并提交): one write to disk for all of them. Nothing waits for company: an item that comes
/// alone is committed alone at once, and others gather only behind transactions that are under way. Nobody is answered before the commit.
/// </summary>
/// <typeparam name="TItem">What one caller wants done.</typeparam>
/// <typeparam name="TAnswer">What that caller is told.</typeparam>
/// <param name="together">Does several items in one transaction; an answer for each, in their order, after the commit.</param>
/// <param name="alone">Does one item in a transaction of its own.</param>
/// <param name="limits">How far it goes.</param>
public sealed class GroupCommit<TItem, TAnswer>(
    Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TAnswer>>> together, Func<TItem, CancellationToken, Task<TAnswer>> alone, GroupCommitLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Queue<Waiting> _queue = new();
    private int _running;

    /// <summary>
    /// The answer, once committed. A caller that stops waiting before its item was taken up leaves nothing behind; afterwards the item is done without it.
    /// </summary>
    public Task<TAnswer> CommitAsync(TItem item, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(item, cancellationToken);
        lock (_gate)
        {
            if (_running == limits.Transactions)
            {
                _queue.Enqueue(waiting);
                return waiting.Answer.Task.WaitAsync(cancellationToken);
            }

            _running++;
        }

        _ = RunAsync([waiting]);
        return waiting.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAsync(List<Waiting> group)
    {
        do
        {
            await CommitAsync(group);
        }
        while (TakeNext(group));
    }

    // False when nothing is left, and this runner has ended.
    private bool TakeNext(List<Waiting> group)
    {
        group.Clear();
        lock (_gate)
        {
            while (group.Count < limits.Items && _queue.TryDequeue(out var next))
            {
                if (!next.Cancellation.IsCancellationRequested)
                {
                    group.Add(next);
                }
            }

            _running -= group.Count == 0 ? 1 : 0;
            return group.Count > 0;
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        if (group is [var only])
        {
            await CommitAloneAsync(only);
            return;
        }

        try
        {
            var answers = await together([.. group.Select(waiting => waiting.Item)]);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Answer.SetResult(answers[i]);
            }
        }
        catch (PostgresException fault) when (IsRolledBack(fault))
        {
            // One of them stood in the way of all: each is told its own outcome.
            await Task.WhenAll(group.Select(CommitAloneAsync));
        }
#pragma warning disable CA1031 // handed to every caller, who alone can tell what to do about it
        catch (Exception fault)
#pragma warning restore CA1031
        {
            group.ForEach(waiting => waiting.Answer.TrySetException(fault));
        }
    }

    private async Task CommitAloneAsync(Waiting waiting)
    {
        try
        {
            waiting.Answer.SetResult(await alone(waiting.Item, waiting.Cancellation));
        }
#pragma warning disable CA1031 // handed to the caller
        catch (Exception fault)
#pragma warning restore CA1031
        {
            waiting.Answer.TrySetException(fault);
        }
    }

    // A server that is being stopped may say so after it has committed: then nobody knows, and nobody tries again here.
    private static bool IsRolledBack(PostgresException fault) => fault.Severity == "ERROR" && !fault.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private sealed record Waiting(TItem Item, CancellationToken Cancellation)
    {
        // Continued elsewhere: what a caller does next must not hold up the others.
        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
