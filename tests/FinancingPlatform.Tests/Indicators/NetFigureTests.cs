using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Indicators;

public sealed class NetFigureTests(CityDatabase db) : IClassFixture<CityDatabase>
{
    [Fact, Trait("rule", "D1")]
    public async Task One_telephone_behind_six_firms_stays_in_the_figure_and_leaves_the_net_figure()
    {
        for (var number = 1; number <= 8; number++)
        {
            var enterprise = await TwelveEnterprises.EnterpriseAsync(db, number, "active");
            await TwelveEnterprises.AccountAsync(db, enterprise, loggedIn: true, phone: number <= 6 ? "one agent's phone" : "");
        }

        var figures = await new IndicatorReader(db.Source("regulator"), TimeProvider.System).FiguresAsync(TwelveEnterprisesDatabase.Yesterday, default);
        var registered = figures.Value.Single(f => f.Id == "F1");

        (registered.Numerator, registered.NetNumerator).ShouldBe((8, 2));
        (registered.Value, registered.Net).ShouldBe((1m, 0.25m));
    }
}
