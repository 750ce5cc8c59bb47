using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Portal;
using FinancingPlatform.Support;
using FinancingPlatform.Tests.Consent;
using FinancingPlatform.Tests.Indicators;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FinancingPlatform.Tests.Portal;

/// <summary>The portal on a free port over a database of its own, with invented banks and a catalogue. Sessions are opened in the database.</summary>
public sealed class PortalServer : IAsyncLifetime
{
    public static readonly string BankA = InventedSubjects.Code(90_000_001);
    public static readonly string BankB = InventedSubjects.Code(90_000_002);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "fp-portal-" + Guid.NewGuid().ToString("N"));
    private WebApplication? _app;

    public CityDatabase Db { get; } = new();

    public Uri Address { get; private set; } = null!;

    /// <summary>The issuer's door for clients with a certificate.</summary>
    public Uri Tls { get; } = new($"https://localhost:{FreePort.Number()}");

    /// <summary>Settings that a test changes before the portal starts.</summary>
    internal Dictionary<string, string> More { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the bank API would answer; a test that needs it starts one there.</summary>
    public Uri BankApi { get; } = new($"http://localhost:{FreePort.Number()}");

    /// <summary>Every route that the running host answers.</summary>
    internal IEnumerable<Endpoint> Endpoints => _app!.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints);

    public async ValueTask InitializeAsync()
    {
        await Db.InitializeAsync();
        await Db.ExecuteAsync("insert into lending.bank (uscc, name) values ($1, '甲银行（虚构）'), ($2, '乙银行（虚构）')", BankA, BankB);
        await Db.ExecuteAsync("insert into credit.catalogue_version (version, issued_on, note) values ('2024', date '2024-01-01', '虚构') on conflict do nothing");
        await Db.ExecuteAsync(
            """
            insert into credit.catalogue_item (version, code, class, name_zh, name_en, supplier, level, mode, sensitivity, update_frequency, valid_from)
            values ('2024', 'invoice-sales', '税务', '销项发票', 'Sales invoices', '税务局', 'city', 'authorised', 'high', 'daily', date '2024-01-01'),
                   ('2024', 'penalty', '监管', '行政处罚', 'Penalties', '各部门', 'city', 'public', 'low', 'daily', date '2024-01-01')
            on conflict do nothing
            """);
        KeyDirectory.Ensure(_folder, "portal", "issuer", TimeProvider.System);
        KeyDirectory.Ensure(_folder, "phone", "verifier", TimeProvider.System);
        Address = new Uri($"http://localhost:{FreePort.Number()}");
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["urls"] = $"{Address};{Tls}",
            ["Platform:MutualTlsUrl"] = Tls.OriginalString,
            ["ConnectionStrings:Platform"] = Db.As("portal"),
            ["ConnectionStrings:BankDesk"] = Db.As("bank_desk"),
            ["ConnectionStrings:Regulator"] = Db.As("regulator"),
            ["Platform:Issuer"] = Address.GetLeftPart(UriPartial.Authority),
            ["Platform:BankApiUrl"] = BankApi.OriginalString,
            ["Platform:PhoneUrl"] = "http://localhost:1",
            ["Platform:CityDivision"] = "3709",
            ["Platform:Demonstration"] = "true",
            ["Keys:Directory"] = Path.Combine(_folder, "portal"),
            ["Keys:Trust"] = Path.Combine(_folder, "trust"),
        };
        foreach (var (name, value) in More)
        {
            settings[name] = value;
        }

        _app = PortalHost.Build([.. settings.Select(s => $"--{s.Key}={s.Value}")]);
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Db.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A visitor who is nobody yet.</summary>
    internal PortalVisitor Visitor() => new(Address);

    /// <summary>Somebody signed in with an account of this kind; a bank's belongs to <see cref="BankA"/>.</summary>
    internal async Task<PortalVisitor> StaffAsync(string kind)
    {
        var account = Guid.NewGuid();
        await Db.ExecuteAsync(
            "insert into identity.account (id, kind, bank_uscc, user_name, display_name, security_stamp, created_at) values ($1, $2, $3, $4, '测试用户', 'x', clock_timestamp())",
            account, kind, kind == "bank" ? BankA : null, account.ToString());
        return await SignedInAsync(account);
    }

    /// <summary>An enterprise of its own, registered and signed in, verified with the passkey when one is given.</summary>
    internal async Task<(PortalVisitor Visitor, long Id, string Uscc)> EnterpriseAsync(SoftwarePasskey? passkey = null, string name = "虚构企业")
    {
        var uscc = InventedCodes.Next();
        var id = await Db.ScalarAsync<long>(
            """
            insert into registry.enterprise (uscc, name, status, in_city, division, legal_representative, invented, row_sha256)
            values ($1, $2, 'active', true, '370902', '张三', true, sha256(''::bytea)) returning id
            """,
            uscc, name);
        await TwelveEnterprises.AccountAsync(Db, id, loggedIn: true);
        var account = await Db.ScalarAsync<Guid>("select id from identity.account where enterprise_id = $1", id);
        if (passkey is not null)
        {
            await TwelveEnterprises.VerificationAsync(Db, id, validForDays: 300);
            await Db.ExecuteAsync("update identity.verification set credential_id = $2, public_key_cose = $3 where enterprise_id = $1", id, passkey.CredentialId, passkey.PublicKeyCose);
        }

        return (await SignedInAsync(account), id, uscc);
    }

    private async Task<PortalVisitor> SignedInAsync(Guid account)
    {
        var token = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        await Db.ExecuteAsync(
            "insert into identity.session (token_sha256, account_id, method, created_at, expires_at) values ($1, $2, 'passkey', clock_timestamp(), clock_timestamp() + interval '1 hour')",
            SHA256.HashData(Encoding.UTF8.GetBytes(token)), account);
        var visitor = Visitor();
        visitor.Cookies["__Host-session"] = token;
        return visitor;
    }
}
