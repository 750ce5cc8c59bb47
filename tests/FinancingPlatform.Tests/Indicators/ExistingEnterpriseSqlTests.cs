using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Core.Identifiers;
using FinancingPlatform.Support;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Indicators;

public sealed class ExistingEnterpriseSqlTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    private const int Rows = 2_000;

    [Fact, Trait("trap", "5"), Trait("trap", "17")]
    public async Task The_database_and_the_program_agree_on_every_prefix_status_and_place()
    {
        var codes = new[] { "91", "92", "93", "12", "51", "N1" }.Select((prefix, i) => InventedSubjects.Code(i + 1, prefix)).ToArray();
        var cases = (
            from code in Gen.Elements(codes)
            from status in Gen.Elements(Enum.GetValues<EnterpriseStatus>())
            from inCity in Gen.Elements(true, false)
            select (code, status, inCity)).Sample(Rows).Distinct().ToList();
        cases.Count.ShouldBe(codes.Length * Enum.GetValues<EnterpriseStatus>().Length * 2, "every combination is met");

        foreach (var (code, status, inCity) in cases)
        {
            Uscc.TryParse(code, out var uscc).ShouldBeTrue();
            var sql = await db.ScalarAsync<object>("select indicator.is_existing($1, $2, $3)", code, status.ToDatabase(), inCity);

            (sql as bool?).ShouldBe(ExistingEnterpriseRule.IsExisting(uscc, status, inCity), $"{code} {status} {inCity}");
        }
    }
}
