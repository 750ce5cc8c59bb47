using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Data;
using FinancingPlatform.Support;
using NpgsqlTypes;

namespace FinancingPlatform.Tests.Data;

/// <summary>Bulk loads keep all of a file or nothing of it.</summary>
public sealed class BulkCopyTests(CityDatabase city) : IClassFixture<CityDatabase>
{
    private const string Move =
        """
        insert into registry.enterprise (uscc, name, in_city, row_sha256)
        select uscc, name, true, sha256(convert_to(name, 'UTF8')) from pg_temp.staging order by uscc
        on conflict (uscc) do nothing
        """;

    [Fact]
    public async Task Rows_are_staged_and_moved_and_known_ones_left_alone()
    {
        await using var connection = await city.OpenAsync("loader");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            (await LoadAsync(connection, transaction, Rows(1, 1000))).ShouldBe(new BulkCopied(1000, 1000));
            // A second load of one transaction starts from an empty staging table.
            (await LoadAsync(connection, transaction, Rows(901, 200))).ShouldBe(new BulkCopied(200, 100));
            await transaction.CommitAsync();
        }

        (await city.ScalarAsync<long>("select count(*) from registry.enterprise where uscc like 'bulk-%'")).ShouldBe(1100);
    }

    [Fact]
    public async Task A_source_that_breaks_off_leaves_nothing()
    {
        await using var connection = await city.OpenAsync("loader");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await Should.ThrowAsync<IOException>(() => LoadAsync(connection, transaction, Broken()));
        }

        (await city.ScalarAsync<long>("select count(*) from registry.enterprise where uscc like 'broken-%'")).ShouldBe(0);
    }

    [Fact]
    public async Task The_search_of_names_uses_its_index_and_finds_parts_of_names()
    {
        await city.ExecuteAsync("insert into registry.enterprise (uscc, name, in_city, row_sha256) values ('name-1', '泰安市（虚构）机械有限公司', true, $1)", SHA256.HashData("n"u8));
        await using var connection = await city.OpenAsync("portal");
        const string Sql = "select uscc from registry.enterprise where registry.bigrams(name) @> registry.bigrams('虚构)机械') and normalize(name, nfkc) like '%虚构)机械%'";

        await Plans.AssertNoSequentialScanAsync(connection, Sql, "enterprise");
        await using var command = new Npgsql.NpgsqlCommand(Sql, connection);
        (await command.ExecuteScalarAsync()).ShouldBe("name-1");
    }

    private static Task<BulkCopied> LoadAsync(Npgsql.NpgsqlConnection connection, Npgsql.NpgsqlTransaction transaction, IAsyncEnumerable<(string Uscc, string Name)> rows) =>
        BulkCopy.LoadAsync(
            connection, transaction, "uscc text collate \"C\", name text", rows,
            async (writer, row, ct) =>
            {
                await writer.WriteAsync(row.Uscc, NpgsqlDbType.Text, ct);
                await writer.WriteAsync(row.Name, NpgsqlDbType.Text, ct);
            },
            Move, default);

    private static async IAsyncEnumerable<(string Uscc, string Name)> Rows(int first, int count)
    {
        foreach (var i in Enumerable.Range(first, count))
        {
            await Task.CompletedTask;
            yield return ($"bulk-{i:D6}", new StringBuilder("虚构企业").Append(i).ToString());
        }
    }

    private static async IAsyncEnumerable<(string Uscc, string Name)> Broken()
    {
        await Task.CompletedTask;
        yield return ("broken-1", "虚构");
        throw new IOException("the file breaks off");
    }
}
