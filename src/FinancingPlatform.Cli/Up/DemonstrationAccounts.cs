using System.Text.Json;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Cli.Demo;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.Accounts;
using FinancingPlatform.Identity.Client;
using FinancingPlatform.Identity.Clients;
using FinancingPlatform.Identity.Staff;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace FinancingPlatform.Cli.Up;

/// <summary>
/// Machine clients of the invented banks, and one account of each kind of staff. Their secrets are made here, once, into <c>.data/demo</c>
/// (0600); the platform itself keeps public keys, hashes and wrapped secrets only.
/// </summary>
internal static class DemonstrationAccounts
{
    /// <summary>An invented code, as the department is.</summary>
    private const string DepartmentUscc = "11370900MB0000019D";

    private static readonly StaffAccount[] Staff =
    [
        new("bank", "bank-desk", "银行柜员（虚构）", DemonstrationBank.All[0].Uscc),
        new("regulator", "regulator", "监管人员（虚构）"),
        new("operator", "operator", "运维人员（虚构）"),
    ];

    public static async Task MakeAsync(NpgsqlDataSource portal, Folders folders, CancellationToken cancel)
    {
        await RegisterBanksAsync(portal, folders, cancel).ConfigureAwait(false);
        await MakeStaffAsync(portal, folders, cancel).ConfigureAwait(false);
    }

    private static async Task RegisterBanksAsync(NpgsqlDataSource portal, Folders folders, CancellationToken cancel)
    {
        var registry = new ClientRegistry(portal, TimeProvider.System);
        for (var i = 0; i < DemonstrationBank.All.Count; i++)
        {
            var bank = DemonstrationBank.All[i];
            var client = $"demo-bank-{i + 1}";
            var path = Path.Combine(folders.Demo, $"bank-{i + 1}.json");
            using var credentials = File.Exists(path) ? BankCredentials.FromJson(await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false)) : BankCredentials.Create(client, bank.Uscc);
            PrivateFile.Write(path, credentials.ToJson());
            Check(await registry.RegisterAsync(client, bank.Uscc, bank.Name, credentials.PublicJwks(), cancel).ConfigureAwait(false));
            await AddRedirectAsync(portal, client, cancel).ConfigureAwait(false);
        }
    }

    // So that the code flow can be tried as well; the address leads nowhere, a client reads the code from it.
    private static async Task AddRedirectAsync(NpgsqlDataSource portal, string client, CancellationToken cancel)
    {
        var command = portal.CreateCommand("update identity.client set redirect_uris = array[$2] where client_id = $1 and redirect_uris = '{}'");
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue(client);
            command.Parameters.AddWithValue(DemoFiles.RedirectUri(client));
            await command.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The invented department that <c>fp deliver</c> pushes as, for every item that the city takes; made at each start, so that data of an earlier
    /// release gets it as well.
    /// </summary>
    public static async Task MakeDepartmentAsync(NpgsqlDataSource portal, Folders folders, CancellationToken cancel)
    {
        var path = Path.Combine(folders.Demo, DemoFiles.Department);
        using var credentials = File.Exists(path)
            ? BankCredentials.FromJson(await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false))
            : BankCredentials.Create("demo-department-1", DepartmentUscc);
        PrivateFile.Write(path, credentials.ToJson());
        string[] items = [.. CatalogueStore.BuiltIn.Select(layout => layout.Code), ItemCode.Registration];
        Check(await new ClientRegistry(portal, TimeProvider.System)
            .RegisterDepartmentAsync(credentials.ClientId, DepartmentUscc, "泰安市大数据局（虚构）", credentials.PublicJwks(), items, cancel).ConfigureAwait(false));
    }

    private static async Task MakeStaffAsync(NpgsqlDataSource portal, Folders folders, CancellationToken cancel)
    {
        var path = Path.Combine(folders.Demo, DemoFiles.Accounts);
        var made = File.Exists(path) ? JsonSerializer.Deserialize<List<DemoAccount>>(await File.ReadAllTextAsync(path, cancel).ConfigureAwait(false))! : [];
        using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(portal)
            .AddAccountStore()
            .AddPlatformDataProtection(Path.Combine(folders.Keys, "portal"), TimeProvider.System).Services
            .BuildServiceProvider();
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var seeding = scope.ServiceProvider.GetRequiredService<AccountSeeding>();
            foreach (var staff in Staff.Where(s => made.TrueForAll(m => m.UserName != s.UserName)))
            {
                var account = Check(await seeding.CreateAsync(staff, cancel).ConfigureAwait(false));
                made.Add(new DemoAccount(account.Role, account.UserName, account.Password, account.TotpSecret));
                // After each, so that an interruption loses no secret of an account that exists.
                PrivateFile.Write(path, JsonSerializer.Serialize(made));
            }
        }
    }

    private static T Check<T>(Result<T> result) =>
        result.IsOk ? result.Value : throw new CliException(result.Error.MessageEn, $"first run: {result.Error.Code}", "Delete the data folder of this demonstration and run ./run again.");
}
