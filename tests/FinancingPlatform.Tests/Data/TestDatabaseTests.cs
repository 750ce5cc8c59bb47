using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Data;

/// <summary>The database that every other test stands on.</summary>
public sealed class TestDatabaseTests(CityDatabase city, NodeDatabase node) : IClassFixture<CityDatabase>, IClassFixture<NodeDatabase>
{
    [Fact]
    public async Task It_is_in_unicode_with_the_same_order_everywhere()
    {
        (await city.ScalarAsync<string>("show server_encoding")).ShouldBe("UTF8");
        (await city.ScalarAsync<string>("select string_agg(x, '' order by x) from unnest(array['b', '泰', 'A', '安', 'a']) x")).ShouldBe("Aab安泰");
    }

    [Fact]
    public async Task A_node_has_its_own_migrations_only()
    {
        (await city.ScalarAsync<bool>("select to_regclass('registry.enterprise') is not null")).ShouldBeTrue();
        (await node.ScalarAsync<bool>("select to_regclass('registry.enterprise') is null")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("portal")]
    [InlineData("bank_desk")]
    [InlineData("bank_api")]
    [InlineData("worker")]
    [InlineData("regulator")]
    public async Task Only_imports_may_make_temporary_tables_and_nobody_may_make_lasting_ones(string role)
    {
        await using var connection = await city.OpenAsync(role);

        (await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, "create temporary table t (i int)"))).SqlState.ShouldBe("42501");
        (await Should.ThrowAsync<PostgresException>(() => RunAsync(connection, "create table public.t (i int)"))).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task A_node_role_cannot_connect_to_the_citys_database()
    {
        var wrong = new NpgsqlConnectionStringBuilder(node.As("node")) { Database = city.Name, Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(wrong);

        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync())).SqlState.ShouldBe("42501");
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
