using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Joint;
using FinancingPlatform.Scoring.Monitoring;
using FinancingPlatform.Scoring.Register;
using FinancingPlatform.Scoring.Rings;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Scoring.Register;

/// <summary>What a bank was shown.</summary>
internal sealed record Pulled(string Kind, int Points, string Version);

/// <summary>A city with a register over a folder of packs, kept as the worker keeps it; another one over another folder is the same city under another release.</summary>
internal sealed class RegisterWorld
{
    private const string NoOutcome = "select 0::bigint as enterprise_id, ''::text as bank_uscc, null::date as disbursed_on, false as is_bad where false";
    private readonly CityDatabase _database;

    public RegisterWorld(CityDatabase database, string models)
    {
        _database = database;
        var (worker, shelf) = (database.Source(DatabaseRoles.Worker), new PackShelf(models));
        Register = new PackRegister(worker, shelf);
        Parallel = new ParallelRun(worker, shelf, TimeProvider.System);
        Monitoring = new ModelMonitoring(worker, shelf, NoOutcome, TimeProvider.System);
        Upkeep = new ModelUpkeep(worker, Register, new ChampionRun(worker, Register, TimeProvider.System), Parallel, new JointInputs(worker, TimeProvider.System), new RingSearch(worker, TimeProvider.System), Monitoring, TimeProvider.System);
    }

    public PackRegister Register { get; }

    public ParallelRun Parallel { get; }

    public ModelMonitoring Monitoring { get; }

    public ModelUpkeep Upkeep { get; }

    public async Task<string?> StateAsync(string sha256) => await _database.ScalarAsync<string>("select state from scoring.pack_version where sha256 = $1", sha256);

    public Task<string?> AskAsync(string person, string sql, string sha256) => Operators.AskAsync(_database, person, sql, sha256);

    public async Task<Pulled> PullAsync(long firm)
    {
        var (ticket, uscc) = (Guid.NewGuid(), await _database.ScalarAsync<string>("select uscc from registry.enterprise where id = $1", firm));
        await using var bank = await _database.OpenAsync(DatabaseRoles.BankApi);
        await using (var open = new NpgsqlCommand("select outcome from consent.open_look(@t, 'client', @b, @u, @i, 'pre-credit', 'op', 'branch', 'ref', 'proof')", bank))
        {
            open.Parameters.AddWithValue("t", ticket);
            open.Parameters.AddWithValue("b", ScoringCity.Bank);
            open.Parameters.AddWithValue("u", uscc!);
            open.Parameters.AddWithValue("i", new[] { "invoice-sales", "invoice-purchase" });
            (await open.ExecuteScalarAsync()).ShouldBe("granted");
        }

        await using var read = new NpgsqlCommand("select kind, points, pack_version from lending.read_score(@t, 'client')", bank) { Parameters = { new("t", ticket) } };
        await using var reader = await read.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();
        return new Pulled(reader.GetString(0), reader.GetInt32(1), reader.GetString(2));
    }

    /// <summary>A pack folder under another name.</summary>
    public static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        }
    }
}
