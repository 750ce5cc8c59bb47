using System.Globalization;
using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Core.Finance;
using FinancingPlatform.Core.Identifiers;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Aggregation;

/// <summary>Each check of a field over many cells: what it takes means the same number, day or code, and what it refuses it names.</summary>
public sealed class FieldCheckPropertyTests
{
    private static readonly DateOnly Today = new(2026, 11, 26);

    [Fact]
    public void No_cell_makes_a_check_fail_to_answer_and_a_refused_one_names_a_rule_that_says_how_to_mend_it() =>
        Prop.ForAll(Gen.Elements(FieldType.All.ToArray()).ToArbitrary(), ArbMap.Default.ArbFor<NonNull<string>>(), (type, cell) =>
        {
            var field = Of(type);
            var rule = field.Check(cell.Get, 1, Today, out var value);
            return rule is null ? value.IsKnown || type is FieldType.Date or FieldType.Month : RejectionTexts.Of(rule, field).Contains(" / ", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Money_in_yuan_is_the_same_however_it_is_written() =>
        Prop.ForAll(Gen.Choose(-2_000_000_000, 2_000_000_000).ToArbitrary(), cents =>
        {
            var yuan = cents / 100m;
            return new[] { "0.00", "#,##0.00", "0.############E+0", "0.00 " }.All(form => Rule("money", yuan.ToString(form, CultureInfo.InvariantCulture).Trim(), out var value) is null && value.Number == yuan);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ten_thousands_with_six_digits_lose_no_cent_and_more_digits_are_rounded_half_away() =>
        Prop.ForAll(Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(), Gen.Choose(0, 99).ToArbitrary(), (cents, beyond) =>
        {
            var six = cents / 1_000_000m;
            var eight = six + (Math.Sign(cents) * beyond / 100_000_000m);
            return Rule("money", six.ToString("0.000000", CultureInfo.InvariantCulture), out var exact, 10_000m) is null && exact.Number == cents / 100m
                && Rule("money", eight.ToString("0.00000000", CultureInfo.InvariantCulture), out var rounded, 10_000m) is null
                && rounded.Number == Math.Round(eight * 10_000m, 2, MidpointRounding.AwayFromZero);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Money_beyond_what_the_record_holds_is_refused_in_either_unit() =>
        Prop.ForAll(Gen.Choose(1, 1000).ToArbitrary(), times =>
        {
            var beyond = (Money.MaxYuan / 10_000m) + times;
            return Rule("money", beyond.ToString(CultureInfo.InvariantCulture), out _, 10_000m) == "money"
                && Rule("money", (Money.MaxYuan / 10_000m).ToString(CultureInfo.InvariantCulture), out _, 10_000m) is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_number_keeps_four_digits_and_an_integer_takes_no_fraction() =>
        Prop.ForAll(Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(), millionths =>
        {
            var number = millionths / 1_000_000m;
            var text = number.ToString("0.000000", CultureInfo.InvariantCulture);
            return Rule("number", text, out var value) is null && value.Number == Math.Round(number, 4, MidpointRounding.AwayFromZero)
                && Rule("integer", text, out _) == (number == decimal.Truncate(number) ? null : "number");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_with_letters_in_it_is_no_number_and_no_date() =>
        Prop.ForAll(Gen.Choose(0, 999_999).ToArbitrary(), Gen.Elements('x', '元', '个', '约', '年').ToArbitrary(), (number, letter) =>
            Rule("money", $"{number}{letter}", out _) == "money" && Rule("number", $"{letter}{number}", out _) == "number" && Rule("date", $"{letter}{number}", out _) == "date").QuickCheckThrowOnFailure();

    [Fact]
    public void A_day_that_no_calendar_has_is_no_date_in_any_form() =>
        Prop.ForAll(Gen.Choose(1950, 2060).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(1, 3).ToArbitrary(), (year, month, beyond) =>
        {
            var day = DateTime.DaysInMonth(year, month) + beyond;
            return new[] { $"{year}-{month:D2}-{day:D2}", $"{year}{month:D2}{day:D2}", $"{year}/{month}/{day}", $"{year}年{month}月{day}日" }.All(text => Rule("date", text, out _) == "date");
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_day_with_a_time_is_that_day_and_a_sentinel_says_nothing() =>
        Prop.ForAll(Gen.Choose(0, 40_000).ToArbitrary(), Gen.Choose(0, 86_399).ToArbitrary(), (days, seconds) =>
        {
            var moment = new DateTime(1951, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(days).AddSeconds(seconds);
            return new[] { "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy/M/d H:mm:ss" }
                .All(form => Rule("date", moment.ToString(form, CultureInfo.InvariantCulture), out var value) is null && value.Date == DateOnly.FromDateTime(moment))
                && new[] { "1899-12-31", "19000101", "2099/12/31", "9999年9月9日" }.All(text => Rule("date", text, out var none) is null && !none.IsKnown);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_spelling_of_an_enumeration_is_its_value_and_every_other_text_is_refused() =>
        Prop.ForAll(Gen.Elements("valid", "有效", "1", "voided", "作废", "0").ToArbitrary(), ArbMap.Default.ArbFor<NonEmptyString>(), (spelling, other) =>
        {
            var field = new FieldCheck(
                Layout("enum") with { Values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["valid"] = ["有效", "1"], ["voided"] = ["作废", "0"] } }, null);
            var known = field.Check(spelling.ToUpperInvariant(), 1, Today, out var value) is null && value.Text == (spelling is "valid" or "有效" or "1" ? "valid" : "voided");
            return known && field.Check("否" + other.Get, 1, Today, out _) == "enum";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_code_is_taken_in_either_case_and_one_wrong_character_is_always_seen() =>
        Prop.ForAll(Gen.Choose(0, 999_999).ToArbitrary(), Gen.Choose(2, 17).ToArbitrary(), Gen.Choose(1, 30).ToArbitrary(), (number, at, shift) =>
        {
            const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
            var code = Deliveries.Code(number);
            var wrong = code[..at] + Alphabet[(Alphabet.IndexOf(code[at], StringComparison.Ordinal) + shift) % Alphabet.Length] + code[(at + 1)..];
            return Rule("uscc", code.ToLowerInvariant(), out var value) is null && value.Text == code && Rule("uscc", wrong, out _) == "uscc-check-character"
                && Rule("uscc", code[1..], out _) == "uscc-length" && Rule("uscc", code[..^1] + "I", out _) == "uscc-alphabet";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_organisation_code_is_taken_with_or_without_its_hyphen_and_a_wrong_check_character_is_seen() =>
        Prop.ForAll(Gen.Choose(0, 99_999_999).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (number, shift) =>
        {
            var body = number.ToString("D8", CultureInfo.InvariantCulture);
            var check = OrganisationCode.CheckCharacter(body)!.Value;
            var wrong = char.IsAsciiDigit(check) ? (char)('0' + ((check - '0' + shift) % 10)) : '0';
            return Rule("organisation-code", $"{body}-{char.ToLowerInvariant(check)}", out var value) is null && value.Text == body + check
                && Rule("organisation-code", body + check, out _) is null && Rule("organisation-code", body + wrong, out _) == "organisation-code";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_is_as_long_as_it_may_be_and_an_identity_number_is_never_one() =>
        Prop.ForAll(Gen.Choose(1, 60).ToArbitrary(), Gen.Choose(0, 36_000).ToArbitrary(), Gen.Choose(0, 999).ToArbitrary(), (length, days, sequence) =>
        {
            var field = new FieldCheck(Layout("text") with { Max = 30 }, null);
            var person = Person(new DateOnly(1920, 1, 1).AddDays(days), sequence);
            return field.Check(new string('文', length), 1, Today, out _) == (length > 30 ? "too-long" : null)
                && Rule("text", person, out _) == "identity-number" && Rule("person", person.ToLowerInvariant(), out _) == "identity-number";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_persons_number_is_checked_in_form_and_never_kept() =>
        Prop.ForAll(Gen.Choose(0, 36_000).ToArbitrary(), Gen.Choose(0, 999).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (days, sequence, shift) =>
        {
            var person = Person(new DateOnly(1920, 1, 1).AddDays(days), sequence);
            var wrong = person[..16] + (char)('0' + ((person[16] - '0' + shift) % 10)) + person[17];
            return Rule("personal-id", person, out var value) is null && value.Text is "" && !Of("personal-id").IsStored
                && Rule("personal-id", wrong, out _) == "personal-id" && Rule("personal-id", person[..6] + "************", out _) is null;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_telephone_number_is_digits_with_their_separators() =>
        Prop.ForAll(Gen.Choose(1_000_000, 99_999_999).ToArbitrary(), number =>
            Rule("phone", $"0538-{number}", out var value) is null && value.Text is "" && Rule("phone", $"+86 ({number})", out _) is null
            && Rule("phone", $"tel{number}", out _) == "phone" && Rule("phone", "123456", out _) == "phone").QuickCheckThrowOnFailure();

    private static string Person(DateOnly born, int sequence)
    {
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var body = string.Create(CultureInfo.InvariantCulture, $"110105{born:yyyyMMdd}{sequence:D3}");
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (body[i] - '0') * weights[i];
        }

        return body + "10X98765432"[sum % 11];
    }

    private static string? Rule(string type, string cell, out FieldValue value, decimal unit = 1) => Of(type).Check(cell, unit, Today, out value);

    private static FieldCheck Of(string type) => new(Layout(type), null);

    private static FieldLayout Layout(string type) => new()
    {
        Name = "field",
        Zh = "字段",
        En = "Field",
        Type = type,
        Unit = type == "money" ? "yuan" : null,
        Values = type == "enum" ? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["valid"] = ["有效"] } : null,
    };
}
