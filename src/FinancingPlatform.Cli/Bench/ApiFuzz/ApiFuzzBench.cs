using System.Globalization;
using FinancingPlatform.Cli.Bench.ScorePull;
using FinancingPlatform.Identity.AuthorizationServer;
using Npgsql;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary><c>fp bench api-fuzz</c>: 20,000 generated requests for every operation of the contract, against the real host over a real database.</summary>
internal static class ApiFuzzBench
{
    /// <summary>Requests of every operation.</summary>
    public const int RequestsPerOperation = 20_000;

    private const int QuickRequestsPerOperation = 300;
    private const int Enterprises = 200;
    private const int SlowestShown = 6;

    /// <summary>Few, so that an authorisation, a line and a note often belong together.</summary>
    private const int KnownEnterprises = 2;

    private const int Seed = 20261126;
    private const string DepartmentUscc = "11370900MB0000000G";

    public static Benchmark Benchmark { get; } = new(
        "api-fuzz", $"{RequestsPerOperation:N0} generated requests for every operation of the bank API ({QuickRequestsPerOperation} with --quick): no 5xx, no row changed by a refused one", RunAsync);

    /// <summary>Runs against an API that is up; the database behind it holds the seeds of this folder.</summary>
    public static async Task<(FuzzFigures Figures, FuzzRun Run)> RunAsync(
        FuzzDoor door, NpgsqlDataSource owner, IEnumerable<string> enterprises, int requestsPerOperation, IProgress<double> progress, CancellationToken cancel)
    {
        using var http = new HttpClient();
        var contract = ApiContract.Parse(await http.GetStringAsync(new Uri(door.Address, "/openapi/v1.json"), cancel).ConfigureAwait(false));
#pragma warning disable S2245 // the same requests at every run; nothing here is a secret
        var samples = new SampleMaker(contract, new Random(Seed), Core.Calendar.China.Today(TimeProvider.System));
#pragma warning restore S2245
        await TellAsync(samples, owner, enterprises, cancel).ConfigureAwait(false);
        var watch = new ChangeWatch(owner);
        await watch.InstallAsync(cancel).ConfigureAwait(false);
        using var target = new FuzzTarget(door);
        var run = new FuzzRun(contract, target, watch, samples, Seed);
        return (await run.RunAsync(requestsPerOperation, progress, cancel).ConfigureAwait(false), run);
    }

    private static async Task<object> RunAsync(BenchContext bench, CancellationToken cancel)
    {
        var seed = Data.SqlResource.Read(typeof(ApiFuzzBench).Assembly, "Sql/Bench/api-fuzz-seed.sql");
        await using var database = await BenchDatabase.CreateThrowAwayAsync(bench, new BenchStock("fuzz", seed), Enterprises, cancel).ConfigureAwait(false);
        await using var issuer = await LoopbackIssuer.StartAsync(cancel).ConfigureAwait(false);
        await using var server = await ServerProcess.BankApiAsync(bench, database, issuer, cancel).ConfigureAwait(false);
        await using var owner = NpgsqlDataSource.Create(database.ConnectionString("owner"));
        var door = Door(issuer, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{server.Port}")));
        var (figures, run) = await bench.Output.ProgressAsync(
            "Asking ...",
            progress => RunAsync(door, owner, database.Enterprises, bench.Requests ?? (bench.Quick ? QuickRequestsPerOperation : RequestsPerOperation), progress, cancel)).ConfigureAwait(false);
        foreach (var finding in run.Findings)
        {
            bench.Output.Say(finding);
        }

        if (figures.ServerErrors > 0)
        {
            // The work folder goes with the run, and what the server says of its own fault is nowhere else.
            bench.Output.Say($"the server's log is kept: {server.KeepLog(bench.Cache)}");
        }

        if (figures.NeverAccepted.Count > 0)
        {
            bench.Output.Say($"never accepted, so that little was proved of: {string.Join(", ", figures.NeverAccepted)}");
        }

        bench.Output.Say("waited longest for: " + string.Join(", ", run.TimeOf.OrderByDescending(operation => operation.Value).Take(SlowestShown)
            .Select(operation => string.Create(CultureInfo.InvariantCulture, $"{operation.Key} {operation.Value.TotalSeconds:0} s"))));
        bench.Output.Say("statuses: " + string.Join(", ", run.Statuses.Select(status => string.Create(CultureInfo.InvariantCulture, $"{status.Key} × {status.Value}"))));
        bench.Output.Say("accepted: " + string.Join(", ", run.AcceptedBy.Select(operation => string.Create(CultureInfo.InvariantCulture, $"{operation.Key} × {operation.Value}"))));
        bench.Output.Say("refused: " + string.Join(", ", run.RefusedWith.Select(code => string.Create(CultureInfo.InvariantCulture, $"{code.Key} × {code.Value}"))));
        return figures;
    }

    /// <summary>Tokens of the seeded bank and department; they live as long as the run.</summary>
    internal static FuzzDoor Door(LoopbackIssuer issuer, Uri address)
    {
        var audience = address.GetLeftPart(UriPartial.Authority);
        return new FuzzDoor(
            address,
            thumbprint => issuer.Token(BenchDatabase.ClientId, BenchDatabase.BankUscc, thumbprint, audience, TimeProvider.System.GetUtcNow()),
            thumbprint => issuer.Token("fuzz-department", DepartmentUscc, thumbprint, audience, TimeProvider.System.GetUtcNow(), IssuerSettings.DeliverScope));
    }

    /// <summary>What a bank of this city knows before its first request.</summary>
    private static async Task TellAsync(SampleMaker samples, NpgsqlDataSource owner, IEnumerable<string> enterprises, CancellationToken cancel)
    {
        string[] known = [.. enterprises.Take(KnownEnterprises)];
        foreach (var uscc in known)
        {
            samples.Know("uscc", uscc);
        }

        samples.Know("item", "penalty");
        samples.Know(SampleMaker.ActiveModels, (await JointSample.SeedAsync(owner, BenchDatabase.BankUscc, cancel).ConfigureAwait(false)).ToString());
        await using var ask = owner.CreateCommand(
            """
            (select 'authorisation_id', a.id::text from consent.authorisation a where a.uscc = any ($1))
            union all (select 'id:authorisations', a.id::text from consent.authorisation a where a.uscc = any ($1))
            union all (select 'id:needs', n.id::text from lending.need n limit 20)
            union all (select 'id:objections', o.id::text from credit.objection o limit 20)
            """);
        ask.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = known });
        await using var rows = await ask.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        while (await rows.ReadAsync(cancel).ConfigureAwait(false))
        {
            samples.Know(rows.GetString(0), rows.GetString(1));
        }
    }
}
