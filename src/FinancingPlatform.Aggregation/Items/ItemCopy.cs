using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// Stages rows by binary COPY (暂存). Writes are synchronous: they go to the connection's buffer, and forty awaits for each row would cost more than the
/// rows.
/// </summary>
internal sealed class ItemCopy(NpgsqlBinaryImporter copy) : IAsyncDisposable
{
    private readonly SeenKeys _seen = new();

    public static async Task<ItemCopy> BeginAsync(NpgsqlConnection connection, CancellationToken ct) =>
        new(await connection.BeginBinaryImportAsync(SqlResource.Read(typeof(ItemCopy).Assembly, "Sql/Items/copy.sql"), ct));

    public void Write(long line, ItemRow row)
    {
        copy.StartRow();
        copy.Write(line, NpgsqlDbType.Bigint);
        copy.Write(row.Uscc, NpgsqlDbType.Text);
        copy.Write(row.NaturalKey, NpgsqlDbType.Text);
        copy.Write(row.OccurredOn, NpgsqlDbType.Date);
        Write(row.Amount, NpgsqlDbType.Numeric);
        Write(row.Quantity, NpgsqlDbType.Numeric);
        Write(row.Code, NpgsqlDbType.Text);
        Write(row.Counterparty, NpgsqlDbType.Text);
        Write(row.StartedOn, NpgsqlDbType.Date);
        Write(row.EndedOn, NpgsqlDbType.Date);
        Write(row.ValidUntil, NpgsqlDbType.Date);
        Write(row.Payload, NpgsqlDbType.Jsonb);
        copy.Write(row.Sha256(), NpgsqlDbType.Bytea);
        copy.Write(_seen.MayRepeat(row.Uscc, row.NaturalKey), NpgsqlDbType.Boolean);
        Write(row.References, NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    public async Task CompleteAsync(CancellationToken ct) => await copy.CompleteAsync(ct);

    public ValueTask DisposeAsync() => copy.DisposeAsync();

    private void Write<T>(T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } known)
        {
            copy.Write(known, type);
        }
        else
        {
            copy.WriteNull();
        }
    }

    private void Write<T>(T? value, NpgsqlDbType type)
        where T : class
    {
        if (value is null)
        {
            copy.WriteNull();
        }
        else
        {
            copy.Write(value, type);
        }
    }
}
