using FinancingPlatform.Data;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Data;

/// <summary>A message may come many times, late or bent; it is taken in once, in order, as it was.</summary>
public sealed class InboxTests(NodeDatabase node) : IClassFixture<NodeDatabase>
{
    private readonly string _source = "city-" + Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_message_that_comes_again_gets_the_answer_it_got()
    {
        var message = Message(1);
        (await TakeInAsync(message, "refused", "bad-signature")).Verdict.ShouldBe(InboxVerdict.New);

        var again = await TakeInAsync(message);

        again.Verdict.ShouldBe(InboxVerdict.Known);
        (again.Outcome, again.Code).ShouldBe(("refused", "bad-signature"));
        again.DecidedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_same_id_with_other_bytes_is_a_conflict()
    {
        var message = Message(1);
        await TakeInAsync(message, "accepted");

        (await TakeInAsync(message with { Payload = "{ }"u8.ToArray() })).Verdict.ShouldBe(InboxVerdict.Conflict);
    }

    [Fact]
    public async Task A_gap_is_not_taken_in_and_a_place_is_taken_once()
    {
        await TakeInAsync(Message(1), "accepted");

        (await TakeInAsync(Message(3))).Verdict.ShouldBe(InboxVerdict.Gap);
        (await TakeInAsync(Message(1))).Verdict.ShouldBe(InboxVerdict.Stale);
        (await TakeInAsync(Message(2), "accepted")).Verdict.ShouldBe(InboxVerdict.New);
    }

    [Fact]
    public async Task An_accepted_message_keeps_its_decision_and_a_refused_one_may_be_decided_anew()
    {
        var accepted = Message(1);
        var refused = Message(2);
        await TakeInAsync(accepted, "accepted");
        await TakeInAsync(refused, "refused", "unknown-credential");

        (await DecideAsync(accepted, "refused")).ShouldBeNull();
        (await DecideAsync(refused, "accepted")).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_message_that_is_not_decided_was_never_there()
    {
        await using (var connection = await node.OpenAsync("node"))
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            (await Inbox.TakeInAsync(connection, transaction, Message(1), default)).Verdict.ShouldBe(InboxVerdict.New);
        }

        (await TakeInAsync(Message(1), "accepted")).Verdict.ShouldBe(InboxVerdict.New);
    }

    private InboxMessage Message(long sequence) =>
        new(_source, Guid.NewGuid(), "enterprise:x", sequence, "test", "{}"u8.ToArray(), new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private async Task<InboxReception> TakeInAsync(InboxMessage message, string? outcome = null, string? code = null)
    {
        await using var connection = await node.OpenAsync("node");
        await using var transaction = await connection.BeginTransactionAsync();
        var reception = await Inbox.TakeInAsync(connection, transaction, message, default);
        if (outcome is not null)
        {
            await Inbox.DecideAsync(connection, transaction, message.Source, message.MessageId, outcome, code, default);
            await transaction.CommitAsync();
        }

        return reception;
    }

    private async Task<DateTimeOffset?> DecideAsync(InboxMessage message, string outcome)
    {
        await using var connection = await node.OpenAsync("node");
        await using var transaction = await connection.BeginTransactionAsync();
        var at = await Inbox.DecideAsync(connection, transaction, message.Source, message.MessageId, outcome, null, default);
        await transaction.CommitAsync();
        return at;
    }
}
