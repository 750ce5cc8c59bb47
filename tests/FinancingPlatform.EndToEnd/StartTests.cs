using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace FinancingPlatform.EndToEnd;

public sealed partial class StartTests(RunningPlatform platform)
{
    [Fact]
    public void Ready_is_one_line_with_every_address()
    {
        var expected = $"Ready portal={Plain(platform.Portal)} bank-api={Plain(platform.BankApi)} province={Plain(platform.Province)} nation={Plain(platform.Nation)} phone={Plain(platform.Phone)}";
        platform.ReadyLine.ShouldBe(expected);
    }

    [Fact]
    public async Task Every_host_is_a_process_of_its_own_and_ready()
    {
        var run = platform.ReadyLine;
        using var http = new HttpClient();
        var pids = new HashSet<int>();
        foreach (var host in platform.ReadRun().GetProperty("hosts").EnumerateObject())
        {
            pids.Add(host.Value.GetProperty("pid").GetInt32()).ShouldBeTrue($"{host.Name} shares its process");
            if (host.Name != "postgres")
            {
                (await http.GetAsync(host.Value.GetProperty("url").GetString() + "/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK, host.Name);
            }
        }

        pids.ShouldNotContain(0);
        pids.Count.ShouldBe(7, run);
    }

    [Fact]
    public async Task The_portals_style_sheets_have_bytes()
    {
        using var http = new HttpClient { BaseAddress = platform.Portal };
        var page = await http.GetStringAsync("/");
        var sheets = StyleSheets().Matches(page).Select(m => m.Groups[1].Value).ToList();
        sheets.ShouldNotBeEmpty();
        foreach (var sheet in sheets)
        {
            (await http.GetByteArrayAsync(WebUtility.HtmlDecode(sheet))).Length.ShouldBeGreaterThan(1000, sheet);
        }
    }

    [Fact]
    public async Task A_taken_port_says_so_and_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("fp-taken-").FullName;
        var result = await Command.RunAsync("run", "--enterprises", "400", "--data", folder, "--port-base", platform.PortBase.ToString(CultureInfo.InvariantCulture));
        Directory.Delete(folder, recursive: true);
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain($"{platform.PortBase} (portal)");
        result.Error.ShouldContain("--port-base");
    }

    [Fact]
    public async Task A_second_run_on_the_same_data_is_refused()
    {
        var result = await Command.RunAsync("run", "--data", platform.Data, "--port-base", "31900");
        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("already runs on this data");
    }

    [Fact]
    public async Task Secrets_and_keys_are_their_owners_alone()
    {
        (await Command.FpAsync("status", "--json", "--data", platform.Data)).ExitCode.ShouldBe(0);
        foreach (var folder in (string[])["secrets", "demo", "keys"])
        {
            var root = Path.Combine(platform.Data, folder);
            (File.GetUnixFileMode(root) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)).ShouldBe(UnixFileMode.None, root);
        }

        foreach (var secret in Directory.EnumerateFiles(Path.Combine(platform.Data, "secrets")))
        {
            File.GetUnixFileMode(secret).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, secret);
        }
    }

    private static string Plain(Uri url) => url.ToString().TrimEnd('/');

    [GeneratedRegex("<link[^>]+rel=\"stylesheet\"[^>]+href=\"([^\"]+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StyleSheets();
}
