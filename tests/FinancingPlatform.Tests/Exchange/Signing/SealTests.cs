using System.Text;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Tests.Exchange.Signing;

public sealed class SealTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, 123, TimeSpan.Zero);
    private static readonly Es256Signature Signature = new();
    private readonly (Self Self, Peer Peer) _city = ExchangeKeys.Party(ExchangeKeys.City);
    private readonly (Self Self, Peer Peer) _province = ExchangeKeys.Party(ExchangeKeys.Province);

    [Fact]
    public async Task A_sealed_batch_opens_and_names_its_sender()
    {
        var opened = await Open(Batch(5));
        opened.IsOk.ShouldBeTrue();
        opened.Value.Source.ShouldBe(ExchangeKeys.City);
        opened.Value.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_batch_survives_the_wire()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Batch(7), NodeJson.Options);
        (await Open(System.Text.Json.JsonSerializer.Deserialize<BatchRequest>(json, NodeJson.Options)!)).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_changed_payload_is_named()
    {
        var batch = Batch(3);
        var bent = batch with { Messages = [batch.Messages[0], batch.Messages[1] with { Payload = "{\"amount\":\"9\"}"u8.ToArray() }, batch.Messages[2]] };
        (await Open(bent)).Error.Code.ShouldBe("batch-tampered");
    }

    [Fact]
    public async Task Swapped_paths_are_named()
    {
        var batch = Batch(2);
        var bent = batch with { Messages = [batch.Messages[0] with { Path = batch.Messages[1].Path }, batch.Messages[1]] };
        (await Open(bent)).Error.Code.ShouldBe("batch-tampered");
    }

    [Fact]
    public async Task A_message_left_out_is_named() =>
        (await Open(Batch(3) is var b ? b with { Messages = [.. b.Messages.Take(2)] } : b)).Error.Code.ShouldBe("batch-tampered");

    [Fact]
    public async Task A_later_place_in_the_stream_or_another_kind_breaks_the_seal()
    {
        var batch = Batch(1);
        (await Open(batch with { Messages = [batch.Messages[0] with { Sequence = 2 }] })).Error.Code.ShouldBe("batch-tampered");
        (await Open(batch with { Messages = [batch.Messages[0] with { Kind = "loan" }] })).Error.Code.ShouldBe("batch-tampered");
        (await Open(batch with { Messages = [batch.Messages[0] with { EnqueuedAt = Now.AddSeconds(1) }] })).Error.Code.ShouldBe("batch-tampered");
    }

    [Fact]
    public async Task A_strangers_key_is_unknown()
    {
        var stranger = ExchangeKeys.Party(ExchangeKeys.City);
        var batch = BatchSeal.Seal(Signature, stranger.Self, ExchangeKeys.Province, Guid.NewGuid(), Now, Messages(1));
        (await Open(batch)).Error.Code.ShouldBe("unknown-signer");
    }

    [Fact]
    public async Task Another_key_under_a_known_name_does_not_verify()
    {
        var stranger = ExchangeKeys.Party(ExchangeKeys.City);
        var forged = stranger.Self with { Key = stranger.Self.Key with { Kid = _city.Self.Key.Kid } };
        var batch = BatchSeal.Seal(Signature, forged, ExchangeKeys.Province, Guid.NewGuid(), Now, Messages(1));
        (await Open(batch)).Error.Code.ShouldBe("bad-signature");
    }

    [Fact]
    public async Task A_known_party_may_not_speak_for_another()
    {
        var posing = _province.Self with { Party = ExchangeKeys.City };
        var batch = BatchSeal.Seal(Signature, posing, ExchangeKeys.Province, Guid.NewGuid(), Now, Messages(1));
        (await BatchSeal.OpenAsync(Signature, batch, [_city.Peer, _province.Peer], ExchangeKeys.Province, Now)).Error.Code.ShouldBe("wrong-party");
    }

    [Fact]
    public async Task A_batch_for_another_node_is_refused()
    {
        var batch = BatchSeal.Seal(Signature, _city.Self, ExchangeKeys.Nation, Guid.NewGuid(), Now, Messages(1));
        (await Open(batch)).Error.Code.ShouldBe("wrong-party");
    }

    [Fact]
    public async Task A_batch_from_the_future_is_refused()
    {
        var batch = BatchSeal.Seal(Signature, _city.Self, ExchangeKeys.Province, Guid.NewGuid(), Now.AddMinutes(6), Messages(1));
        (await Open(batch)).Error.Code.ShouldBe("clock-ahead");
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    public async Task What_is_no_signature_is_said_to_be_none(string seal) =>
        (await Open(Batch(1) with { Seal = seal })).Error.Code.ShouldBe("malformed-signature");

    [Fact]
    public async Task A_receipt_can_not_be_shown_for_a_batch()
    {
        var batch = Batch(1);
        var receipt = Receipt(batch, (await Open(batch)).Value);
        (await BatchSeal.OpenAsync(Signature, batch with { Seal = receipt.Seal }, [_city.Peer, _province.Peer], ExchangeKeys.Province, Now)).Error.Code.ShouldBe("malformed-signature");
    }

    [Fact]
    public async Task One_message_is_provable_alone_and_offline()
    {
        var batch = Batch(9);
        var message = batch.Messages[6];
        var facts = new SealedMessage(message.MessageId, message.Stream, message.Sequence, message.Kind, message.EnqueuedAt, System.Security.Cryptography.SHA256.HashData(message.Payload));
        (await BatchSeal.ProveAsync(Signature, batch.Seal, facts, message.Path, [_city.Peer], ExchangeKeys.Province)).IsOk.ShouldBeTrue();
        (await BatchSeal.ProveAsync(Signature, batch.Seal, facts with { Sequence = 99 }, message.Path, [_city.Peer], ExchangeKeys.Province)).Error.Code.ShouldBe("batch-tampered");
    }

    [Fact]
    public async Task A_receipt_covers_exactly_the_messages_sent_and_each_outcome_is_provable_alone()
    {
        var batch = Batch(4);
        var statement = (await Open(batch)).Value;
        var receipt = Receipt(batch, statement);
        (await ReceiptSeal.OpenAsync(Signature, receipt, batch, statement.BatchId, _province.Peer, ExchangeKeys.City)).IsOk.ShouldBeTrue();
        (await ReceiptSeal.ProveAsync(Signature, receipt.Seal, receipt.Outcomes[2], _province.Peer, ExchangeKeys.City)).IsOk.ShouldBeTrue();

        (await ReceiptSeal.ProveAsync(Signature, receipt.Seal, receipt.Outcomes[2] with { Fate = MessageFate.Refused }, _province.Peer, ExchangeKeys.City)).Error.Code.ShouldBe("batch-tampered");
        var missing = receipt with { Outcomes = [.. receipt.Outcomes.Skip(1)] };
        (await ReceiptSeal.OpenAsync(Signature, missing, batch, statement.BatchId, _province.Peer, ExchangeKeys.City)).Error.Code.ShouldBe("batch-tampered");
        (await ReceiptSeal.OpenAsync(Signature, receipt, batch, Guid.NewGuid(), _province.Peer, ExchangeKeys.City)).Error.Code.ShouldBe("batch-tampered");
        (await ReceiptSeal.OpenAsync(Signature, receipt, batch, statement.BatchId, _province.Peer, "another city")).Error.Code.ShouldBe("wrong-party");
    }

    private static UnsealedMessage[] Messages(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new UnsealedMessage(Guid.NewGuid(), "enterprise:91370900MA3C000000", i, "authorisation", Now.AddTicks(i), Encoding.UTF8.GetBytes($"{{\"n\":{i}}}")))];

    private BatchRequest Batch(int count) => BatchSeal.Seal(Signature, _city.Self, ExchangeKeys.Province, Guid.NewGuid(), Now, Messages(count));

    private BatchReceipt Receipt(BatchRequest batch, BatchStatement statement) =>
        ReceiptSeal.Seal(Signature, _province.Self, statement, Now, [.. batch.Messages.Select(m => new UnsealedOutcome(
            m.MessageId, m.Stream, m.Sequence, System.Security.Cryptography.SHA256.HashData(m.Payload), MessageFate.Accepted, null, Now))]);

    private Task<FinancingPlatform.Core.Errors.Result<BatchStatement>> Open(BatchRequest batch) => BatchSeal.OpenAsync(Signature, batch, [_city.Peer], ExchangeKeys.Province, Now);
}
