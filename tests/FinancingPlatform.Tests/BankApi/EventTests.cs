using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Data;
using FinancingPlatform.Lending.Webhooks;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static FinancingPlatform.Tests.BankApi.BankPosts;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>What banks are told, by cursor and by signed webhook.</summary>
public sealed class EventTests(BankApiFixture api) : IClassFixture<BankApiFixture>
{
    [Fact]
    public async Task An_authorisations_life_is_told_to_its_bank_in_order_and_to_no_other()
    {
        var test = await api.CaseAsync();
        var id = await test.AuthoriseAsync();
        await api.Db.ExecuteAsync("update consent.authorisation set paused_at = clock_timestamp() where id = $1", id);
        await api.Db.ExecuteAsync("update consent.authorisation set paused_at = null where id = $1", id);
        await test.LookAsync();
        await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", id);

        var told = (await api.GetAsync(test, "/v1/events")).Json;

        told.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString())
            .ShouldBe(["authorisation-granted", "authorisation-paused", "authorisation-resumed", "authorisation-revoked", "stop-use"]);
        told.GetProperty("items")[4].GetProperty("why").GetString().ShouldBe("authorisation-revoked");
        var next = (await api.GetAsync(test, $"/v1/events?after={told.GetProperty("last").GetInt64()}")).Json;
        next.GetProperty("items").GetArrayLength().ShouldBe(0);
        next.GetProperty("last").GetInt64().ShouldBe(told.GetProperty("last").GetInt64());
        (await api.GetAsync(await api.CaseAsync(), "/v1/events")).Text.ShouldNotContain(id.ToString());
        (await api.GetAsync(test, "/v1/events?after=x")).ShouldBeProblem(400, "field-invalid");
    }

    [Fact]
    public async Task An_authorisation_that_time_ended_is_told_once_with_a_stop_of_its_use()
    {
        var test = await api.CaseAsync();
        var id = await test.AuthoriseAsync(from: -20, to: -1);
        await RunAsWorkerAsync("select lending.tell_expired(1000)");
        await api.Db.ExecuteAsync("update lending.watermark set until = until - 20");

        var kinds = await KindsAsync(test);

        kinds.ShouldBe(["authorisation-granted", "authorisation-expired", "stop-use"]);
        await RunAsWorkerAsync("select lending.tell_expired(1000)");
        (await KindsAsync(test)).Count(kind => kind == "authorisation-expired").ShouldBe(1, $"{id} was told again");
    }

    [Fact]
    public async Task Events_come_to_the_webhook_signed_in_order_and_again_until_they_are_taken()
    {
        var test = await api.CaseAsync();
        await using var bank = await Listener.StartAsync();
        await api.OkAsync(test, "/v1/webhooks", new { url = bank.Url });
        var first = await test.AuthoriseAsync();
        var second = await test.AuthoriseAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var source = PlatformDataServices.Source(api.Db.As("worker"));
        using var http = new HttpClient(OutboundAddresses.Handler(allowLoopback: true));
        var sender = new WebhookSender(source, http, new SigningKey("hook-1", "webhook", key), demonstration: true);

        bank.Answer = HttpStatusCode.InternalServerError;
        await sender.RunOnceAsync(CancellationToken.None);
        var failed = (await api.GetAsync(test, "/v1/webhooks")).Json;
        await api.Db.ExecuteAsync("update lending.webhook set next_attempt_at = clock_timestamp() where client_id = $1", test.Client);
        bank.Answer = HttpStatusCode.NoContent;
        await sender.RunOnceAsync(CancellationToken.None);
        await sender.RunOnceAsync(CancellationToken.None);

        bank.Deliveries.Count.ShouldBe(2);
        bank.Deliveries.ShouldAllBe(delivery => Verify(delivery.Signature, delivery.Body, key));
        var ids = bank.Deliveries.Last().Events.Select(e => e.GetProperty("authorisation_id").GetGuid());
        ids.ShouldBe([first, second]);
        failed.GetProperty("items")[0].GetProperty("failures").GetInt32().ShouldBe(1);
        failed.GetProperty("items")[0].GetProperty("last_status").GetInt32().ShouldBe(500);
        failed.GetProperty("keys").EnumerateArray().Select(jwk => jwk.GetProperty("kid").GetString()).ShouldContain("hook-1");
        (await api.GetAsync(test, "/v1/webhooks")).Json.GetProperty("items")[0].GetProperty("failures").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Outside_a_demonstration_no_webhook_reaches_a_private_address()
    {
        var test = await api.CaseAsync();
        await using var bank = await Listener.StartAsync();
        var hook = (await api.OkAsync(test, "/v1/webhooks", new { url = bank.Url.Replace("http:", "https:", StringComparison.Ordinal) })).Json.GetProperty("id").GetGuid();
        await test.AuthoriseAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using var source = PlatformDataServices.Source(api.Db.As("worker"));
        using var http = new HttpClient(OutboundAddresses.Handler(allowLoopback: false));

        await new WebhookSender(source, http, new SigningKey("hook-2", "webhook", key), demonstration: false).RunOnceAsync(CancellationToken.None);

        bank.Deliveries.ShouldBeEmpty();
        (await api.Db.ScalarAsync<string>("select last_error from lending.webhook where id = $1", hook)).ShouldBe("not reachable, or no public address");
        await api.OkAsync(test, $"/v1/webhooks/{hook}/disabling", "{}");
        (await api.PostAsync(test, $"/v1/webhooks/{hook}/disabling", "{}", Key())).ShouldBeProblem(404, "webhook-unknown");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    public void An_address_that_is_not_of_the_public_internet_is_none_for_us(string address) => OutboundAddresses.IsPublic(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("114.114.114.114")]
    [InlineData("8.8.8.8")]
    [InlineData("2400:3200::1")]
    public void A_public_address_is_one(string address) => OutboundAddresses.IsPublic(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("ftp://bank.example/hook")]
    [InlineData("https://user:secret@bank.example/hook")]
    [InlineData("https://bank.example/hook#part")]
    [InlineData("/hook")]
    public async Task A_webhook_is_a_plain_absolute_address(string url) =>
        (await api.PostAsync(await api.CaseAsync(), "/v1/webhooks", new { url }, Key())).ShouldBeProblem(400, "webhook-address");

    [Fact]
    [Trait("rule", "C11")]
    public async Task Alerts_find_what_the_rules_name_under_live_post_loan_authorisations_and_nothing_else()
    {
        await api.Db.ExecuteAsync(
            """
            insert into credit.catalogue_version (version, issued_on, note) values ('2024', '2024-03-28', 'test') on conflict do nothing;
            insert into credit.catalogue_item (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
            select '2024', c.code, 'test', c.code, c.code, 'x', '市', c.mode, 'high', 'day', '2021-12-22'
            from (values ('enforcement', 'public'), ('utility-electricity', 'authorised'), ('social-insurance', 'authorised')) c (code, mode)
            on conflict do nothing;
            insert into credit.import_batch (item, source, file_name, file_sha256) values ('test', 'invented', 'invented', sha256('x'));
            """);
        var watched = await api.CaseAsync();
        await RecordAsync(watched, "enforcement", "old", -100);
        await watched.AuthoriseAsync("post-loan", items: ["utility-electricity"], to: 300);
        var unwatched = await api.CaseAsync();
        await unwatched.AuthoriseAsync(items: ["utility-electricity"]);
        var withdrawn = await api.CaseAsync();
        var revoked = await withdrawn.AuthoriseAsync("post-loan", items: ["utility-electricity"], to: 300);
        await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where id = $1", revoked);
        foreach (var firm in new[] { watched, unwatched, withdrawn })
        {
            await RecordAsync(firm, "enforcement", "new", -1);
            foreach (var (day, used) in new[] { (-120, 1000), (-90, 1000), (-60, 1000), (-30, 490) })
            {
                await RecordAsync(firm, "utility-electricity", $"m{day}", day, used, day == -30 ? "arrears" : "paid");
                // Its authorisation does not name this item.
                await RecordAsync(firm, "social-insurance", $"s{day}", day, used);
            }

            await api.Db.ExecuteAsync("update registry.enterprise set legal_representative = '李四', status = 'stopped' where id = $1", firm.EnterpriseId);
        }

        await RunAsWorkerAsync("select lending.raise_alerts()");
        await RunAsWorkerAsync("select lending.raise_alerts()");

        var alerts = (await api.GetAsync(watched, "/v1/alerts")).Json.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("rule").GetString());
        alerts.ShouldBe(["electricity-arrears", "electricity-drop", "enforcement", "representative-changed", "status-changed"], ignoreOrder: true);
        (await KindsAsync(watched)).Count(kind => kind == "alert").ShouldBe(5);
        (await api.Db.ScalarAsync<long>("select count(*) from lending.alert where enterprise_id = any($1)", new[] { unwatched.EnterpriseId, withdrawn.EnterpriseId })).ShouldBe(0);
        (await api.Db.ScalarAsync<long>("select count(*) from lending.bank_event where body::text like '%李四%'")).ShouldBe(0);
        await api.Db.ExecuteAsync("update consent.authorisation set revoked_at = clock_timestamp() where enterprise_id = $1", watched.EnterpriseId);
        (await api.GetAsync(watched, "/v1/alerts")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    [Trait("rule", "C11")]
    public async Task Two_hundred_planted_among_ten_thousand_watched_are_found_and_no_others()
    {
        var bank = await api.CaseAsync();
        await api.Db.ExecuteAsync(
            """
            insert into credit.catalogue_item (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
            values ('2024', 'utility-electricity', 'test', 'x', 'x', 'x', '市', 'authorised', 'high', 'day', '2021-12-22') on conflict do nothing;
            insert into credit.import_batch (item, source, file_name, file_sha256) values ('test', 'invented', 'invented', sha256('x'));
            """);
        await api.Db.ExecuteAsync(
            """
            with firm as
            (
                insert into registry.enterprise (uscc, name, status, in_city, row_sha256, invented)
                select 'WATCHED' || lpad(n::text, 11, '0'), '虚构企业' || n, 'active', true, sha256('x'), true from generate_series(1, 10000) n
                returning id, uscc
            )
            insert into consent.authorisation
            (
                id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
                text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
            )
            select gen_random_uuid(), f.id, f.uscc, $1, '2024', array['utility-electricity'], 'post-loan', true, true, false, d.today, d.today + 300, 10,
                '2026-11/post-loan', 'x', sha256('x'), sha256(convert_to(f.uscc, 'UTF8')), '\x01', '\x01', '\x01', '\x01', '\x01', clock_timestamp()
            from firm f
            cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
            """,
            bank.Bank);
        // Three even months and a last one: half or less for the two hundred, 51 % for everybody else.
        await api.Db.ExecuteAsync(
            """
            insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, quantity, code, natural_key, batch_id, sha256, invented)
            select e.id, 'utility-electricity', 'invented', current_date - m.days, clock_timestamp(),
                case when m.days > 30 then 1000 when e.uscc <= 'WATCHED00000000200' then 500 else 510 end, 'paid', 'm' || m.days,
                (select min(b.id) from credit.import_batch b), sha256('x'), true
            from registry.enterprise e
            cross join (values (120), (90), (60), (30)) m (days)
            where e.uscc like 'WATCHED%';
            analyze credit.credit_record;
            """);

        await RunAsWorkerAsync("select lending.raise_alerts()");

        (await api.Db.ScalarAsync<long>("select count(*) from lending.alert where bank_uscc = $1", bank.Bank)).ShouldBe(200);
        (await api.Db.ScalarAsync<long>(
            "select count(*) from lending.alert a join registry.enterprise e on e.id = a.enterprise_id where a.bank_uscc = $1 and e.uscc <= 'WATCHED00000000200' and a.rule = 'electricity-drop'",
            bank.Bank)).ShouldBe(200);
        (await api.Db.ScalarAsync<long>("select count(*) from lending.bank_event where bank_uscc = $1 and kind = 'alert'", bank.Bank)).ShouldBe(200);
    }

    private Task RecordAsync(GateCase firm, string item, string key, int day, decimal? quantity = null, string? code = null) => api.Db.ExecuteAsync(
        """
        insert into credit.credit_record (enterprise_id, item, source, occurred_on, known_at, quantity, code, natural_key, batch_id, sha256, invented)
        select $1, $2, 'invented', current_date + $3, clock_timestamp(), nullif($4, -1), nullif($5, ''), $6, (select min(id) from credit.import_batch), sha256('x'), true
        """,
        firm.EnterpriseId, item, day, quantity ?? -1m, code ?? string.Empty, key);

    private async Task RunAsWorkerAsync(string sql)
    {
        await using var source = PlatformDataServices.Source(api.Db.As("worker"));
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<List<string?>> KindsAsync(GateCase test) =>
        [.. (await api.GetAsync(test, "/v1/events")).Json.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("kind").GetString())];

    private static bool Verify(string signature, byte[] body, ECDsa key)
    {
        var parts = signature.Split("..");
        return key.VerifyData(
            Encoding.ASCII.GetBytes(parts[0] + "." + Base64Url.EncodeToString(body)), Base64Url.DecodeFromChars(parts[1]), HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>A bank's own endpoint on loopback.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Listener(WebApplication app, string url)
        {
            _app = app;
            Url = url;
        }

        public string Url { get; }

        public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

        public ConcurrentQueue<(string Signature, byte[] Body, List<JsonElement> Events)> Deliveries { get; } = new();

        public static async Task<Listener> StartAsync()
        {
            var url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{FreePort.Number()}");
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls(url);
            builder.Logging.ClearProviders();
            var app = builder.Build();
            var listener = new Listener(app, url + "/hook");
            app.MapPost("/hook", listener.TakeAsync);
            await app.StartAsync();
            return listener;
        }

        public async ValueTask DisposeAsync() => await _app.DisposeAsync();

        private async Task TakeAsync(HttpContext context)
        {
            using var buffer = new MemoryStream();
            await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
            var events = JsonSerializer.Deserialize<JsonElement>(buffer.ToArray()).GetProperty("events").EnumerateArray().ToList();
            Deliveries.Enqueue((context.Request.Headers[WebhookSender.SignatureHeader].ToString(), buffer.ToArray(), events));
            context.Response.StatusCode = (int)Answer;
        }
    }
}
