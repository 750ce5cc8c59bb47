using FinancingPlatform.Aggregation.Removal;
using FinancingPlatform.Support;
using Npgsql;

namespace FinancingPlatform.Tests.Aggregation.Removal;

/// <summary>Rule B4: clocks per channel as data; the earliest end governs.</summary>
public sealed class RecordClockTests(CityDatabase database) : IClassFixture<CityDatabase>
{
    private static readonly DateOnly s_first = new(2018, 1, 1);

    [Fact]
    [Trait("rule", "B4")]
    public async Task The_program_and_the_database_give_every_record_the_same_end()
    {
        var clocks = await ClocksAsync();
        var random = new Random(20261126);
        await using var connection = await database.OpenAsync("worker");
        for (var i = 0; i < 400; i++)
        {
            var record = new ClockedRecord(
                Pick(random, "penalty", "dishonest-debtor", "serious-violation", "enforcement", "honour"), Pick(random, "泰安市市场监管局", "税务局"), Pick(random, "minor", "general", "serious", null),
                s_first.AddDays(random.Next(3600)), random.Next(2) == 0 ? null : s_first.AddDays(random.Next(3600)), random.Next(2) == 0 ? null : s_first.AddDays(random.Next(4000)));
            var expected = RecordClock.End(record, clocks);

            await using var command = new NpgsqlCommand("select e.ends_on, e.law from credit.record_end($1, $2, $3, $4, $5, $6) e", connection);
            foreach (object? value in new object?[] { record.Item, record.Source, record.Severity, record.OccurredOn, record.EndedOn, record.ValidUntil })
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            await using var reader = await command.ExecuteReaderAsync();
            var found = await reader.ReadAsync() ? new RecordEnd(reader.GetFieldValue<DateOnly>(0), reader.GetString(1)) : null;
            found.ShouldBe(expected, record.ToString());
        }
    }

    [Theory]
    [InlineData("minor", "2026-08-15")]
    [InlineData("general", "2027-05-15")]
    [InlineData("serious", "2029-05-15")]
    [InlineData(null, "2029-05-15")]
    [Trait("rule", "B4")]
    public async Task A_penalty_ends_by_its_severity(string? severity, string end)
    {
        var record = new ClockedRecord("penalty", "某局", severity, new DateOnly(2026, 5, 15), null, null);

        RecordClock.End(record, await ClocksAsync())!.EndsOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(end);
    }

    [Fact]
    [Trait("rule", "B4")]
    public async Task The_source_may_end_it_earlier_and_never_later()
    {
        var clocks = await ClocksAsync();
        var record = new ClockedRecord("penalty", "某局", "general", new DateOnly(2026, 5, 15), null, null);

        RecordClock.End(record with { ValidUntil = new DateOnly(2026, 9, 1) }, clocks)!.EndsOn.ShouldBe(new DateOnly(2026, 9, 1));
        RecordClock.End(record with { ValidUntil = new DateOnly(2040, 1, 1) }, clocks)!.EndsOn.ShouldBe(new DateOnly(2027, 5, 15));
    }

    [Fact]
    [Trait("rule", "B4")]
    public async Task A_judgment_that_still_stands_has_no_end_by_the_conducts_clock() =>
        RecordClock.End(new ClockedRecord("dishonest-debtor", "法院", null, new DateOnly(2010, 1, 1), null, null), await ClocksAsync()).ShouldBeNull();

    [Theory]
    [InlineData("abnormal-operation")]
    [InlineData("abnormal-taxpayer")]
    [InlineData("consumption-limit")]
    [InlineData("dishonest-debtor")]
    [InlineData("enforcement")]
    [InlineData("major-tax-violation")]
    [InlineData("serious-violation")]
    [InlineData("tax-arrears")]
    [Trait("rule", "B4")]
    public async Task A_record_of_dishonesty_ends_five_years_after_its_conduct_did(string item)
    {
        var clocks = await ClocksAsync();
        var record = new ClockedRecord(item, "某局", null, new DateOnly(2015, 1, 1), new DateOnly(2020, 3, 1), null);

        RecordClock.End(record, clocks).ShouldBe(new RecordEnd(new DateOnly(2025, 3, 1), "山东省社会信用条例第38条"));
        RecordClock.End(record with { EndedOn = null }, clocks).ShouldBeNull("while it lasts, the clock does not run");
    }

    private static T Pick<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private async Task<List<ChannelClock>> ClocksAsync()
    {
        var clocks = new List<ChannelClock>();
        await using var connection = await database.OpenAsync("worker");
        await using var command = new NpgsqlCommand("select c.item, c.severity, c.source, c.longest_months, c.starts, c.law, c.in_force_from from credit.channel_clock c", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            clocks.Add(new ChannelClock(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetInt32(3),
                reader.GetString(4) == "decision" ? ClockStart.Decision : ClockStart.ConductEnd, reader.GetString(5), reader.GetFieldValue<DateOnly>(6)));
        }

        return clocks;
    }
}
