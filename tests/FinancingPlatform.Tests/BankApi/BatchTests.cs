using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Tests.Consent;
using static FinancingPlatform.Tests.BankApi.BankPosts;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Many posts in one request.</summary>
public sealed class BatchTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    [Trait("trap", "20")]
    public async Task A_line_gets_an_outcome_each_and_a_batch_sent_again_doubles_nothing()
    {
        var test = await api.CaseAsync();
        var key = Key();
        string[] lines =
        [
            Wrap("credit-line", Line(test, await test.AuthoriseAsync())), Wrap("loan", Loan("N1")), Wrap("repayment", Repayment("N1", "R1", "60000.00", "1.00")),
            "{\"kind\":\"loan\"", Wrap("dance", Loan("N2")), Wrap("loan", Loan("N2").With("colour", "red")), Wrap("loan", Loan("N3", "460000.01")),
        ];

        var first = await SendAsync(test, key, lines);
        // As after a crash: the same lines, one of them mended.
        lines[2] = Wrap("repayment", Repayment("N1", "R1", "60000.00", "40000.00"));
        var again = await SendAsync(test, key, lines);

        first.Select(Verdict).ShouldBe(["201", "201", "balance-mismatch", "malformed-request", "field-invalid", "malformed-request", "line-exceeded"]);
        again.Select(Verdict).ShouldBe(["201", "201", "201", "malformed-request", "field-invalid", "malformed-request", "line-exceeded"]);
        again[1].GetProperty("answer").GetRawText().ShouldBe(first[1].GetProperty("answer").GetRawText());
        again.Select(line => line.GetProperty("line").GetInt32()).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        (await api.Db.ScalarAsync<long>("select count(*) from lending.loan where bank_uscc = $1", test.Bank)).ShouldBe(1);
    }

    [Fact]
    public async Task A_batch_that_was_cut_off_half_way_goes_on_where_it_ended()
    {
        var test = await api.LineAsync("500000.00");
        var key = Key();
        var lines = Enumerable.Range(0, 120).Select(i => Wrap("loan", Loan($"N{i}", "1000.00"))).ToArray();
        await SendAsync(test, key, lines[..70]);

        var answers = await SendAsync(test, key, lines);

        answers.Count(answer => Verdict(answer) == "201").ShouldBe(120);
        (await api.Db.ScalarAsync<decimal>("select sum(amount_yuan) from lending.loan where bank_uscc = $1", test.Bank)).ShouldBe(120_000m);
        (await api.Db.ScalarAsync<long>("select count(*) from exchange.outbox where stream = 'enterprise:' || $1", test.Uscc)).ShouldBe(121);
    }

    [Fact]
    public async Task A_batch_needs_a_key_lines_and_its_media_type()
    {
        var test = await api.CaseAsync();

        (await api.SendAsync(Request(test, null, "{}"))).ShouldBeProblem(400, "idempotency-key-required");
        (await api.SendAsync(Request(test, Key(), string.Empty))).ShouldBeProblem(400, "batch-size");
        (await api.SendAsync(Request(test, Key(), new string('\n', 5001)))).ShouldBeProblem(400, "batch-size");
        (await api.PostAsync(test, "/v1/batches", "{}", Key())).ShouldBeProblem(415, "unsupported-media-type");
        (await api.SendHugeAsync(Request(test, Key(), new string(' ', 5_000_000)))).ShouldBeProblem(413, "body-too-large");
    }

    private static string Wrap(string kind, object post) => JsonSerializer.Serialize(new { kind, post });

    private static string Verdict(JsonElement line) => line.GetProperty("status").GetInt32() == 201 ? "201" : line.GetProperty("code").GetString()!;

    private HttpRequestMessage Request(GateCase test, string? key, string body)
    {
        var request = api.Request(test, HttpMethod.Post, "/v1/batches", "x", key);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        return request;
    }

    private async Task<List<JsonElement>> SendAsync(GateCase test, string key, IEnumerable<string> lines)
    {
        var answer = await api.SendAsync(Request(test, key, string.Join('\n', lines)));
        answer.Status.ShouldBe(200, answer.Text);
        return [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
