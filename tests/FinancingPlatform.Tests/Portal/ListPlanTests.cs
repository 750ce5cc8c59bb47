using FinancingPlatform.Data;
using FinancingPlatform.Portal.Csv;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Portal;

/// <summary>The lists that grow with the city are read by their keyset index.</summary>
public sealed class ListPlanTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Theory]
    [InlineData("accesses", "access_record")]
    [InlineData("authorisations", "authorisation")]
    public async Task An_enterprises_list_reads_its_own_rows_by_index(string query, string table)
    {
        var sql = SqlResource.Read(typeof(CsvCells).Assembly, $"Sql/Enterprise/{query}.sql")
            .Replace("$1", "clock_timestamp()", StringComparison.Ordinal)
            .Replace("$2", "'018f0000-0000-7000-8000-000000000000'", StringComparison.Ordinal)
            .Replace("$3", "21", StringComparison.Ordinal)
            .Replace("$4", "null", StringComparison.Ordinal);
        await using var connection = await db.OpenAsync("portal");

        await Plans.AssertNoSequentialScanAsync(connection, sql, table);
    }

    [Fact]
    public async Task The_banks_loans_are_read_by_their_keyset_index()
    {
        await using var connection = await db.OpenAsync("owner");

        await Plans.AssertNoSequentialScanAsync(
            connection, "select n.id from lending.loan n where n.bank_uscc = '91370900MA0000000X' and (n.posted_at, n.id) < (clock_timestamp(), '018f0000-0000-7000-8000-000000000000') order by n.posted_at desc, n.id desc limit 21", "loan");
    }
}
