using FinancingPlatform.Data;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>One stream at a time: leases, failures, parking, and what an operator may do.</summary>
public sealed class OutboxTests(CityDatabase city) : IClassFixture<CityDatabase>
{
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(30);
    private readonly string _destination = "node-" + Guid.NewGuid().ToString("N");

    private OutboxClaims Claims => new(city.Source("worker"));

    [Fact]
    public async Task A_message_of_a_transaction_that_fails_was_never_there()
    {
        await using var connection = await city.OpenAsync("portal");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await Outbox.EnqueueAsync(connection, transaction, Message("s"), default);
        }

        (await ClaimAsync()).Messages.ShouldBeEmpty();
        await EnqueueAsync("s");
        (await ClaimAsync()).Messages.Single().Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_message_twice_to_one_destination_is_refused()
    {
        var message = Message("s");
        await EnqueueAsync(message);

        (await Should.ThrowAsync<PostgresException>(() => EnqueueAsync(message))).SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
    }

    [Fact]
    public async Task A_leased_stream_is_nobody_elses_until_it_is_finished()
    {
        await EnqueueAsync("a", "a", "b");

        var first = await ClaimAsync(streams: 1);
        var second = await ClaimAsync();

        first.Messages.Select(message => message.Sequence).ShouldBe([1, 2]);
        second.Messages.Select(message => message.Stream).ShouldBe(["b"]);
        (await Claims.FinishAsync(first.Token, Answers(first), null, default)).ShouldBe(2);
        (await ClaimAsync()).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stream_stops_at_its_first_failure_and_goes_on_there()
    {
        await EnqueueAsync("s", "s", "s");
        var claim = await ClaimAsync();

        (await Claims.FinishAsync(claim.Token, Answers(claim).Take(1).ToArray(), null, default)).ShouldBe(1);
        (await Claims.FailAsync(claim.Token, ["s"], "line down", TimeSpan.Zero, default)).ShouldBe(1);

        var again = await ClaimAsync();
        again.Messages.Select(message => message.Sequence).ShouldBe([2, 3]);
        again.Messages[0].Failures.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_on_its_pause_is_not_claimed()
    {
        await EnqueueAsync("s");
        var claim = await ClaimAsync();
        await Claims.FailAsync(claim.Token, null, "line down", TimeSpan.FromMinutes(1), default);
        await EnqueueAsync("s");

        (await ClaimAsync()).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sender_that_lost_its_lease_marks_nothing()
    {
        await EnqueueAsync("s");
        var slow = await Claims.ClaimAsync(_destination, 10, 10, TimeSpan.Zero, default);
        var next = await ClaimAsync();

        (await Claims.FinishAsync(slow.Token, Answers(slow), null, default)).ShouldBe(0);
        (await Claims.FailAsync(slow.Token, null, "late", TimeSpan.Zero, default)).ShouldBe(0);
        (await Claims.FinishAsync(next.Token, Answers(next), null, default)).ShouldBe(1);
    }

    [Fact]
    public async Task A_released_lease_comes_back_at_once_and_counts_as_no_failure()
    {
        await EnqueueAsync("s");
        var claim = await ClaimAsync();

        (await Claims.ReleaseAsync(claim.Token, default)).ShouldBe(1);
        (await ClaimAsync()).Messages.Single().Failures.ShouldBe(0);
    }

    [Fact]
    public async Task A_message_enqueued_while_its_stream_is_out_follows()
    {
        await EnqueueAsync("s");
        var claim = await ClaimAsync();
        await EnqueueAsync("s");
        await Claims.FinishAsync(claim.Token, Answers(claim), null, default);

        (await ClaimAsync()).Messages.Single().Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task A_message_refused_for_good_stops_its_stream_until_an_operator_decides_on_record()
    {
        await EnqueueAsync("s", "s");
        var claim = await ClaimAsync();
        (await Claims.ParkAsync(claim.Token, new OutboxAnswer(claim.Messages[0].MessageId, "refused", null), "bad-signature", null, default)).ShouldBeTrue();
        await EnqueueAsync("s");

        (await ClaimAsync()).Messages.ShouldBeEmpty();
        (await BacklogAsync()).ShouldBe((3, 1));

        await Should.ThrowAsync<PostgresException>(() => Claims.RequeueAsync(_destination, "s", false, "operator-1", " ", default));
        (await Claims.RequeueAsync(_destination, "s", skip: true, "operator-1", "source withdrew it", default)).ShouldBeTrue();
        (await ClaimAsync()).Messages.Select(message => message.Sequence).ShouldBe([2, 3]);
        (await city.ScalarAsync<string>("select actor || ' ' || action || ' ' || reason from audit.event where request_id = $1", claim.Messages[0].MessageId.ToString()))
            .ShouldBe("operator-1 exchange.skip source withdrew it");
    }

    [Fact]
    public async Task A_receipt_is_kept_with_what_it_answers()
    {
        await EnqueueAsync("s");
        var claim = await ClaimAsync();
        await Claims.FinishAsync(claim.Token, [new OutboxAnswer(claim.Messages[0].MessageId, "accepted", """{"leaf":0}""")], _destination, "batch", "receipt", default);

        (await city.ScalarAsync<string>(
            "select r.receipt_seal || o.outcome || (o.receipt_entry ->> 'leaf') from exchange.outbox o join exchange.receipt r on r.id = o.receipt_id where o.message_id = $1",
            claim.Messages[0].MessageId)).ShouldBe("receiptaccepted0");
        (await Claims.BacklogAsync(default)).Single(row => row.Destination == _destination).ReceiptsMissing.ShouldBe(0);
    }

    [Fact]
    public async Task Transactions_that_write_one_stream_at_once_leave_no_gap()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => EnqueueAsync("s")));

        (await ClaimAsync(messages: 64)).Messages.Select(message => message.Sequence).ShouldBe(Enumerable.Range(1, 40).Select(i => (long)i));
    }

    [Fact]
    public async Task Claiming_reads_indexes_only_however_much_waits()
    {
        await city.ExecuteAsync(
            "select exchange.enqueue(gen_random_uuid(), $1, 'enterprise:' || i % 10000, 'test', '\\x7b7d') from generate_series(1, 20000) i", _destination);
        await city.ExecuteAsync("analyze exchange.outbox");
        await city.ExecuteAsync("analyze exchange.outbox_stream");

        await using var connection = await city.OpenAsync("worker");
        await Plans.AssertRunsWithoutSequentialScanAsync(
            connection, $"select * from exchange.claim('{_destination}', 10, 10, interval '30 seconds')", "outbox", "outbox_stream");
    }

    private static OutboxAnswer[] Answers(OutboxClaim claim) =>
        [.. claim.Messages.Select(message => new OutboxAnswer(message.MessageId, "accepted", null))];

    private OutboxMessage Message(string stream) => new(Guid.NewGuid(), _destination, stream, "test", "{}"u8.ToArray());

    private Task<OutboxClaim> ClaimAsync(int streams = 10, int messages = 10) => Claims.ClaimAsync(_destination, streams, messages, s_lease, default);

    private async Task EnqueueAsync(params string[] streams)
    {
        foreach (var stream in streams)
        {
            await EnqueueAsync(Message(stream));
        }
    }

    private async Task EnqueueAsync(OutboxMessage message)
    {
        await using var connection = await city.OpenAsync("worker");
        await using var transaction = await connection.BeginTransactionAsync();
        await Outbox.EnqueueAsync(connection, transaction, message, default);
        await transaction.CommitAsync();
    }

    private async Task<(long Waiting, long Parked)> BacklogAsync()
    {
        var row = (await Claims.BacklogAsync(default)).Single(row => row.Destination == _destination);
        return (row.Waiting, row.ParkedStreams);
    }
}
