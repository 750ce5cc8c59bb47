using System.Net;
using System.Text;
using FinancingPlatform.Exchange;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Tests.Exchange.World;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>The node contract as a stranger's sender would use it: hand-made batches over HTTP against a real node program.</summary>
public sealed class NodeIntakeTests(ExchangeWorld world) : IClassFixture<ExchangeWorld>, IAsyncLifetime
{
    private static readonly Es256Signature Signature = new();
    private readonly string _stream = $"enterprise:{Guid.NewGuid():N}";
    private INodeClient _node = null!;

    public async ValueTask InitializeAsync()
    {
        await world.StartAsync("province", relaying: false);
        _node = world.ClientOf("province");
    }

    public async ValueTask DisposeAsync() => await world.StopAsync("province");

    [Fact]
    public async Task A_batch_is_answered_with_a_receipt_that_verifies()
    {
        var (id, batch) = Seal(Message(1), Message(2));
        var receipt = (await _node.PostBatchAsync(batch)).GetContent();
        (await ReceiptSeal.OpenAsync(Signature, receipt, batch, id, world.ProvincePeer, ExchangeWorld.CityParty)).IsOk.ShouldBeTrue();
        receipt.Outcomes.ShouldAllBe(o => o.Fate == MessageFate.Accepted);
    }

    [Fact]
    public async Task A_batch_sent_again_is_answered_with_the_same_outcomes_and_taken_in_once()
    {
        var (_, batch) = Seal(Message(1), Message(2, body: "\"refuse\""));
        var first = (await _node.PostBatchAsync(batch)).GetContent().Outcomes;
        var second = (await _node.PostBatchAsync(batch)).GetContent().Outcomes;
        Plain(second).ShouldBe(Plain(first));
        second.Select(o => o.Fate).ShouldBe([MessageFate.Accepted, MessageFate.Refused]);
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Two_senders_of_the_same_batch_at_once_are_taken_in_once()
    {
        var (_, batch) = Seal([.. Enumerable.Range(1, 20).Select(i => Message(i))]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _node.PostBatchAsync(batch)));
        foreach (var answer in answers)
        {
            Plain(answer.GetContent().Outcomes).ShouldBe(Plain(answers[0].GetContent().Outcomes));
        }

        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe([.. Enumerable.Range(1, 20).Select(i => $"{i}")]);
    }

