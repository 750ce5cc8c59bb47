using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using FinancingPlatform.Support;

namespace FinancingPlatform.EndToEnd;

/// <summary>What every program wrote down, of this run and of the tests before it: no secret, nobody's number.</summary>
public sealed partial class LogTests(RunningPlatform platform)
{
    // Invented, and right in its check character: a scan that looks for numbers of that kind must find it.
    private const string PersonalNumber = "370902199001011235";
    private const string Telephone = "13905380001";
    private const string Secret = "planted-secret-5d0c1f";
    private const string Jwt = "eyJhbGciOiJFUzI1NiJ9.eyJqdGkiOiJwbGFudGVkIn0.c2lnbmF0dXJl";
    private static readonly string[] s_planted = [PersonalNumber, Telephone, Secret, Jwt, "赵六（虚构）"];

    [Fact]
    [Trait("rule", "A11")]
    public async Task Nothing_secret_and_nobodys_number_stands_in_a_log_of_any_host_or_of_the_suite()
    {
        var hosts = platform.ReadRun().GetProperty("hosts").EnumerateObject().ToDictionary(h => h.Name, h => h.Value, StringComparer.Ordinal);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        foreach (var (name, host) in hosts.Where(h => h.Key != "postgres"))
        {
            await PlantAsync(http, new Uri(host.GetProperty("url").GetString()!), name);
        }

        var secrets = Directory.EnumerateFiles(Path.Combine(platform.Data, "secrets")).Select(f => File.ReadAllText(f).Trim()).Where(s => s.Length is >= 12 and < 200).ToList();
        secrets.ShouldNotBeEmpty();
        foreach (var name in hosts.Keys)
        {
            var files = name == "postgres" ? [Path.Combine(platform.Data, "postgres", "cluster", "server.log")] : Directory.GetFiles(Path.Combine(platform.Data, "logs"), $"{name}.log*");
            files.ShouldNotBeEmpty(name);
            var found = files.SelectMany(Lines).SelectMany(line => Faults(line, [.. s_planted, .. secrets])).ToList();
            found.ShouldBeEmpty($"{name}: {string.Join('\n', found.Take(5))}");
            if (name != "postgres")
            {
                files.SelectMany(Lines).Any(line => line.Contains("planted-" + name, StringComparison.Ordinal) || line.Contains("\"Status\":40", StringComparison.Ordinal))
                    .ShouldBeTrue($"{name} wrote nothing of what was planted: the scan would prove nothing");
            }
        }

        // What the hosts said inside the tests that ran before, when ./test keeps it.
        var suite = new DirectoryInfo(Path.Combine(Repository.Root, ".ci-logs"));
        foreach (var log in suite.Exists ? suite.GetFiles("*tests*.log") : [])
        {
            var said = Lines(log.FullName).Where(line => line.StartsWith("{\"Timestamp\"", StringComparison.Ordinal)).SelectMany(line => Faults(line, s_planted)).ToList();
            said.ShouldBeEmpty($"{log.Name}: {string.Join('\n', said.Take(5))}");
        }
    }

    [Theory]
    [InlineData("person " + PersonalNumber, "personal number")]
    [InlineData("tel " + Telephone + ".", "telephone")]
    [InlineData("token " + Jwt, "token")]
    [InlineData("Host=x;Password=abc", "password")]
    [InlineData("-----BEGIN PRIVATE KEY-----", "private key")]
    [InlineData("{\"kty\":\"EC\",\"d\":\"AAAA\"}", "private key")]
    public void The_scan_finds_what_it_is_for(string line, string kind) => Faults(line, []).ShouldContain(fault => fault.StartsWith(kind, StringComparison.Ordinal));

    [Theory]
    [InlineData("91370900MA3C00000P 01HZX5 1390538000123 2026-11-26T18:14:14.123179Z fde035d2e303a40bcbdb3d62fde3aa01")]
    [InlineData("370902199001011236 has a wrong check character")]
    public void The_scan_lets_codes_instants_and_traces_be(string line) => Faults(line, []).ShouldBeEmpty();

    /// <summary>The same where each could end up in a log: path, query, header, form and body.</summary>
    private static async Task PlantAsync(HttpClient http, Uri host, string name)
    {
        foreach (var path in new[] { $"/planted-{name}/{PersonalNumber}?phone={Telephone}&code={Secret}", $"/connect/token?secret={Secret}", $"/v1/score-pulls?access_token={Jwt}", $"/account/sign-in?phone={Telephone}" })
        {
            using var get = new HttpRequestMessage(HttpMethod.Get, new Uri(host, path));
            get.Headers.Authorization = new AuthenticationHeaderValue("DPoP", Jwt);
            get.Headers.TryAddWithoutValidation("DPoP", Jwt);
            get.Headers.TryAddWithoutValidation("X-Correlation-Id", PersonalNumber);
            get.Headers.TryAddWithoutValidation("User-Agent", Secret);
            (await http.SendAsync(get)).Dispose();
            foreach (var type in new[] { "application/json", "application/x-www-form-urlencoded" })
            {
                using var post = new HttpRequestMessage(HttpMethod.Post, new Uri(host, path))
                {
                    Content = new StringContent($"{{\"id_number\":\"{PersonalNumber}\",\"phone\":\"{Telephone}\",\"name\":\"赵六（虚构）\",\"client_assertion\":\"{Jwt}\"", Encoding.UTF8, type),
                };
                (await http.SendAsync(post)).Dispose();
            }
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        // The host goes on writing.
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Faults(string line, IReadOnlyList<string> planted)
    {
        foreach (var text in planted.Where(text => line.Contains(text, StringComparison.Ordinal)))
        {
            yield return $"planted {text}: {line}";
        }

        foreach (var (kind, match) in new[]
        {
            ("personal number", PersonalNumbers().Matches(line).FirstOrDefault(m => IsPersonalNumber(m.Value))),
            ("telephone", Telephones().Matches(line).FirstOrDefault()),
            ("token", Tokens().Matches(line).FirstOrDefault()),
            ("password", Passwords().Matches(line).FirstOrDefault()),
            ("private key", PrivateKeys().Matches(line).FirstOrDefault()),
        })
        {
            if (match is not null)
            {
                yield return $"{kind} {match.Value}: {line}";
            }
        }
    }

    /// <summary>GB 11643: the last character is ISO 7064 MOD 11-2 over the seventeen before it.</summary>
    private static bool IsPersonalNumber(string text)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            sum += (text[i] - '0') * ((1 << (17 - i)) % 11);
        }

        return "10X98765432"[sum % 11] == text[17];
    }

    [GeneratedRegex("(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X](?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PersonalNumbers();

    [GeneratedRegex("(?<![0-9A-Za-z.])1[3-9][0-9]{9}(?![0-9A-Za-z])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Telephones();

    [GeneratedRegex("eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Tokens();

    [GeneratedRegex("[Pp]assword=[^;\\s\"]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Passwords();

    [GeneratedRegex("BEGIN (?:EC )?PRIVATE KEY|\\\\?\"d\\\\?\":\\\\?\"[A-Za-z0-9_-]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PrivateKeys();
}
