using System.Text.Json;
using Npgsql;

namespace FinancingPlatform.Support;

/// <summary>Whether a hot query stays quick when the city grows: asked from the planner, not from a clock.</summary>
public static class Plans
{
    /// <summary>A statement over every item nests a join for each, two levels of JSON apiece.</summary>
    private const int MaxDepth = 1024;

    /// <summary>
    /// Fails when the plan reads a whole table or a whole index of one of the named tables. Sequential scans are made unattractive for the planner
    /// first, so that nearly empty test tables give the plan that a city's tables would: what still scans has no index to use.
    /// </summary>
    /// <param name="connection">Of a role that may run the query.</param>
    /// <param name="sql">With literals in place of parameters.</param>
    /// <param name="tables">Names without schema; a partition counts as its parent.</param>
    public static async Task AssertNoSequentialScanAsync(NpgsqlConnection connection, string sql, params string[] tables)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await AssertNoSequentialScanAsync(command, tables);
    }

    /// <summary>The same for a command with its parameters.</summary>
    public static async Task AssertNoSequentialScanAsync(NpgsqlCommand command, params string[] tables)
    {
        var connection = command.Connection!;
        var own = command.Transaction is null ? await connection.BeginTransactionAsync() : null;
        try
        {
            await using (var off = new NpgsqlCommand("set local enable_seqscan = off", connection))
            {
                await off.ExecuteNonQueryAsync();
            }

            var sql = command.CommandText;
            command.CommandText = "explain (format json, costs off) " + sql;
            var plan = (string)(await command.ExecuteScalarAsync())!;
            command.CommandText = sql;
            using var document = JsonDocument.Parse(plan, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var scans = Nodes(document.RootElement[0].GetProperty("Plan")).Where(node => IsWholeScan(node, tables))
                .Select(node => $"{Text(node, "Node Type")} on {Text(node, "Relation Name")}");
            scans.ShouldBeEmpty(plan);
        }
        finally
        {
            if (own is not null)
            {
                await own.RollbackAsync();
                await own.DisposeAsync();
            }
        }
    }

    /// <summary>
    /// Runs a statement, rolls it back, and fails when it read one of the named tables sequentially, also inside functions, which a plan does not
    /// show. The tables need enough rows, and an ANALYZE, for the planner to have a choice.
    /// </summary>
    public static async Task AssertRunsWithoutSequentialScanAsync(NpgsqlConnection connection, string sql, params string[] tables)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        // The counters also hold what this server process did in the last second for whoever had the connection before.
        var before = await SequentialScansAsync(connection, tables);
        await using (var command = new NpgsqlCommand(sql, connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        var after = await SequentialScansAsync(connection, tables);
        await transaction.RollbackAsync();
        after.Where(scans => scans.Value > before.GetValueOrDefault(scans.Key)).Select(scans => scans.Key).ShouldBeEmpty("read from end to end");
    }

    private static async Task<Dictionary<string, long>> SequentialScansAsync(NpgsqlConnection connection, string[] tables)
    {
        await using var counters = new NpgsqlCommand("select schemaname || '.' || relname, seq_scan from pg_stat_xact_all_tables where relname = any($1)", connection)
        {
            Parameters = { new() { Value = tables } },
        };
        var scans = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var reader = await counters.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            scans[reader.GetString(0)] = reader.GetInt64(1);
        }

        return scans;
    }

    private static bool IsWholeScan(JsonElement node, string[] tables)
    {
        var relation = Text(node, "Relation Name") ?? IndexOwner(node);
        if (relation is null || !tables.Any(table => relation == table || IsPartition(relation, table)))
        {
            return false;
        }

        return Text(node, "Node Type") switch
        {
            "Seq Scan" => true,
            "Index Scan" or "Index Only Scan" => !node.TryGetProperty("Index Cond", out _),
            _ => false,
        };
    }

    private static bool IsPartition(string relation, string table) =>
        relation.StartsWith(table + "_", StringComparison.Ordinal) && relation[(table.Length + 1)..].All(char.IsAsciiDigit);

    private static string? IndexOwner(JsonElement node) => Text(node, "Alias");

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<JsonElement> Nodes(JsonElement node)
    {
        yield return node;
        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var child in children.EnumerateArray().SelectMany(Nodes))
            {
                yield return child;
            }
        }
    }
}