    [Fact]
    [Trait("trap", "20")]
    public async Task The_same_id_with_another_body_is_refused_and_changes_nothing()
    {
        var message = Message(1);
        await PostAsync(message);
        var outcome = (await PostAsync(message with { Payload = "other"u8.ToArray() })).Single();
        (outcome.Fate, outcome.Code).ShouldBe((MessageFate.Refused, OutcomeCodes.MessageIdReused));
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Another_message_at_a_place_already_taken_is_refused()
    {
        await PostAsync(Message(1));
        var outcome = (await PostAsync(Message(1))).Single();
        (outcome.Fate, outcome.Code).ShouldBe((MessageFate.Refused, OutcomeCodes.SequenceReused));
    }

    [Fact]
    public async Task A_gap_is_deferred_until_it_is_filled()
    {
        var (first, second) = (Message(1), Message(2));
        var early = (await PostAsync(second)).Single();
        (early.Fate, early.Code).ShouldBe((MessageFate.Deferred, OutcomeCodes.OutOfOrder));
        (await PostAsync(first)).Single().Fate.ShouldBe(MessageFate.Accepted);
        (await PostAsync(second)).Single().Fate.ShouldBe(MessageFate.Accepted);
        (await _node.GetStreamAsync(ExchangeWorld.CityParty, _stream)).ShouldBe(new StreamStatus(ExchangeWorld.CityParty, _stream, 2, 2, 0));
    }

    [Fact]
    public async Task What_stands_behind_a_refused_message_stays_outside()
    {
        var outcomes = await PostAsync(Message(1), Message(2, body: "\"refuse\""), Message(3));
        outcomes.Select(o => o.Fate).ShouldBe([MessageFate.Accepted, MessageFate.Refused, MessageFate.Deferred]);
        outcomes[2].Code.ShouldBe(OutcomeCodes.StreamStopped);
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBe(["1"]);
    }

    [Fact]
    public async Task A_kind_that_the_node_does_not_know_yet_is_deferred()
    {
        var outcome = (await PostAsync(Message(1) with { Kind = "not-invented-yet" })).Single();
        (outcome.Fate, outcome.Code).ShouldBe((MessageFate.Deferred, OutcomeCodes.UnsupportedKind));
    }

    [Fact]
    public async Task A_tampered_payload_refuses_the_whole_batch_and_keeps_nothing()
    {
        var (_, batch) = Seal(Message(1), Message(2));
        await RefusedAsync(batch with { Messages = [batch.Messages[0], batch.Messages[1] with { Payload = "99"u8.ToArray() }] }, "batch-tampered");
        (await ExchangeWorld.FactsAsync(world.Province, _stream)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_path_refuses_the_whole_batch()
    {
        var (_, batch) = Seal(Message(1), Message(2));
        await RefusedAsync(batch with { Messages = [batch.Messages[0], batch.Messages[1] with { Path = batch.Messages[0].Path }] }, "batch-tampered");
    }

    [Fact]
    public async Task A_wrong_signature_and_an_unknown_signer_are_told_apart()
    {
        var stranger = ExchangeKeys.Party(ExchangeWorld.CityParty).Self;
        await RefusedAsync(BatchSeal.Seal(Signature, stranger, "province", Guid.NewGuid(), TimeProvider.System.GetUtcNow(), [Message(1)]), "unknown-signer", HttpStatusCode.Unauthorized);
        var forged = stranger with { Key = stranger.Key with { Kid = world.CitySelf.Key.Kid } };
        await RefusedAsync(BatchSeal.Seal(Signature, forged, "province", Guid.NewGuid(), TimeProvider.System.GetUtcNow(), [Message(1)]), "bad-signature", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_batch_for_the_nation_is_refused_by_the_province() =>
        await RefusedAsync(BatchSeal.Seal(Signature, world.CitySelf, "nation", Guid.NewGuid(), TimeProvider.System.GetUtcNow(), [Message(1)]), "wrong-party", HttpStatusCode.Forbidden);

    [Fact]
    public async Task A_payload_above_the_limit_is_refused() =>
        await RefusedAsync(Seal(Message(1) with { Payload = new byte[ExchangeLimits.PayloadBytes + 1] }).Batch, OutcomeCodes.PayloadTooLarge, HttpStatusCode.RequestEntityTooLarge);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"seal\":null,\"messages\":null}")]
    [InlineData("{\"seal\":\"a.b.c\",\"messages\":[{}]}")]
    [InlineData("{\"seal\":\"a.b.c\",\"seal\":\"a.b.c\",\"messages\":[]}")]
    public async Task What_is_no_batch_is_a_problem_and_not_a_fault(string body)
    {
        using var http = new HttpClient { BaseAddress = world.UrlOf("province") };
        using var response = await http.PostAsync("/v1/batches", new StringContent(body, Encoding.UTF8, "application/json"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task An_accepted_message_waits_for_the_nation_with_the_same_bytes_and_id()
    {
        var message = Message(1, body: "1 ");
        await PostAsync(message);
        (await world.Province.ScalarAsync<byte[]>("select payload from exchange.outbox where message_id = $1 and destination = 'nation'", message.MessageId)).ShouldBe(message.Payload);
        (await _node.GetMessageAsync(message.MessageId)).GetContent().Forwarded!.DeliveredAt.ShouldBeNull();
        (await _node.GetStatusAsync()).Destinations.Single().Waiting.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_message_that_never_came_is_not_found() =>
        (await _node.GetMessageAsync(Guid.NewGuid())).ResponseMessage.StatusCode.ShouldBe(HttpStatusCode.NotFound);

    [Fact]
    public async Task The_page_shows_what_came_and_escapes_it()
    {
        await PostAsync(Message(1) with { Stream = $"<script>{_stream}" });
        using var http = new HttpClient { BaseAddress = world.UrlOf("province") };
        var page = await http.GetStringAsync("/");
        page.ShouldContain("省级节点");
        page.ShouldContain("&lt;script&gt;");
        page.ShouldNotContain("<script>");
    }

    private UnsealedMessage Message(long place, string? body = null) =>
        new(Guid.CreateVersion7(), _stream, place, "test-loan", TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes(body ?? $"{place}"));

    private (Guid Id, BatchRequest Batch) Seal(params UnsealedMessage[] messages)
    {
        var id = Guid.NewGuid();
        return (id, BatchSeal.Seal(Signature, world.CitySelf, "province", id, TimeProvider.System.GetUtcNow(), messages));
    }

    private async Task<IReadOnlyList<MessageOutcome>> PostAsync(params UnsealedMessage[] messages) => (await _node.PostBatchAsync(Seal(messages).Batch)).GetContent().Outcomes;

    private async Task RefusedAsync(BatchRequest batch, string code, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var response = await _node.PostBatchAsync(batch);
        response.ResponseMessage.StatusCode.ShouldBe(status);
        response.StringContent.ShouldNotBeNull().ShouldContain($"/problems/{code}");
    }

    // A receipt made again has other paths' bytes but must say the same about each message.
    private static (Guid Id, MessageFate Fate, string? Code, DateTimeOffset At)[] Plain(IEnumerable<MessageOutcome> outcomes) => [.. outcomes.Select(o => (o.MessageId, o.Fate, o.Code, o.DecidedAt))];
}
