using System.Net;
using System.Net.Http.Json;
using System.Text;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Relay;
using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Tests.Exchange.Relay;

public sealed class CourierTests
{
    private static readonly Guid BatchId = Guid.Parse("0199b6b2-0000-7000-8000-0000000000aa");
    private readonly (Self Self, Peer Peer) _city = ExchangeKeys.Party(ExchangeKeys.City);
    private readonly (Self Self, Peer Peer) _province = ExchangeKeys.Party(ExchangeKeys.Province);

    [Theory]
    [InlineData(400, "refused")]
    [InlineData(409, "refused")]
    [InlineData(413, "refused")]
    [InlineData(422, "refused")]
    [InlineData(401, "later")]
    [InlineData(403, "later")]
    [InlineData(404, "later")]
    [InlineData(429, "later")]
    [InlineData(500, "later")]
    [InlineData(503, "later")]
    public async Task A_status_says_whether_sending_again_can_help(int status, string meaning)
    {
        var result = await SendAsync(_ => Problem(status, "some-code"));
        (result is CourierResult.Refused ? "refused" : result is CourierResult.Later ? "later" : "answered").ShouldBe(meaning);
        (result is CourierResult.Refused { Code: "some-code" } or CourierResult.Later { Reason: "some-code" }).ShouldBeTrue();
    }

    [Fact]
    public async Task Retry_after_is_honoured_within_its_limit()
    {
        (await SendAsync(_ => RetryAfter(7))).ShouldBe(new CourierResult.Later("http-503", TimeSpan.FromSeconds(7)));
        (await SendAsync(_ => RetryAfter(999_999))).ShouldBe(new CourierResult.Later("http-503", FinancingPlatform.Exchange.ExchangeLimits.RetryAfterLongest));
    }

    [Fact]
    public async Task A_cut_connection_is_tried_once_more_and_then_left_for_later()
    {
        var calls = 0;
        var result = await SendAsync(_ =>
        {
            calls++;
            throw new HttpRequestException("cut");
        });
        calls.ShouldBe(FinancingPlatform.Exchange.ExchangeLimits.AttemptsPerCall);
        result.ShouldBeOfType<CourierResult.Later>();
    }

    [Fact]
    public async Task After_failures_in_a_row_the_circuit_opens_and_nothing_is_sent()
    {
        var calls = 0;
        using var transport = Transport(_ =>
        {
            calls++;
            throw new HttpRequestException("cut");
        });
        for (var i = 0; i < 20; i++)
        {
            await SendAsync(transport);
        }

        calls.ShouldBe(FinancingPlatform.Exchange.ExchangeLimits.FailuresBeforeOpen * FinancingPlatform.Exchange.ExchangeLimits.AttemptsPerCall);
        (await SendAsync(transport)).ShouldBe(new CourierResult.Later("circuit-open", FinancingPlatform.Exchange.ExchangeLimits.OpenFor));
    }

    [Fact]
    public async Task A_receipt_signed_by_someone_else_acknowledges_nothing()
    {
        var stranger = ExchangeKeys.Party(ExchangeKeys.Province);
        (await SendAsync(_ => Answer(stranger.Self, Batch()))).ShouldBe(new CourierResult.Later("bad-receipt: unknown-signer", null));
    }

    [Fact]
    public async Task A_page_in_place_of_a_receipt_acknowledges_nothing() =>
        (await SendAsync(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>proxy</html>") })).ShouldBe(new CourierResult.Later("unreadable-answer", null));

    [Fact]
    public async Task A_signed_receipt_is_an_answer() =>
        (await SendAsync(_ => Answer(_province.Self, Batch()))).ShouldBeOfType<CourierResult.Answered>().Receipt.Outcomes.Single().Fate.ShouldBe(MessageFate.Accepted);

    private BatchRequest? _batch;

    private BatchRequest Batch() => _batch ??= BatchSeal.Seal(
        new Es256Signature(), _city.Self, ExchangeKeys.Province, BatchId, DateTimeOffset.UnixEpoch,
        [new UnsealedMessage(Guid.Parse("0199b6b2-0000-7000-8000-0000000000bb"), "enterprise:x", 1, "loan", DateTimeOffset.UnixEpoch, "{}"u8.ToArray())]);

    private async Task<CourierResult> SendAsync(Func<HttpRequestMessage, HttpResponseMessage> node)
    {
        using var transport = Transport(node);
        return await SendAsync(transport);
    }

    private Task<CourierResult> SendAsync(NodeTransport transport) =>
        new Courier(transport.Client, new Es256Signature(), _city.Self, _province.Peer, TimeProvider.System).SendAsync(BatchId, Batch(), TestContext.Current.CancellationToken);

    private static NodeTransport Transport(Func<HttpRequestMessage, HttpResponseMessage> node) => new(new Uri("http://node.invalid"), TimeProvider.System, new Node(node));

    private static HttpResponseMessage Problem(int status, string code) => new((HttpStatusCode)status)
    {
        Content = new StringContent($"{{\"type\":\"https://financing-platform.example/problems/{code}\"}}", Encoding.UTF8, "application/problem+json"),
    };

    private static HttpResponseMessage RetryAfter(int seconds)
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
        response.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return response;
    }

    private static HttpResponseMessage Answer(Self node, BatchRequest batch)
    {
        var statement = new BatchStatement(1, ExchangeKeys.City, node.Party, BatchId, batch.Messages.Count, [], DateTimeOffset.UnixEpoch);
        var receipt = ReceiptSeal.Seal(new Es256Signature(), node, statement, DateTimeOffset.UnixEpoch, [.. batch.Messages.Select(m =>
            new UnsealedOutcome(m.MessageId, m.Stream, m.Sequence, System.Security.Cryptography.SHA256.HashData(m.Payload), MessageFate.Accepted, null, DateTimeOffset.UnixEpoch))]);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = JsonContent.Create(receipt, options: NodeJson.Options) };
    }

    private sealed class Node(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
