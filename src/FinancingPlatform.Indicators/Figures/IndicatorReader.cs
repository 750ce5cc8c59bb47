using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;

namespace FinancingPlatform.Indicators.Figures;

/// <summary>
/// Reads the figures (读取指标) as the role <c>regulator</c> or <c>worker</c>, which may execute the counting functions and see no row behind them.
/// </summary>
public sealed class IndicatorReader(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>Rows of evidence of one figure; a year of a city's deliveries is far below.</summary>
    public const int MaxEvidence = 100_000;

    /// <summary>Every indicator as of a date, in the order of the work plan.</summary>
    /// <param name="asOf">The date in Beijing; null for today.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns><c>as-of-in-future</c> when the date has not come yet.</returns>
    public async Task<Result<IReadOnlyList<IndicatorFigure>>> FiguresAsync(DateOnly? asOf, CancellationToken ct)
    {
        var date = asOf ?? China.Today(clock);
        if (CheckDate(date) is { } error)
        {
            return error;
        }

        await using var command = source.CreateCommand(Sql("Sql/Figures/figures.sql"));
        command.Parameters.AddWithValue(date);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var figures = new List<IndicatorFigure>();
        while (await reader.ReadAsync(ct))
        {
            figures.Add(Read(reader, date));
        }

        return figures;
    }

    /// <summary>The rows behind a figure, in the order in which its digest takes them; none for a figure that counts enterprises.</summary>
    /// <param name="definition">Such as <c>F9b-penalty/2022-1</c>.</param>
    /// <param name="asOf">The date in Beijing.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>At most <see cref="MaxEvidence"/> rows, worked now; <c>as-of-in-future</c> when the date has not come yet.</returns>
    public async Task<Result<IReadOnlyList<EvidenceRow>>> EvidenceAsync(string definition, DateOnly asOf, CancellationToken ct)
    {
        if (CheckDate(asOf) is { } error)
        {
            return error;
        }

        await using var command = source.CreateCommand(Sql("Sql/Figures/evidence.sql"));
        command.Parameters.AddWithValue(definition);
        command.Parameters.AddWithValue(asOf);
        command.Parameters.AddWithValue(MaxEvidence);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<EvidenceRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new EvidenceRow(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return rows;
    }

    /// <summary>Counts by district as of a date.</summary>
    /// <param name="asOf">The date in Beijing; null for today.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns><c>as-of-in-future</c> when the date has not come yet.</returns>
    public async Task<Result<IReadOnlyList<DistrictFigure>>> DistrictsAsync(DateOnly? asOf, CancellationToken ct)
    {
        var date = asOf ?? China.Today(clock);
        if (CheckDate(date) is { } error)
        {
            return error;
        }

        await using var command = source.CreateCommand(Sql("Sql/Figures/districts.sql"));
        command.Parameters.AddWithValue(date);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var districts = new List<DistrictFigure>();
        while (await reader.ReadAsync(ct))
        {
            districts.Add(new DistrictFigure(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)));
        }

        return districts;
    }

    private static string Sql(string path) => SqlResource.Read(typeof(IndicatorReader).Assembly, path);

    private static IndicatorFigure Read(NpgsqlDataReader row, DateOnly asOf) => new()
    {
        Definition = row.GetString(0),
        Id = row.GetString(1),
        Name = new Bilingual(row.GetString(2), row.GetString(3)),
        Formula = new Bilingual(row.GetString(4), row.GetString(5)),
        Note = new Bilingual(row.GetString(6), row.GetString(7)),
        Unit = row.GetString(8),
        WindowMonths = row.IsDBNull(9) ? null : row.GetInt32(9),
        Population = row.GetString(10),
        Basis = row.GetString(11),
        Target = row.IsDBNull(12) ? null : row.GetDecimal(12),
        Value = row.IsDBNull(13) ? null : row.GetDecimal(13),
        Net = row.IsDBNull(14) ? null : row.GetDecimal(14),
        Numerator = row.IsDBNull(15) ? null : row.GetInt64(15),
        NetNumerator = row.IsDBNull(16) ? null : row.GetInt64(16),
        Denominator = row.IsDBNull(17) ? null : row.GetInt64(17),
        UnknownStatus = row.GetInt64(18),
        Suspended = row.GetInt64(19),
        NumeratorOutside = row.IsDBNull(20) ? null : row.GetInt64(20),
        NumeratorDigest = row.IsDBNull(21) ? null : row.GetFieldValue<byte[]>(21),
        DenominatorDigest = row.IsDBNull(22) ? null : row.GetFieldValue<byte[]>(22),
        Counts = row.GetString(23),
        IsLowerBetter = row.GetString(24) == "lower",
        NetDenominator = row.IsDBNull(25) ? null : row.GetInt64(25),
        AsOf = asOf,
    };

    private Error? CheckDate(DateOnly date) => date > China.Today(clock)
        ? new Error(ErrorKind.Invalid, "as-of-in-future", $"统计日 {date:yyyy-MM-dd} 还没有到，请选择今天或更早的日期。", $"The date {date:yyyy-MM-dd} has not come yet; choose today or an earlier day.") { Field = "as_of" }
        : null;
}
