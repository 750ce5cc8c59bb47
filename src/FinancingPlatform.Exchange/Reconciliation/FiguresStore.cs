using FinancingPlatform.Data;
using FinancingPlatform.Exchange.Contract;
using FinancingPlatform.Exchange.Status;
using Npgsql;

namespace FinancingPlatform.Exchange.Reconciliation;

/// <summary>Figures and listings of one day (对账取数): of what this program sends, and of what it took in.</summary>
public sealed class FiguresStore(NpgsqlDataSource database)
{
    private static readonly string SentFigures = Sql("sent_figures");
    private static readonly string SentMessages = Sql("sent_messages");
    private static readonly string TakenFigures = Sql("taken_figures");
    private static readonly string TakenMessages = Sql("taken_messages");

    /// <summary>What this program recorded for a destination on that day, whether delivered or not.</summary>
    public Task<IReadOnlyList<KindFigures>> SentAsync(string destination, DateOnly day, CancellationToken cancellationToken) => FiguresAsync(SentFigures, destination, day, cancellationToken);

    /// <summary>What this node accepted from a sender of that day.</summary>
    public Task<IReadOnlyList<KindFigures>> TakenAsync(string source, DateOnly day, CancellationToken cancellationToken) => FiguresAsync(TakenFigures, source, day, cancellationToken);

    /// <summary>One page of what this node decided of a sender's day and kind, refusals too, in the order of the ids.</summary>
    public async Task<IReadOnlyList<ListedMessage>> TakenMessagesAsync(string source, DateOnly day, string kind, Guid? after, CancellationToken cancellationToken)
    {
        await using var command = Listing(TakenMessages, source, day, kind, after);
        return await Rows.ReadAsync(
            command,
            r => new ListedMessage(
                r.GetGuid(0), r.Bytes(1), FateNames.Parse(r.GetString(2)) ?? throw new InvalidOperationException("The inbox holds an unknown outcome."), r.TextOrNull(3)),
            cancellationToken);
    }

    internal async Task<IReadOnlyList<OwnMessage>> SentMessagesAsync(string destination, DateOnly day, string kind, Guid? after, CancellationToken cancellationToken)
    {
        await using var command = Listing(SentMessages, destination, day, kind, after);
        return await Rows.ReadAsync(command, r => new OwnMessage(r.GetGuid(0), r.Bytes(1), r.GetBoolean(2), r.GetBoolean(3)), cancellationToken);
    }

    private async Task<IReadOnlyList<KindFigures>> FiguresAsync(string sql, string party, DateOnly day, CancellationToken cancellationToken)
    {
        var (from, until) = ChinaDays.Bounds(day);
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(party);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(until);
        return await Rows.ReadAsync(command, r => new KindFigures(r.GetString(0), r.GetInt64(1), r.GetDecimal(2), Convert.ToHexStringLower(r.Bytes(3))), cancellationToken);
    }

    private NpgsqlCommand Listing(string sql, string party, DateOnly day, string kind, Guid? after)
    {
        var (from, until) = ChinaDays.Bounds(day);
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(party);
        command.Parameters.AddWithValue(from);
        command.Parameters.AddWithValue(until);
        command.Parameters.AddWithValue(kind);
        command.Parameters.AddWithValue(after ?? Guid.Empty);
        command.Parameters.AddWithValue(ExchangeLimits.ListingPage);
        return command;
    }

    private static string Sql(string name) => SqlResource.Read(typeof(FiguresStore).Assembly, $"Sql/Reconciliation/{name}.sql");
}
