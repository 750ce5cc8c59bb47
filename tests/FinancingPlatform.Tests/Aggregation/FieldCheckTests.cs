using System.Globalization;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Calendar;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Aggregation;

public sealed class FieldCheckTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    public void Ten_thousands_are_yuan_with_two_digits_whatever_commas_they_carry() =>
        Prop.ForAll(Gen.Choose(-100_000_000, 100_000_000).ToArbitrary(), cents =>
        {
            var yuan = cents / 100m;
            var text = (yuan / 10_000m).ToString("#,##0.000000", CultureInfo.InvariantCulture);
            return Check("money", text, out var value, 10_000m) is null && value.Number == yuan;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_date_is_read_alike_in_every_form_that_departments_write() =>
        Prop.ForAll(Gen.Choose(0, 40_000).ToArbitrary(), days =>
        {
            var day = new DateOnly(1950, 1, 1).AddDays(days);
            return new[] { "yyyy-MM-dd", "yyyyMMdd", "yyyy/M/d", "yyyy年M月d日" }
                .All(form => Check("date", day.ToString(form, CultureInfo.InvariantCulture), out var value) is null && value.Date == day);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_month_is_its_first_day() =>
        Prop.ForAll(Gen.Choose(1950, 2050).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), (year, month) =>
            Check("month", string.Create(CultureInfo.InvariantCulture, $"{year}{month:D2}"), out var value) is null && value.Date == new DateOnly(year, month, 1)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_date_that_is_not_to_come_later_than_today_is_judged_by_the_day() =>
        Prop.ForAll(Gen.Choose(-1000, 1000).ToArbitrary(), days =>
        {
            var field = new FieldCheck(Layout("date") with { NotFuture = true }, null);
            var rule = field.Check(Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 1, Today, out _);
            return rule == (days > 0 ? "future" : null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_outside_its_range_breaks_it() =>
        Prop.ForAll(Gen.Choose(-1000, 1000).ToArbitrary(), number =>
        {
            var field = new FieldCheck(Layout("integer") with { Min = 0, Max = 100 }, null);
            return field.Check(number.ToString(CultureInfo.InvariantCulture), 1, Today, out _) == (number is < 0 or > 100 ? "range" : null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_masked_name_or_number_shows_at_most_three_characters() =>
        Prop.ForAll<NonEmptyString>(cell =>
        {
            var masked = PersonalCells.Mask(cell.Get);
            return masked.Length == cell.Get.Length && masked.Skip(3).All(c => c == '*');
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("money", "-1e-05", null)]
    [InlineData("money", "1,234.50", null)]
    [InlineData("money", "一元", "money")]
    [InlineData("integer", "1.5", "number")]
    [InlineData("date", "2019-06-25 00:00:00", null)]
    [InlineData("date", "2026-02-30", "date")]
    [InlineData("date", "9999-09-09", null)]
    [InlineData("uscc", "91370900ma00000007", "uscc-check-character")]
    [InlineData("organisation-code", "12345678-9", "organisation-code")]
    [InlineData("personal-id", "330203************", null)]
    [InlineData("text", "11010519491231002X", "identity-number")]
    [InlineData("person", "11010519491231002X", "identity-number")]
    [InlineData("phone", "call me", "phone")]
    [InlineData("flag", "是", null)]
    [InlineData("flag", "perhaps", "flag")]
    public void Real_cells_are_judged(string type, string cell, string? rule) => Check(type, cell, out _).ShouldBe(rule);

    [Fact]
    public void A_fact_is_late_after_its_working_days_and_not_on_the_last_of_them() =>
        Prop.ForAll(Gen.Choose(0, 300).ToArbitrary(), Gen.Choose(0, 15).ToArbitrary(), (shift, days) =>
        {
            var today = new DateOnly(2026, 2, 1).AddDays(shift);
            var last = LateLimit.LastLateDay(WorkingCalendar.Official, today, days)!.Value;
            return WorkingCalendar.Official.AddWorkingDays(last, days).Value < today && WorkingCalendar.Official.AddWorkingDays(last.AddDays(1), days).Value >= today;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_key_that_repeats_is_never_missed() =>
        Prop.ForAll<NonEmptyString[]>(keys =>
        {
            var seen = new SeenKeys();
            var known = new HashSet<string>(StringComparer.Ordinal);
            return keys.All(key => known.Add(key.Get) | seen.MayRepeat("uscc", key.Get));
        }).QuickCheckThrowOnFailure();

    private static string? Check(string type, string cell, out FieldValue value, decimal unit = 1) =>
        new FieldCheck(Layout(type), null).Check(cell, unit, Today, out value);

    private static FieldLayout Layout(string type) => new() { Name = "field", Zh = "字段", En = "Field", Type = type, Unit = type == "money" ? "yuan" : null };
}
