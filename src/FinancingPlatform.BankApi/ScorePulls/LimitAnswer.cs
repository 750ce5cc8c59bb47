using System.Globalization;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Lending.Limits;
using Npgsql;

namespace FinancingPlatform.BankApi.ScorePulls;

/// <summary>
/// An indicative limit as a bank gets it (rule C3): the figure, whose policy made it and how fresh its inputs are. Neither revenue nor balances:
/// what an enterprise owes other banks is not this one's to know (rule A5).
/// </summary>
internal sealed record LimitAnswer(
    string Status, MoneyField? Amount, string? PolicyVersion, DateOnly? RevenueAsOf, DateOnly? BalancesOn, DateOnly? ValidUntil, bool Invented)
{
    public string FormulaZh { get; } = LimitPolicy.FormulaZh;

    public string FormulaEn { get; } = LimitPolicy.FormulaEn;

    /// <summary>The bank decides; said with every limit (trap 26).</summary>
    public string Note { get; } = LimitPolicy.NoteZh + " / " + LimitPolicy.NoteEn;

    /// <summary>Reads it from the columns that follow the score's.</summary>
    public static LimitAnswer Read(NpgsqlDataReader row, int first) => new(
        row.GetString(first),
        row.IsDBNull(first + 1) || row.GetDecimal(first + 1) == 0 ? null : new MoneyField(row.GetDecimal(first + 1).ToString("0.00", CultureInfo.InvariantCulture), "CNY"),
        row.IsDBNull(first + 2) ? null : row.GetString(first + 2),
        Day(row, first + 3), Day(row, first + 4), Day(row, first + 5),
        !row.IsDBNull(first + 6) && row.GetBoolean(first + 6));

    private static DateOnly? Day(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);
}
