using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using Npgsql;

namespace FinancingPlatform.Scoring.Rings;

/// <summary>Looks for invoice loops and guarantee circles once a day (闭环识别), per bank, as database role worker through the views of consent.</summary>
public sealed class RingSearch(NpgsqlDataSource source, TimeProvider clock)
{
    internal const string Invoice = "invoice";
    internal const string Guarantee = "guarantee";
    private const int InvoiceMonths = 12;
    private const int GuaranteeMonths = 120;
    private const string GuaranteeItem = "external-guarantee";

    private static readonly string s_edges = SqlResource.Read(typeof(RingSearch).Assembly, "Sql/Rings/edges.sql");
    private static readonly string s_put = SqlResource.Read(typeof(RingSearch).Assembly, "Sql/Rings/put.sql");

    /// <summary>Finds all rings anew; answers how many enterprises are in one.</summary>
    public async Task<int> RunAsync(CancellationToken ct = default) =>
        await RunAsync(Invoice, ItemCode.InvoiceSales, InvoiceMonths, RingFinder.MinInvoiceRing, RingFinder.MaterialShare, ct)
        + await RunAsync(Guarantee, GuaranteeItem, GuaranteeMonths, RingFinder.MinGuaranteeRing, 0, ct);

    private async Task<int> RunAsync(string kind, string item, int months, int smallest, double material, CancellationToken ct)
    {
        var (today, now) = (China.Today(clock), clock.GetUtcNow());
        var byBank = new Dictionary<string, List<RingEdge>>(StringComparer.Ordinal);
        await using (var read = source.CreateCommand(s_edges))
        {
            read.CommandTimeout = FeatureRows.TimeoutSeconds;
            read.Parameters.AddWithValue("item", item);
            read.Parameters.AddWithValue("months", months);
            read.Parameters.AddWithValue("as_of", today);
            read.Parameters.AddWithValue("known", now);
            await using var reader = await read.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var bank = reader.GetString(0);
                byBank.TryAdd(bank, []);
                byBank[bank].Add(new RingEdge(reader.GetInt64(1), reader.GetInt64(2), reader.GetDouble(3), reader.GetDouble(4), reader.GetDouble(5)));
            }
        }

        var found = byBank.SelectMany(b => RingFinder.Find(b.Value, smallest, material).Select(m => (Bank: b.Key, Member: m))).ToList();
        // One transaction: nobody sees the moment between the last day's rings and this one's.
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var clear = new NpgsqlCommand("delete from scoring.ring_member m where m.kind = @kind", connection, transaction) { Parameters = { new("kind", kind) } })
        {
            await clear.ExecuteNonQueryAsync(ct);
        }

        await using var put = new NpgsqlCommand(s_put, connection, transaction);
        put.Parameters.AddWithValue("kind", kind);
        put.Parameters.AddWithValue("item", item);
        put.Parameters.AddWithValue("as_of", today);
        put.Parameters.AddWithValue("known", now);
        put.Parameters.AddWithValue("banks", found.Select(f => f.Bank).ToArray());
        put.Parameters.AddWithValue("enterprises", found.Select(f => f.Member.Enterprise).ToArray());
        put.Parameters.AddWithValue("rings", found.Select(f => f.Member.Ring).ToArray());
        put.Parameters.AddWithValue("sizes", found.Select(f => f.Member.Size).ToArray());
        put.Parameters.AddWithValue("amounts", found.Select(f => f.Member.Amount).ToArray());
        await put.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return found.Count;
    }
}
