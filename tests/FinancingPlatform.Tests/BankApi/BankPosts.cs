using System.Globalization;
using FinancingPlatform.Tests.Consent;

namespace FinancingPlatform.Tests.BankApi;

/// <summary>Bodies of a bank's posts, and the common path to a line; days count from today in China.</summary>
internal static class BankPosts
{
    private static readonly DateOnly s_today = FinancingPlatform.Core.Calendar.China.Today(TimeProvider.System);

    public static string Key() => Guid.NewGuid().ToString("N");

    public static string Day(int days) => s_today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static object Yuan(string amount) => new { value = amount, currency = "CNY" };

    public static Dictionary<string, object> Line(GateCase test, Guid authorisation, string amount = "500000.00", string kind = "revolving", string no = "L1", int from = -1, int to = 365) => new()
    {
        ["uscc"] = test.Uscc, ["line_no"] = no, ["authorisation_id"] = authorisation, ["amount"] = Yuan(amount), ["annual_rate_percent"] = "4.35",
        ["valid_from"] = Day(from), ["valid_to"] = Day(to), ["kind"] = kind,
    };

    public static Dictionary<string, object> Loan(string note, string amount = "100000.00", int disbursed = -1, int due = 180, string line = "L1") => new()
    {
        ["line_no"] = line, ["note_no"] = note, ["amount"] = Yuan(amount), ["disbursed_on"] = Day(disbursed), ["due_on"] = Day(due), ["annual_rate_percent"] = "4.35",
        ["loan_type"] = "credit", ["first_loan"] = false,
    };

    public static Dictionary<string, object> Repayment(string note, string no, string principal, string balance, int on = 0) => new()
    {
        ["note_no"] = note, ["event_no"] = no, ["occurred_on"] = Day(on), ["principal"] = Yuan(principal), ["interest"] = Yuan("100.00"), ["balance"] = Yuan(balance),
    };

    public static Dictionary<string, object> With(this Dictionary<string, object> body, string name, object value) => new(body) { [name] = value };

    public static Dictionary<string, object> Corrects(this Dictionary<string, object> body, bool withdrawn = false) =>
        body.With("correction", new { reason = "录入错误", withdrawn });

    /// <summary>A firm with a live authorisation and a line of this bank.</summary>
    public static async Task<GateCase> LineAsync(this BankApiFixture api, string amount = "500000.00", string kind = "revolving")
    {
        var test = await api.CaseAsync();
        var answer = await api.PostAsync(test, "/v1/credit-lines", Line(test, await test.AuthoriseAsync(), amount, kind), Key());
        answer.Status.ShouldBe(201, answer.Text);
        return test;
    }

    public static async Task<BankAnswer> OkAsync(this BankApiFixture api, GateCase test, string path, object body)
    {
        var answer = await api.PostAsync(test, path, body, Key());
        answer.Status.ShouldBe(201, answer.Text);
        return answer;
    }

    public static Task<BankAnswer> GetAsync(this BankApiFixture api, GateCase test, string path) => api.SendAsync(api.Request(test, HttpMethod.Get, path));
}
