using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Enterprises;
using FinancingPlatform.Indicators.Figures;
using FinancingPlatform.Support;

namespace FinancingPlatform.Tests.Indicators;

public sealed class TwelveEnterprisesDatabase : IAsyncLifetime
{
    public CityDatabase Db { get; } = new();

    public IndicatorReader Reader => new(Db.Source("regulator"), TimeProvider.System);

    public static DateOnly Yesterday => China.Today(TimeProvider.System).AddDays(-1);

    public async ValueTask InitializeAsync()
    {
        await Db.InitializeAsync();
        await TwelveEnterprises.LoadAsync(Db);
    }

    public ValueTask DisposeAsync() => Db.DisposeAsync();
}

public sealed class CoverageTests(TwelveEnterprisesDatabase city) : IClassFixture<TwelveEnterprisesDatabase>
{
    [Fact, Trait("rule", "D1"), Trait("trap", "17")]
    public async Task Registered_coverage_counts_what_was_worked_by_hand()
    {
        var figure = await FigureAsync("F1");

        figure.Numerator.ShouldBe(TwelveEnterprises.Registered);
        figure.Denominator.ShouldBe(TwelveEnterprises.Existing);
        figure.Value.ShouldBe(0.8m);
        figure.Net.ShouldBe(0.8m);
        figure.UnknownStatus.ShouldBe(TwelveEnterprises.Unknown);
        figure.Suspended.ShouldBe(1);
        figure.NumeratorOutside.ShouldBe(TwelveEnterprises.RegisteredOutside);
        figure.Definition.ShouldBe("F1/2022-1");
        figure.Population.ShouldBe(ExistingEnterpriseRule.DefinitionVersion);
        figure.Target.ShouldBeNull();
        figure.Met.ShouldBeNull();
    }

    [Fact, Trait("rule", "A3")]
    public async Task Verified_coverage_leaves_out_a_verification_that_has_run_out()
    {
        var figure = await FigureAsync("F2");

        (figure.Numerator, figure.Denominator, figure.Value).ShouldBe((TwelveEnterprises.Verified, TwelveEnterprises.Existing, 0.4m));
        figure.NumeratorOutside.ShouldBe(2);
    }

    [Fact, Trait("rule", "D2")]
    public async Task National_query_coverage_is_not_measurable_and_local_pulls_stand_beside_it()
    {
        var national = await FigureAsync("F3");
        var local = await FigureAsync("F3-local");

        national.IsMeasurable.ShouldBeFalse();
        (national.Value, national.Net, national.Numerator).ShouldBe((null, null, null));
        national.Denominator.ShouldBe(TwelveEnterprises.Existing);
        (local.Numerator, local.NetNumerator).ShouldBe((TwelveEnterprises.Pulled, TwelveEnterprises.PulledNet));
        (local.Value, local.Net).ShouldBe((0.4m, 0.2m));
        local.WindowMonths.ShouldBe(12);
    }

    [Fact]
    public async Task The_evidence_digest_is_that_of_the_sorted_codes()
    {
        var figure = await FigureAsync("F2");
        var codes = new[] { InventedSubjects.Code(1), InventedSubjects.Code(3) }.Order(StringComparer.Ordinal);

        figure.NumeratorDigest.ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', codes))));
    }

    [Fact, Trait("trap", "22")]
    public async Task Districts_hold_counts_that_add_up_to_the_whole()
    {
        var districts = (await city.Reader.DistrictsAsync(TwelveEnterprisesDatabase.Yesterday, default)).Value;

        districts.Sum(d => d.Existing).ShouldBe(TwelveEnterprises.Existing);
        districts.Sum(d => d.Registered).ShouldBe(TwelveEnterprises.Registered);
        districts.Sum(d => d.Verified).ShouldBe(TwelveEnterprises.Verified);
        districts.Sum(d => d.Pulled).ShouldBe(TwelveEnterprises.Pulled);
        districts.Sum(d => d.UnknownStatus).ShouldBe(TwelveEnterprises.Unknown);
        districts.ShouldHaveSingleItem().Division.ShouldBe("370902");
    }

    [Fact]
    public async Task Nothing_counts_on_a_day_before_it_was_known()
    {
        var before = TwelveEnterprisesDatabase.Yesterday.AddDays(-60);
        var figure = (await city.Reader.FiguresAsync(before, default)).Value.Single(f => f.Id == "F1");

        (figure.Numerator, figure.Denominator, figure.Value).ShouldBe((0, 0, null));
    }

    [Fact]
    public async Task A_day_before_the_first_sign_ins_has_the_denominator_and_no_numerator()
    {
        var figure = (await city.Reader.FiguresAsync(TwelveEnterprisesDatabase.Yesterday.AddDays(-10), default)).Value.Single(f => f.Id == "F1");

        (figure.Numerator, figure.Denominator, figure.Value).ShouldBe((0, TwelveEnterprises.Existing, 0m));
    }

    [Fact]
    public async Task A_date_that_has_not_come_is_refused()
    {
        var figures = await city.Reader.FiguresAsync(TwelveEnterprisesDatabase.Yesterday.AddDays(3), default);

        figures.IsOk.ShouldBeFalse();
        figures.Error.Code.ShouldBe("as-of-in-future");
    }

    [Theory]
    [InlineData("select * from identity.account")]
    [InlineData("select * from identity.verification")]
    [InlineData("select * from indicator.population(current_date)")]
    [InlineData("insert into indicator.snapshot (as_of, definition, taken_at, denominator, unknown_status, suspended, denominator_sha256) values (current_date, 'x', now(), 1, 0, 0, '')")]
    [InlineData("select indicator.take_snapshot(current_date - 1)")]
    [Trait("rule", "A1")]
    public async Task The_regulator_sees_no_row_behind_a_figure(string sql)
    {
        await using var connection = await city.Db.OpenAsync("regulator");
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);

        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync());
        refused.SqlState.ShouldBe("42501");
    }

    private async Task<IndicatorFigure> FigureAsync(string id) =>
        (await city.Reader.FiguresAsync(TwelveEnterprisesDatabase.Yesterday, default)).Value.Single(f => f.Id == id);
}
