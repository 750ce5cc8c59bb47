using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.BankApi.Models;

/// <summary>Which versions of a score a bank may choose from (模型版本): the champion, challengers beside it, and its own.</summary>
internal sealed class PackOffers(NpgsqlDataSource database)
{
    private static readonly string s_packs = SqlResource.Read(typeof(PackOffers).Assembly, "Sql/PacksOfBank.sql");

    public async Task<PackList> ListAsync(string bankUscc, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(s_packs);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = bankUscc });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<PackAnswer>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new PackAnswer(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4), reader.GetString(5), reader.GetBoolean(6),
                reader.GetBoolean(7), reader.GetInt64(8)));
        }

        return new PackList(items);
    }
}
