using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using FinancingPlatform.Tests.BankApi;
using FinancingPlatform.Tests.Consent;
using FinancingPlatform.Tests.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace FinancingPlatform.Tests.Architecture;

/// <summary>
/// Who may reach what, asked of the running hosts: every route, every role, and another's object. docs/authorisation-matrix.md is
/// this test's own answer; set FP_WRITE_MATRIX=1 to write it again after a route was added on purpose.
/// </summary>
[Trait("speed", "slow")]
public sealed class AuthorisationMatrixTests(PortalServer portal, BankApiFixture api) : IClassFixture<PortalServer>, IClassFixture<BankApiFixture>
{
    private const string Nobody = "nobody";

    private static readonly string[] s_roles = [Nobody, "enterprise", "bank", "regulator", "operator"];

    private static readonly string[] s_lists = ["/v1/alerts", "/v1/authorisation-requests", "/v1/authorisations", "/v1/credit-lines", "/v1/loans"];

    private static readonly string s_document = Path.Combine(RepositoryFiles.Root, "docs", "authorisation-matrix.md");

    [Fact, Trait("rule", "A1")]
    public async Task Every_route_answers_each_role_as_the_matrix_says()
    {
        var matrix = await MatrixAsync();
        if (Environment.GetEnvironmentVariable("FP_WRITE_MATRIX") == "1")
        {
            await File.WriteAllTextAsync(s_document, matrix);
        }

        matrix.ShouldBe(await File.ReadAllTextAsync(s_document), "a route was added, lost or answers otherwise; read the difference, then set FP_WRITE_MATRIX=1 and run this test to write the document again");
    }

    [Fact, Trait("rule", "A1")]
    public async Task No_route_opens_another_enterprises_or_banks_object()
    {
        foreach (var line in (await MatrixAsync()).Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var another = line.Split('|', StringSplitOptions.TrimEntries)[^2];
            another.ShouldNotStartWith("2", Case.Sensitive, line);
        }
    }

    private async Task<string> MatrixAsync()
    {
        var text = new StringBuilder(
            """
            # Authorisation matrix

            Every route of the portal and of the bank API, asked by each role with an object that does not exist, and by a signed-in
            enterprise or bank for **another's** object. Generated from the running hosts by `Architecture.AuthorisationMatrixTests`; a test
            fails when a route is missing here or answers otherwise. 200 = served, 302 = sent to sign in, 400 and 422 = admitted, but the
            empty request is refused, 401 and 403 = not admitted, 404 = no such object for this caller.

            ## Portal

            | route | nobody | enterprise | bank | regulator | operator | another enterprise's object |
            |---|---|---|---|---|---|---|

            """);
        await PortalAsync(text);
        text.Append(
            """

            ## Bank API

            | route | no token | a bank's token | another bank's object |
            |---|---|---|---|

            """);
        await BankApiAsync(text);
        return text.ToString();
    }

