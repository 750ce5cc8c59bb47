using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Identity;

/// <summary>An invented enterprise in the registry, with the mobile number of its person in charge.</summary>
internal sealed record Firm(long Id, string Uscc, string Name, string Phone)
{
    private static int s_last = 1000;

    public static async Task<Firm> CreateAsync(CityDatabase database, string? representative = "张三")
    {
        var number = Interlocked.Increment(ref s_last);
        var body = $"91370902MA{number:D6}X";
        var uscc = body + global::FinancingPlatform.Core.Identifiers.Uscc.CheckCharacter(body);
        var name = $"泰安虚构{number}有限公司";
        var id = await database.ScalarAsync<long>(
            "insert into registry.enterprise (uscc, name, legal_representative, status, in_city, invented, row_sha256) values ($1, $2, $3, 'active', true, true, sha256('x')) returning id",
            uscc,
            name,
            representative);
        return new Firm(id, uscc, name, $"1380000{number:D4}");
    }
}
