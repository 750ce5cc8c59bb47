using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Cli.Up;

namespace FinancingPlatform.Cli.Demo;

/// <summary>An enterprise of the demonstration city that nobody registered yet; invented.</summary>
internal sealed record DemoEnterprise(
    [property: JsonPropertyName("uscc")] string Uscc,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("legal_representative")] string LegalRepresentative);

/// <summary>A staff account of the demonstration.</summary>
internal sealed record DemoAccount(
    [property: JsonPropertyName("role")] string Role,
    [property: JsonPropertyName("user_name")] string UserName,
    [property: JsonPropertyName("password")] string Password,
    [property: JsonPropertyName("totp_secret")] string TotpSecret);

/// <summary>What the first run wrote for an outside client: firms to register, a bank's key, accounts. All below <c>.data/demo</c>, mode 0600.</summary>
internal sealed class DemoFiles(Running running)
{
    public const string Enterprises = "enterprises.json";
    public const string Accounts = "accounts.json";
    public const string Bank = "bank-1.json";
    public const string Department = "department-1.json";
    /// <summary>Where a demonstration bank's client is answered in the code flow.</summary>
    public static string RedirectUri(string clientId) => $"https://{clientId}.example/callback";

    private const string Cursor = "demo-next";
    private const string TotpStep = "demo-totp-step";

    /// <summary>The next firm of the list; each call moves on, so that the walk can be repeated on the same data.</summary>
    public DemoEnterprise NextEnterprise()
    {
        var all = JsonSerializer.Deserialize<List<DemoEnterprise>>(running.Demo(Enterprises))!;
        var next = ReadNumber(Cursor);
        if (next >= all.Count)
        {
            throw new DemoException("Every firm of the list is registered: start with fresh data (./run --data DIR), or delete .data/demo/demo-next.");
        }

        WriteNumber(Cursor, next + 1);
        return all[(int)next];
    }

    /// <summary>The step of the last one-time code that a walk used for the regulator.</summary>
    public long LastTotpStep() => ReadNumber(TotpStep);

    public void NoteTotpStep(long step) => WriteNumber(TotpStep, step);

    public string BankCredentials() => running.Demo(Bank);

    public DemoAccount Account(string role) => JsonSerializer.Deserialize<List<DemoAccount>>(running.Demo(Accounts))!.First(a => a.Role == role);

    private string PathOf(string name) => Path.Combine(running.Data, "demo", name);

    private long ReadNumber(string name) => File.Exists(PathOf(name)) ? long.Parse(File.ReadAllText(PathOf(name)), CultureInfo.InvariantCulture) : 0;

    private void WriteNumber(string name, long number) => PrivateFile.Write(PathOf(name), number.ToString(CultureInfo.InvariantCulture));
}
