using System.Diagnostics;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>A stop is insisted on: an import whose driver's request to cancel was lost waited for a lock for ever.</summary>
public sealed class BackendStopTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_statement_that_waits_for_a_lock_ends_though_the_driver_never_asked()
    {
        await using var held = await MergeHold.TakeAsync(db.Superuser);
        await using var connection = await db.OpenAsync(DatabaseRoles.Loader);
        using var stop = new CancellationTokenSource();
        await using var insist = new BackendStop(db.As(DatabaseRoles.Loader), connection, stop.Token);
        await using var insert = new NpgsqlCommand("update credit.credit_record set valid_until = null where false", connection) { CommandTimeout = 0 };

        // Without the token: a request of the driver's own is what this test does without.
        var waiting = insert.ExecuteNonQueryAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        waiting.IsCompleted.ShouldBeFalse("the lock is held");
        await stop.CancelAsync();

        (await Should.ThrowAsync<PostgresException>(() => waiting.WaitAsync(s_limit))).SqlState.ShouldBe(PostgresErrorCodes.QueryCanceled);
    }

    [Fact]
    public async Task What_comes_after_it_was_disposed_of_is_left_alone()
    {
        await using var connection = await db.OpenAsync(DatabaseRoles.Loader);
        using var stop = new CancellationTokenSource();
        var insist = new BackendStop(db.As(DatabaseRoles.Loader), connection, stop.Token);
        await stop.CancelAsync();
        await insist.DisposeAsync();

        var clock = Stopwatch.StartNew();
        await using var sleep = new NpgsqlCommand("select pg_sleep(2.5)", connection);
        await sleep.ExecuteNonQueryAsync();
        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
    }
}