    private async Task PortalAsync(StringBuilder text)
    {
        var (victim, victimId, _) = await portal.EnterpriseAsync();
        victim.Dispose();
        var theirs = await TheirAuthorisationAsync(victimId);
        var visitors = new Dictionary<string, PortalVisitor>(StringComparer.Ordinal);
        foreach (var role in s_roles)
        {
            visitors[role] = role switch
            {
                Nobody => portal.Visitor(),
                "enterprise" => (await portal.EnterpriseAsync()).Visitor,
                _ => await portal.StaffAsync(role),
            };
        }

        foreach (var (method, route) in Routes(portal.Endpoints))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{method} {route}` |");
            foreach (var role in s_roles)
            {
                text.Append(CultureInfo.InvariantCulture, $" {await AskAsync(visitors[role], method, Fill(route, Guid.Empty))} |");
            }

            var another = route.Contains('{', StringComparison.Ordinal) ? (await AskAsync(visitors["enterprise"], method, Fill(route, theirs))).ToString(CultureInfo.InvariantCulture) : "–";
            text.Append(CultureInfo.InvariantCulture, $" {another} |\n");
        }

        foreach (var visitor in visitors.Values)
        {
            visitor.Dispose();
        }
    }

    private async Task BankApiAsync(StringBuilder text)
    {
        var victim = await api.CaseAsync();
        var authorisation = await victim.AuthoriseAsync();
        var theirLine = await api.PostAsync(victim, "/v1/credit-lines", Line(victim.Uscc, authorisation, "MATRIX-1"), Guid.NewGuid().ToString());
        theirLine.Status.ShouldBe(201, theirLine.Text);
        var theirLoan = await api.PostAsync(
            victim, "/v1/loans",
            new
            {
                line_no = "MATRIX-1", note_no = "MATRIX-N", amount = new { value = "1.00", currency = "CNY" }, disbursed_on = Day(0), due_on = Day(30),
                annual_rate_percent = "4.35", loan_type = "credit", first_loan = false,
            },
            Guid.NewGuid().ToString());
        theirLoan.Status.ShouldBe(201, theirLoan.Text);
        var stranger = await api.CaseAsync();
        // What a bank would send about the other's enterprise, authorisation and line.
        var theirs = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["/v1/score-pulls"] = new { uscc = victim.Uscc, purpose = "loan-application", @operator = "op", branch = "b", reference = "R" },
            ["/v1/report-pulls"] = new { uscc = victim.Uscc, purpose = "loan-application", @operator = "op", branch = "b", reference = "R" },
            ["/v1/credit-lines"] = Line(victim.Uscc, authorisation, "MATRIX-2"),
            ["/v1/loans"] = new
            {
                line_no = "MATRIX-1", note_no = "N", amount = new { value = "1.00", currency = "CNY" }, disbursed_on = Day(0), due_on = Day(30),
                annual_rate_percent = "4.35", loan_type = "credit", first_loan = false,
            },
            ["/v1/repayments"] = new { note_no = "MATRIX-N", event_no = "E", occurred_on = Day(0), principal = Yuan("1.00"), interest = Yuan("0"), balance = Yuan("0") },
            ["/v1/overdues"] = new { note_no = "MATRIX-N", event_no = "E", occurred_on = Day(0), overdue_days = 0, principal = Yuan("0"), interest = Yuan("0") },
            ["/v1/classifications"] = new { note_no = "MATRIX-N", event_no = "E", occurred_on = Day(0), five_class = "normal" },
            ["/v1/write-offs"] = new { note_no = "MATRIX-N", event_no = "E", occurred_on = Day(0), principal = Yuan("1.00") },
            ["/v1/extensions"] = new { note_no = "MATRIX-N", event_no = "E", occurred_on = Day(0), due_on = Day(60), distress = false },
        };

        foreach (var (method, route) in Routes(api.Endpoints))
        {
            using var bare = await api.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(api.Address, route)) { Content = method == "POST" ? JsonContent.Create(new { }) : null });
            var own = await api.SendAsync(api.Request(stranger, new HttpMethod(method), route, method == "POST" ? "{}" : null, method == "POST" ? Guid.NewGuid().ToString() : null));
            var another = method == "POST" && theirs.TryGetValue(route, out var body)
                ? (await api.PostAsync(stranger, route, body, Guid.NewGuid().ToString())) is var refused ? $"{refused.Status} {refused.Code}" : string.Empty
                : method == "GET" && s_lists.Contains(route) ? await OthersListAsync(stranger, victim, route)
                : route == "/v1/loans/{noteNo}" ? await OthersLoanAsync(stranger)
                : "–";
            text.Append(CultureInfo.InvariantCulture, $"| `{method} {route}` | {(int)bare.StatusCode} | {own.Status} | {another} |\n");
        }
    }

    private async Task<string> OthersLoanAsync(GateCase stranger) =>
        (await api.SendAsync(api.Request(stranger, HttpMethod.Get, "/v1/loans/MATRIX-N"))) is var refused ? $"{refused.Status} {refused.Code}" : string.Empty;

    private async Task<string> OthersListAsync(GateCase stranger, GateCase victim, string route)
    {
        var list = await api.SendAsync(api.Request(stranger, HttpMethod.Get, route + "?uscc=" + victim.Uscc));
        list.Text.ShouldNotContain(victim.Bank);
        return list.Json.TryGetProperty("items", out var items) && items.GetArrayLength() > 0 ? "200 with rows" : "empty list";
    }

    private async Task<Guid> TheirAuthorisationAsync(long enterprise)
    {
        var id = Guid.CreateVersion7();
        await portal.Db.ExecuteAsync(
            """
            insert into consent.authorisation
            (
                id, enterprise_id, uscc, bank_uscc, catalogue_version, items, purpose, leg_look, leg_return, leg_training, valid_from, valid_to, max_uses,
                text_version, text_shown, text_sha256, nonce, credential_id, authenticator_data, client_data_json, signature, public_key_cose, signed_at
            )
            select $1, e.id, e.uscc, $3, '2024', array['invoice-sales'], 'loan-application', true, true, false, d.today, d.today + 30, 5,
                '2026-11/loan-application', 'text', sha256(convert_to('text', 'UTF8')), sha256(convert_to($1::text, 'UTF8')), '\x01', '\x01', '\x01', '\x01', '\x01', clock_timestamp()
            from registry.enterprise e
            cross join (select (clock_timestamp() at time zone 'Asia/Shanghai')::date as today) d
            where e.id = $2
            """,
            id, enterprise, PortalServer.BankA);
        return id;
    }

    private static async Task<int> AskAsync(PortalVisitor visitor, string method, string path)
    {
        // A form's own token is tested with the form; here the question is who is admitted, so a JSON call without one counts as refused.
        using var answer = method == "GET" ? await visitor.GetAsync(path) : await visitor.PostJsonAsync(path, new { }, token: null);
        return (int)answer.StatusCode;
    }

    private static IEnumerable<(string Method, string Route)> Routes(IEnumerable<Endpoint> endpoints) => endpoints
        .OfType<RouteEndpoint>()
        .SelectMany(endpoint => Methods(endpoint).Select(method => (Method: method, Route: Shown(endpoint.RoutePattern))))
        .Where(route => !route.Route.EndsWith("/Index", StringComparison.OrdinalIgnoreCase))
        .Distinct()
        .OrderBy(route => route.Route, StringComparer.Ordinal)
        .ThenBy(route => route.Method, StringComparer.Ordinal);

    // A page answers both; an endpoint says what it answers.
    private static IEnumerable<string> Methods(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];

    private static string Shown(RoutePattern pattern) => "/" + pattern.RawText!.TrimStart('/');

    private static string Fill(string route, Guid id)
    {
        var start = route.IndexOf('{', StringComparison.Ordinal);
        return start < 0 ? route : string.Concat(route.AsSpan(0, start), id.ToString(), route.AsSpan(route.IndexOf('}', StringComparison.Ordinal) + 1));
    }

    private static object Line(string uscc, Guid authorisation, string lineNo) => new
    {
        uscc, line_no = lineNo, authorisation_id = authorisation, amount = new { value = "1000.00", currency = "CNY" }, annual_rate_percent = "4.35",
        valid_from = Day(0), valid_to = Day(300), kind = "revolving",
    };

    private static object Yuan(string amount) => new { value = amount, currency = "CNY" };

    private static string Day(int fromToday) =>
        FinancingPlatform.Core.Calendar.China.Today(TimeProvider.System).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
