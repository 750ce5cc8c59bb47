using System.CommandLine;
using FinancingPlatform.Cli.Demo;
using FinancingPlatform.Identity.AuthorizationServer;
using FinancingPlatform.Identity.Client;

namespace FinancingPlatform.Cli.Deliver;

/// <summary><c>fp deliver ITEM FILE</c>: a department pushes a file over the platform's interface and reads what became of it.</summary>
internal static class DeliverCommand
{
    public static Command Build()
    {
        var item = new Argument<string>("ITEM") { Description = "An item's code that the department is registered for; fp catalogue list names them." };
        var file = new Argument<string>("FILE") { Description = "JSON lines, separated text with a header, or .xlsx; plain, .gz or .xz." };
        var batch = new Option<Guid?>("--batch") { Description = "The department's own id of the delivery (a UUID); by default made from client, item and content, so that the same file is the same delivery." };
        var credentials = new Option<string?>("--credentials") { Description = "The client's credentials file; by default the demonstration department's." };
        var issuer = new Option<Uri?>("--issuer") { Description = "Where tokens come from; by default the running platform's portal." };
        var api = new Option<Uri?>("--api") { Description = "The platform's interface; by default the running platform's bank API." };
        var wait = new Option<int>("--wait") { Description = "Seconds to wait for the import; 0 sends and ends.", DefaultValueFactory = _ => DeliverLimits.WaitSeconds };
        var command = new Command("deliver", "Pushes a file as a department does, in chunks that may be repeated: run again, it goes on where it stopped. Rejected rows go to FILE.rejected.csv.")
        {
            item, file, batch, credentials, issuer, api, wait, Output.JsonOption(),
        };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            // Outside a demonstration all three are named, and no platform has to run here.
            var running = parsed.GetValue(credentials) is not null && parsed.GetValue(issuer) is not null && parsed.GetValue(api) is not null ? null : Running.Find(parsed);
            using var own = Credentials(parsed.GetValue(credentials), running);
            using var http = new HttpClient { Timeout = DeliverLimits.RequestTimeout };
            using var tokens = new BankTokenClient(http, parsed.GetValue(issuer) ?? new Uri(running!.Issuer), own, TimeProvider.System, IssuerSettings.DeliverScope);
            var client = new DeliveryClient(http, parsed.GetValue(api) ?? running!.UrlOf("bank-api"), tokens.AuthorizeAsync);
            var run = new DeliverRun(client, Output.For(parsed), own.ClientId, parsed.GetValue(item)!, parsed.GetValue(file)!);
            return await run.RunAsync(parsed.GetValue(batch), TimeSpan.FromSeconds(parsed.GetValue(wait)), cancel).ConfigureAwait(false);
        });
        return command;
    }

    private static BankCredentials Credentials(string? path, Running? running)
    {
        if (path is not null && !File.Exists(path))
        {
            throw CliException.BadUsage($"There is no file {path}.", "--credentials", "Check the path.");
        }

        try
        {
            return BankCredentials.FromJson(path is null ? running!.Demo(DemoFiles.Department) : File.ReadAllText(path));
        }
        catch (FormatException e)
        {
            throw CliException.BadUsage(e.Message, path ?? DemoFiles.Department, "Name a credentials file with client_id, bank_uscc and private_jwk.");
        }
    }
}
