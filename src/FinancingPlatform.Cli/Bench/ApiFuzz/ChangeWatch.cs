using Npgsql;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>Which rows changed since the last question (行变化监视), by triggers on every table of a throw-away database.</summary>
internal sealed class ChangeWatch(NpgsqlDataSource owner)
{
    private long _seen;

    /// <summary>Puts the triggers in place.</summary>
    public async Task InstallAsync(CancellationToken cancel)
    {
        await using var install = owner.CreateCommand(Data.SqlResource.Read(typeof(ChangeWatch).Assembly, "Sql/Bench/api-fuzz-watch.sql"));
        await install.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Tables of rows that changed since the last call, each once.</summary>
    public async Task<IReadOnlyList<string>> SinceLastAsync(CancellationToken cancel)
    {
        await using var ask = owner.CreateCommand("select max(id), relation from fuzz.change where id > $1 group by relation");
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _seen });
        await using var rows = await ask.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var changed = new List<string>();
        while (await rows.ReadAsync(cancel).ConfigureAwait(false))
        {
            _seen = Math.Max(_seen, rows.GetInt64(0));
            changed.Add(rows.GetString(1));
        }

        return changed;
    }
}
