using Npgsql;

namespace FinancingPlatform.Cli.Bench.ApiFuzz;

/// <summary>
/// Which rows changed since the last question (行变化监视), by triggers on every table of a throw-away database. What stands as before did not change: a use
/// that was counted and given back in one transaction is none.
/// </summary>
internal sealed class ChangeWatch(NpgsqlDataSource owner)
{
    private long _seen;

    /// <summary>Puts the triggers in place.</summary>
    public async Task InstallAsync(CancellationToken cancel)
    {
        await using var install = owner.CreateCommand(Data.SqlResource.Read(typeof(ChangeWatch).Assembly, "Sql/Bench/api-fuzz-watch.sql"));
        await install.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>
    /// Gives authorisations their uses back, since at most 400 do not last for a run, and counts what the tables hold by now, as a server at work does by itself:
    /// a throw-away one would go on planning for empty tables.
    /// </summary>
    public async Task RenewAsync(CancellationToken cancel)
    {
        await using (var renew = owner.CreateCommand("update consent.authorisation set uses = 0 where uses > 0; analyze"))
        {
            await renew.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        }

        await SinceLastAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Tables of rows that changed since the last call, each once.</summary>
    public async Task<IReadOnlyList<string>> SinceLastAsync(CancellationToken cancel)
    {
        await using var ask = owner.CreateCommand("select last_id, relation from fuzz.changes_since($1)");
        ask.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _seen });
        await using var rows = await ask.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var changed = new List<string>();
        while (await rows.ReadAsync(cancel).ConfigureAwait(false))
        {
            _seen = Math.Max(_seen, rows.GetInt64(0));
            if (!await rows.IsDBNullAsync(1, cancel).ConfigureAwait(false))
            {
                changed.Add(rows.GetString(1));
            }
        }

        return changed;
    }
}
