using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Aggregation.Removal;

/// <summary>Looks for a planted text wherever the database could still hold it.</summary>
internal static class PlantedText
{
    /// <summary>Tables of every schema but the registry whose rows hold a text, written out in full.</summary>
    public static async Task<List<string>> TablesHoldingAsync(TestDatabase database, string planted)
    {
        var found = new List<string>();
        var tables = await database.ScalarAsync<string[]>(
            "select array_agg(format('%I.%I', n.nspname, c.relname)) from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname in ('credit', 'scoring', 'audit', 'exchange', 'indicator', 'consent', 'lending')");
        foreach (var table in tables!)
        {
            if (await database.ScalarAsync<bool>($"select exists (select from {table} t where to_jsonb(t)::text like '%' || $1 || '%')", planted))
            {
                found.Add(table);
            }
        }

        return found;
    }
}
