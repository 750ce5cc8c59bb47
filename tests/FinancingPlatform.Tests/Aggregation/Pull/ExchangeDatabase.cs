using FinancingPlatform.Aggregation.Pull;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Aggregation.Pull;

/// <summary>A department's own database (前置库) on the test server: another database, with a reader that may only read its table.</summary>
internal sealed class ExchangeDatabase : IAsyncDisposable
{
    private readonly string _superuser;
    private readonly string _name;
    private readonly string _reader;

    private ExchangeDatabase(string superuser, string name)
    {
        (_superuser, _name, _reader) = (superuser, name, name + "_reader");
        Owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Database = name, MaxPoolSize = 10 }.ConnectionString);
    }

    public NpgsqlDataSource Owner { get; }

    public static async Task<ExchangeDatabase> CreateAsync(TestDatabase beside)
    {
        var made = new ExchangeDatabase(beside.Superuser, "fp_exchange_" + Guid.NewGuid().ToString("N"));
        await made.ServerAsync($"create database {made._name}");
        await made.ServerAsync($"create role {made._reader} login password 'invented'");
        await made.ExecuteAsync(
            $"""
            create schema exchange;
            create table exchange."tax payments" (
                id bigint generated always as identity primary key,
                "纳税人识别号" text, "业务编号" text, "发生日期" date, "金额" numeric(18, 2), "类别" text, internal_note text,
                changed xid8 not null default pg_current_xact_id());
            create index on exchange."tax payments" (changed, id);
            create function exchange.touch() returns trigger language plpgsql as $$ begin new.changed := pg_current_xact_id(); return new; end $$;
            create trigger touch before insert or update on exchange."tax payments" for each row execute function exchange.touch();
            grant usage on schema exchange to {made._reader};
            grant select on exchange."tax payments" to {made._reader};
            """);
        return made;
    }

    public PullSource Source(string name = "tax") => new(
        name, "tax-payment", "虚构税务局", new NpgsqlConnectionStringBuilder(_superuser) { Database = _name, Username = _reader, Password = "invented", Pooling = false }.ConnectionString,
        "exchange.tax payments", "changed", ["id"])
    {
        Columns = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["纳税人识别号"] = "uscc", ["业务编号"] = "key", ["发生日期"] = "occurred_on", ["金额"] = "amount_yuan", ["类别"] = "code",
        },
    };

    public static string Insert(string uscc, int first, int count) =>
        $"""
        insert into exchange."tax payments" ("纳税人识别号", "业务编号", "发生日期", "金额", "类别", internal_note)
        select '{uscc}', 'P' || i, '2026-02-15', i, 'paid', 'never leaves' from generate_series({first}, {first + count - 1}) as i
        """;

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>
    /// Waits until nothing that began before now is open. A pull waits for every older transaction of the server, and other tests' are of this one too.
    /// </summary>
    public async Task SettleAsync()
    {
        await using var now = Owner.CreateCommand("select pg_current_xact_id()::text");
        var mark = (string)(await now.ExecuteScalarAsync())!;
        await using var oldest = Owner.CreateCommand($"select pg_snapshot_xmin(pg_current_snapshot()) > '{mark}'::xid8");
        while (!(bool)(await oldest.ExecuteScalarAsync())!)
        {
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Owner.DisposeAsync();
        await ServerAsync($"drop database {_name} with (force)");
        await ServerAsync($"drop role {_reader}");
    }

    private async Task ServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
