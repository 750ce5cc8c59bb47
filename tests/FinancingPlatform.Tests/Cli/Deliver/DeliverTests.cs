using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using FinancingPlatform.BankApi.Deliveries;
using FinancingPlatform.Cli;
using FinancingPlatform.Cli.Deliver;
using FinancingPlatform.Tests.Aggregation.Pushed;
using FinancingPlatform.Tests.BankApi;
using AggregationDeliveries = FinancingPlatform.Tests.Aggregation.Deliveries;

namespace FinancingPlatform.Tests.Cli.Deliver;

/// <summary><c>fp deliver</c> against the real interface: interrupted, repeated and on a bad line it still delivers once.</summary>
public sealed class DeliverTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    private const string Item = "tax-payment";

    [Fact]
    public void The_client_sends_what_the_interface_takes() =>
        (DeliverLimits.ChunkBytes, DeliverLimits.ChunkRows, DeliverLimits.Chunks, DeliverLimits.RejectionsPerPage)
            .ShouldBe((DeliveryLimits.ChunkBytes, DeliveryLimits.ChunkRows, DeliveryLimits.Chunks, DeliveryLimits.RejectionsPerPage));

    [Fact]
    public async Task A_table_with_a_header_becomes_json_lines_and_json_lines_stay_as_they_are()
    {
        using var files = new AggregationDeliveries(api.Db);
        var csv = files.Write("a.csv", "uscc;税额;备注", "1;\"2;5\";", "3;4;\"a\nb\"");
        var json = files.Write("a.ndjson", """{"uscc":"1"}""", string.Empty, """{"uscc":"2","more":3}""");

        (await TextAsync(csv)).ShouldBe("{\"uscc\":\"1\",\"税额\":\"2;5\",\"备注\":null}\n{\"uscc\":\"3\",\"税额\":\"4\",\"备注\":\"a\\nb\"}\n");
        (await TextAsync(json)).ShouldBe("{\"uscc\":\"1\"}\n{\"uscc\":\"2\",\"more\":3}\n");
        (await new DeliveryFile(json).MeasureAsync(CancellationToken.None)).Lines.ShouldBe([1L, 3L]);
    }

    [Fact]
    public async Task A_file_is_cut_at_the_limits_and_a_line_that_is_no_row_is_named_before_anything_is_sent()
    {
        using var files = new AggregationDeliveries(api.Db);
        var long1 = files.Write("long.ndjson", [.. Enumerable.Range(0, 30).Select(i => $$"""{"n":{{i}},"text":"{{new string('x', 100_000)}}"}""")]);
        var many = files.Write("many.ndjson", [.. Enumerable.Range(0, 10_001).Select(i => $$"""{"n":{{i}}}""")]);

        var chunks = new List<DeliveryChunk>();
        await foreach (var chunk in new DeliveryFile(long1).ChunksAsync(null, CancellationToken.None))
        {
            chunk.Body.Length.ShouldBeLessThanOrEqualTo(DeliverLimits.ChunkBytes);
            chunks.Add(chunk);
        }

        (chunks.Sum(chunk => chunk.Rows), chunks.Count, chunks[^1].N).ShouldBe((30, 3, 3));
        (await new DeliveryFile(many).MeasureAsync(CancellationToken.None)).Chunks.ShouldBe(3);
        (await Should.ThrowAsync<CliException>(() => new DeliveryFile(files.Write("bad.csv", "a,b", "1,2", "3")).MeasureAsync(CancellationToken.None))).Message.ShouldContain("Line 3");
        (await Should.ThrowAsync<CliException>(() => new DeliveryFile(files.Write("lost.csv")).MeasureAsync(CancellationToken.None))).Message.ShouldContain("no header");
    }

    [Fact]
    public async Task A_file_of_a_header_alone_is_a_zero_report_once_a_day()
    {
        using var files = new AggregationDeliveries(api.Db);
        var client = await DepartmentAsync();
        var file = files.Write("nothing.csv", "uscc,key,occurred_on,amount_yuan,code");
        using var line = new FaultyLine();

        var outcome = await RunAsync(line, client, file);
        var again = await RunAsync(line, client, file);

        (outcome.GetProperty("state").GetString(), outcome.GetProperty("received").GetInt64()).ShouldBe(("imported", 0L));
        again.GetProperty("delivery").GetGuid().ShouldBe(outcome.GetProperty("delivery").GetGuid());
        (await api.Db.ScalarAsync<long>("select count(*) from credit.import_batch where delivery_id = $1 and received = 0", outcome.GetProperty("delivery").GetGuid())).ShouldBe(1);
        byte[] digest = [1];
        new DeliverRun(null!, null!, client, Item, file).Name(digest, new DateOnly(2026, 11, 26)).ShouldNotBe(new DeliverRun(null!, null!, client, Item, file).Name(digest, new DateOnly(2026, 11, 27)));
    }

    [Fact]
    public async Task An_interrupted_delivery_goes_on_where_it_stopped_and_is_imported_once()
    {
        using var files = new AggregationDeliveries(api.Db);
        await files.RegisterAsync(83_001);
        var client = await DepartmentAsync();
        var rows = PushedDepartment.TaxRows(AggregationDeliveries.Code(83_001), 12_000);
        var file = files.Write("tax.ndjson", [.. rows.Take(11_000), "{\"uscc\":\"=1+1\",\"key\":\"x\"}", .. rows.Skip(11_000)]);
        using var cut = new FaultyLine { CutAfter = 2 };

        // Opened and one chunk acknowledged, then the line is gone for longer than the command is patient.
        await Should.ThrowAsync<CliException>(() => RunAsync(cut, client, file));
        cut.CutAfter = int.MaxValue;
        cut.Requests.Clear();
        var outcome = await RunAsync(cut, client, file);

        outcome.GetProperty("state").GetString().ShouldBe("imported");
        (outcome.GetProperty("received").GetInt64(), outcome.GetProperty("accepted_new").GetInt64(), outcome.GetProperty("rejected").GetInt64()).ShouldBe((12_001L, 12_000L, 1L));
        cut.Requests.Where(request => request.StartsWith("POST", StringComparison.Ordinal)).ShouldBe(["POST chunks/2", "POST chunks/3", "POST complete"]);
        (await File.ReadAllTextAsync(outcome.GetProperty("rejected_file").GetString()!)).ShouldContain("\n11001,uscc,uscc-length,'=1+1,");
        (await api.Db.ScalarAsync<long>(
            "select count(*) from credit.credit_record r join registry.enterprise e on e.id = r.enterprise_id where e.uscc = $1", AggregationDeliveries.Code(83_001))).ShouldBe(12_000);

        cut.Requests.Clear();
        (await RunAsync(cut, client, file)).GetProperty("accepted_new").GetInt64().ShouldBe(12_000);
        cut.Requests.ShouldBe(["PUT ", "GET rejections"], "the same file again is the same delivery");
    }

    [Fact]
    public async Task A_line_that_loses_answers_and_a_platform_that_is_away_for_a_moment_lose_and_double_nothing()
    {
        using var files = new AggregationDeliveries(api.Db);
        await files.RegisterAsync(83_002);
        var client = await DepartmentAsync();
        var file = files.Write("tax.ndjson", [.. PushedDepartment.TaxRows(AggregationDeliveries.Code(83_002), 11_000)]);
        using var bad = new FaultyLine { LosesEverySecondAnswer = true };

        var outcome = await RunAsync(bad, client, file);

        (outcome.GetProperty("received").GetInt64(), outcome.GetProperty("accepted_new").GetInt64()).ShouldBe((11_000L, 11_000L));
        outcome.GetProperty("rejected_file").ValueKind.ShouldBe(JsonValueKind.Null);
        bad.Requests.Count.ShouldBeGreaterThan(8, "answers were lost");
    }

    [Fact]
    public async Task An_item_that_the_department_may_not_deliver_is_refused_in_both_languages()
    {
        using var files = new AggregationDeliveries(api.Db);
        using var line = new FaultyLine();
        var client = await DepartmentAsync();

        var refused = await Should.ThrowAsync<CliException>(() => RunAsync(line, client, files.Write("x.ndjson", "{}"), "penalty"));

        refused.Message.ShouldContain("item-not-allowed");
        refused.Message.ShouldContain("未登记");
    }

    private async Task<JsonElement> RunAsync(FaultyLine line, string client, string file, string item = Item)
    {
        using var http = new HttpClient(line, disposeHandler: false);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var delivery = new DeliveryClient(http, api.Address, (request, _) =>
        {
            using var signed = api.DepartmentRequest(client, request.Method, request.RequestUri!.PathAndQuery, null);
            request.Headers.Authorization = signed.Headers.Authorization;
            request.Headers.Add("DPoP", signed.Headers.GetValues("DPoP"));
            return Task.CompletedTask;
        });
        using var done = new CancellationTokenSource();
        var importing = ImportAsync(Path.GetDirectoryName(file)!, done.Token);
        try
        {
            var run = new DeliverRun(delivery, new Output(json: true, output), client, item, file);
            (await run.RunAsync(batch: null, TimeSpan.FromSeconds(60), CancellationToken.None)).ShouldBe(ExitCodes.Ok);
            return JsonSerializer.Deserialize<JsonElement>(output.ToString());
        }
        finally
        {
            await done.CancelAsync();
            await importing;
        }
    }

    // What the worker's loop does meanwhile.
    private async Task ImportAsync(string folder, CancellationToken done)
    {
        var import = PushedDepartment.Import(api.Db, folder);
        while (!done.IsCancellationRequested)
        {
            await import.RunOnceAsync(CancellationToken.None);
            await Task.Delay(50, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string> TextAsync(string path)
    {
        var text = new StringBuilder();
        await foreach (var chunk in new DeliveryFile(path).ChunksAsync(null, CancellationToken.None))
        {
            text.Append(Encoding.UTF8.GetString(chunk.Body));
        }

        return text.ToString();
    }

    private async Task<string> DepartmentAsync()
    {
        var client = "department-" + Guid.NewGuid().ToString("N");
        await api.Db.ExecuteAsync(
            """
            insert into identity.client (client_id, bank_uscc, bank_name, jwks, created_at, kind, items)
            values ($1, '11370900MB0000000G', '虚构税务局', '{}', clock_timestamp(), 'department', '{tax-payment}')
            """, client);
        return client;
    }

    /// <summary>The line to the platform, with its faults; what went over it.</summary>
    private sealed class FaultyLine() : DelegatingHandler(new SocketsHttpHandler())
    {
        private int _sent;

        public int CutAfter { get; set; } = int.MaxValue;

        public bool LosesEverySecondAnswer { get; init; }

        public List<string> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (_sent >= CutAfter)
            {
                throw new HttpRequestException("the line is cut");
            }

            var parts = request.RequestUri!.AbsolutePath.Split('/');
            Requests.Add($"{request.Method} {string.Join('/', parts.Skip(4))}");
            var answer = await base.SendAsync(request, cancellationToken);
            if (++_sent % 2 == 0 && LosesEverySecondAnswer)
            {
                answer.Dispose();
                return _sent % 4 == 0 ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request } : throw new HttpRequestException("the answer was lost");
            }

            return answer;
        }
    }
}
