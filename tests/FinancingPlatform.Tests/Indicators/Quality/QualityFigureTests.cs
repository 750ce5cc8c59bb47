using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FinancingPlatform.Indicators.Figures;
using Npgsql;

namespace FinancingPlatform.Tests.Indicators.Quality;

/// <summary>F8 to F17 and the share by interface, each against what was worked by hand in <see cref="QualityCity"/>.</summary>
public sealed class QualityFigureTests(QualityCity city) : IClassFixture<QualityCity>
{
    [Theory]
    // 60 new + 10 versions + 5 known, of 100 − 10 withheld; net without the known ones: 70 of 85. The mended row and the other month are not in it.
    [InlineData("F9b-penalty", 75, 90, 70L, 85L)]
    [InlineData("F9b-licence", 20, 20, 20L, 20L)]
    // The licences, and the penalties with the one row that was mended.
    [InlineData("F9b-mended", 96, 110, null, null)]
    // 70 accepted, 7 of them late, and the mended one.
    [InlineData("F9c-penalty", 64, 71, null, null)]
    [InlineData("F9c-licence", 20, 20, null, null)]
    // One upheld of 60 + 1 + 40 penalties and 20 licences newly published within the year.
    [InlineData("F10a", 1, 121, null, null)]
    // Three were due: two answered by the authority's date, one of them arrived in time.
    [InlineData("F10b", 2, 3, 1L, 3L)]
    // Three state their acceptance; of all four one was also accepted within a working day.
    [InlineData("F11", 2, 3, 1L, 4L)]
    // Five results of repairs and objections; three on the day.
    [InlineData("F12", 3, 5, null, null)]
    // Enterprise 81 of 71, 81, 82, 83.
    [InlineData("F13", 1, 4, null, null)]
    [InlineData("F14", 11, 12, 10L, 11L)]
    // The newest day of each district: 40 of 70 and 30 of 60.
    [InlineData("F15", 70, 130, null, null)]
    [InlineData("F16", 1, 2, null, null)]
    [Trait("rule", "B2"), Trait("rule", "B5"), Trait("rule", "D6"), Trait("rule", "D7"), Trait("trap", "5")]
    public async Task A_figure_is_what_was_worked_by_hand(string id, long numerator, long denominator, long? netNumerator, long? netDenominator)
    {
        var figure = await city.FigureAsync(id);

        (figure.Numerator, figure.Denominator).ShouldBe((numerator, denominator));
        (figure.NetNumerator, figure.NetDenominator).ShouldBe((netNumerator, netDenominator));
        figure.Value.ShouldBe(Math.Round((decimal)numerator / denominator, 8, MidpointRounding.AwayFromZero));
        figure.Definition.ShouldBe(id + "/2022-1");
        figure.Basis.ShouldBe("reconstructed, official sheet not seen");
    }

    [Fact]
    public async Task Items_by_interface_count_once_and_net_only_where_most_rows_came_so()
    {
        var figure = await city.FigureAsync("S20");

        figure.Denominator.ShouldBe(await city.Db.ScalarAsync<long>("select count(*) from credit.catalogue_item where version = '2021'"));
        (figure.Numerator, figure.NetNumerator).ShouldBe((2L, 1L));
    }

    [Theory]
    [InlineData("F9a")]
    [InlineData("F9d")]
    [InlineData("F17")]
    [Trait("rule", "D6")]
    public async Task What_cannot_be_measured_says_why_and_shows_no_number(string id)
    {
        var figure = await city.FigureAsync(id);

        (figure.Value, figure.Net, figure.Numerator, figure.Denominator).ShouldBe((null, null, null, null));
        figure.IsMeasurable.ShouldBeFalse();
        figure.Note.Zh.ShouldContain("不可计量");
        figure.Note.En.ShouldContain("Not measurable");
    }

    [Fact]
    public async Task The_digest_is_that_of_the_evidence_rows_and_the_rows_add_up()
    {
        var figure = await city.FigureAsync("F9c-penalty");
        var rows = (await city.Reader.EvidenceAsync(figure.Definition, QualityCity.Day, default)).Value;

        rows.Sum(row => row.Numerator).ShouldBe(figure.Numerator!.Value);
        rows.Sum(row => row.Denominator).ShouldBe(figure.Denominator!.Value);
        Digest(rows, row => row.Numerator).ShouldBe(figure.NumeratorDigest);
        Digest(rows, row => row.Denominator).ShouldBe(figure.DenominatorDigest);
    }

    [Theory]
    [InlineData("F13/2022-1")]
    [InlineData("F16/2022-1")]
    [InlineData("F1/2022-1")]
    [InlineData("no-such-figure")]
    [Trait("trap", "22")]
    public async Task No_evidence_names_an_enterprise(string definition) =>
        (await city.Reader.EvidenceAsync(definition, QualityCity.Day, default)).Value.ShouldBeEmpty();

    [Theory]
    [InlineData("select * from indicator.quality_evidence('tax-level-a', null, null, current_date)")]
    [InlineData("select * from credit.objection")]
    [InlineData("select * from credit.judged_codes(false)")]
    [Trait("rule", "A1")]
    public async Task The_regulator_reaches_no_row_behind_the_quality_figures(string sql)
    {
        await using var connection = await city.Db.OpenAsync("regulator");
        await using var command = new NpgsqlCommand(sql, connection);

        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState.ShouldBe("42501");
    }

    [Fact]
    public async Task A_day_before_anything_was_known_has_nothing_to_count()
    {
        var figures = (await city.Reader.FiguresAsync(QualityCity.Day.AddDays(-600), default)).Value;

        var figure = figures.Single(f => f.Id == "F9b-penalty");
        (figure.Numerator, figure.Denominator, figure.Value).ShouldBe((0L, 0L, null));
    }

    private static byte[] Digest(IReadOnlyList<EvidenceRow> rows, Func<EvidenceRow, long> count) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', rows.Where(row => count(row) > 0).OrderBy(row => row.Row, StringComparer.Ordinal).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Row} {count(row)}")))));
}
