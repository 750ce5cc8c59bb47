using System.Collections.Concurrent;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>What comes at the same time shares a transaction; everybody gets the own answer and nobody waits for company.</summary>
public sealed class GroupCommitTests
{
    private readonly ConcurrentQueue<int[]> _groups = new();
    private readonly SemaphoreSlim _disk = new(0);

    [Fact]
    public async Task What_comes_alone_is_committed_alone_at_once()
    {
        var commits = Commits(items: 8, transactions: 1);
        _disk.Release();

        (await commits.CommitAsync(7, default)).ShouldBe("alone 7");
        _groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_comes_while_one_is_under_way_is_committed_together_and_each_gets_its_own_answer()
    {
        var commits = Commits(items: 3, transactions: 1);
        var answers = Enumerable.Range(0, 8).Select(i => commits.CommitAsync(i, default)).ToArray();

        _disk.Release(10);
        var all = await Task.WhenAll(answers);

        all.ShouldBe(["alone 0", "together 1", "together 2", "together 3", "together 4", "together 5", "together 6", "alone 7"]);
        _groups.ShouldBe([[1, 2, 3], [4, 5, 6]]);
    }

    [Fact]
    public async Task No_more_transactions_are_under_way_than_are_allowed()
    {
        var (now, most) = (0, 0);
        var commits = new GroupCommit<int, int>(
            async items =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return [.. items];
            },
            async (item, _) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return item;
            },
            new GroupCommitLimits(4, 3));

        var answers = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(() => commits.CommitAsync(i, default))));

        answers.ShouldBe(Enumerable.Range(0, 500));
        most.ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task When_a_group_is_rolled_back_each_is_tried_alone_and_only_the_one_at_fault_is_told()
    {
        var commits = new GroupCommit<int, string>(
            _ => throw Fault(PostgresErrorCodes.LockNotAvailable),
            async (item, cancellation) =>
            {
                await _disk.WaitAsync(cancellation);
                return item == 2 ? throw Fault(PostgresErrorCodes.QueryCanceled) : $"alone {item}";
            },
            new GroupCommitLimits(8, 1));
        var answers = Enumerable.Range(0, 4).Select(i => commits.CommitAsync(i, default)).ToArray();

        _disk.Release(4);

        (await answers[1]).ShouldBe("alone 1");
        (await answers[3]).ShouldBe("alone 3");
        (await Should.ThrowAsync<PostgresException>(answers[2])).SqlState.ShouldBe(PostgresErrorCodes.QueryCanceled);
    }

    [Theory]
    [InlineData("FATAL", PostgresErrorCodes.AdminShutdown)]
    [InlineData("ERROR", PostgresErrorCodes.AdminShutdown)]
    public async Task What_may_have_been_committed_is_not_tried_again(string severity, string code)
    {
        var tries = 0;
        var commits = new GroupCommit<int, string>(
            _ => throw new PostgresException("stopping", severity, severity, code),
            async (item, cancellation) =>
            {
                Interlocked.Increment(ref tries);
                await _disk.WaitAsync(cancellation);
                return $"alone {item}";
            },
            new GroupCommitLimits(8, 1));
        var answers = Enumerable.Range(0, 3).Select(i => commits.CommitAsync(i, default)).ToArray();

        _disk.Release(3);

        (await answers[0]).ShouldBe("alone 0");
        (await Should.ThrowAsync<PostgresException>(answers[1])).SqlState.ShouldBe(code);
        (await Should.ThrowAsync<PostgresException>(answers[2])).SqlState.ShouldBe(code);
        tries.ShouldBe(1);
    }

    [Fact]
    public async Task Who_leaves_before_being_taken_up_leaves_nothing_behind()
    {
        var commits = Commits(items: 8, transactions: 1);
        using var leaving = new CancellationTokenSource();
        var first = commits.CommitAsync(0, default);
        var left = commits.CommitAsync(1, leaving.Token);
        var stays = commits.CommitAsync(2, default);
        var staysToo = commits.CommitAsync(3, default);

        await leaving.CancelAsync();
        _disk.Release(3);

        await Should.ThrowAsync<OperationCanceledException>(left);
        (await Task.WhenAll(first, stays, staysToo)).ShouldBe(["alone 0", "together 2", "together 3"]);
        _groups.ShouldBe([[2, 3]]);
    }

    private static PostgresException Fault(string code) => new("no", "ERROR", "ERROR", code);

    private static void InterlockedMax(ref int target, int value)
    {
        var seen = target;
        while (value > seen && (seen = Interlocked.CompareExchange(ref target, value, seen)) < value)
        {
            // Somebody else wrote a smaller one meanwhile.
        }
    }

    // Each transaction waits for one release of the disk.
    private GroupCommit<int, string> Commits(int items, int transactions) => new(
        async group =>
        {
            _groups.Enqueue([.. group]);
            await _disk.WaitAsync();
            return [.. group.Select(item => $"together {item}")];
        },
        async (item, cancellation) =>
        {
            await _disk.WaitAsync(cancellation);
            return $"alone {item}";
        },
        new GroupCommitLimits(items, transactions));
}
