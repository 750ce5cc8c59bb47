using FinancingPlatform.Consent.Authorisations;
using FinancingPlatform.Consent.Texts;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Consent;

public sealed class AuthorisationRulesTests
{
    private static readonly DateOnly s_today = new(2026, 11, 22);
    private static readonly string[] s_items = ["invoice-purchase", "invoice-sales"];

    private static readonly AuthorisationTerms s_good = new(
        Guid.NewGuid(), InventedCodes.Next(), InventedCodes.Next(), "2024", s_items, "loan-application", new AuthorisationLegs(true, false, false), s_today, s_today.AddDays(90), 10);

    [Fact]
    public void An_application_of_ninety_days_holds_and_one_day_more_does_not()
    {
        Code(s_good).ShouldBeNull();
        Code(s_good with { ValidTo = s_today.AddDays(91) }).ShouldBe("period-too-long");
    }

    [Fact]
    public void Post_loan_lasts_a_year_at_most()
    {
        Code(s_good with { Purpose = "post-loan", ValidTo = s_today.AddDays(365), MaxUses = 400 }).ShouldBeNull();
        Code(s_good with { Purpose = "post-loan", ValidTo = s_today.AddDays(366) }).ShouldBe("period-too-long");
    }

    [Theory]
    [InlineData("training")]
    [InlineData("marketing")]
    [Trait("trap", "30")]
    public void Training_is_a_leg_and_never_a_purpose_of_looking(string purpose) => Code(s_good with { Purpose = purpose }).ShouldBe("purpose-unknown");

    [Fact]
    [Trait("rule", "A5")]
    public void No_leg_ticked_authorises_nothing() => Code(s_good with { Legs = default }).ShouldBe("no-leg");

    [Fact]
    [Trait("trap", "27")]
    public void An_item_that_the_named_version_does_not_have_is_refused()
    {
        Code(s_good with { Items = ["invoice-sales", "utility-water"] }).ShouldBe("item-unknown");
        AuthorisationRules.Check(s_good, [], s_today).Error.Code.ShouldBe("catalogue-unknown");
    }

    [Fact]
    public void Items_are_one_or_more_and_distinct()
    {
        Code(s_good with { Items = [] }).ShouldBe("items-invalid");
        Code(s_good with { Items = ["invoice-sales", "invoice-sales"] }).ShouldBe("items-invalid");
    }

    [Fact]
    public void A_bank_has_a_code_that_checks() => Code(s_good with { BankUscc = "913709000000000000" }).ShouldBe("bank-unknown");

    [Fact]
    public void What_the_rules_let_through_is_never_perpetual_never_backdated_and_never_unbounded()
    {
        var days = Gen.Choose(-400, 800);
        var purposes = Gen.Elements("pre-credit", "loan-application", "post-loan", "training", "");
        Prop.ForAll(
            Gen.Choose(-50, 60).ToArbitrary(),
            days.ToArbitrary(),
            Gen.Choose(-5, 600).Zip(purposes).ToArbitrary(),
            (from, length, usesAndPurpose) =>
            {
                var (uses, purpose) = usesAndPurpose;
                var terms = s_good with { ValidFrom = s_today.AddDays(from), ValidTo = s_today.AddDays(from + length), MaxUses = uses, Purpose = purpose };
                return Code(terms) is not null
                    || (from is >= 0 and <= 30 && length >= 0 && length <= (purpose == "post-loan" ? 365 : 90) && uses is >= 1 and <= 400 && purpose is not ("training" or ""));
            }).QuickCheckThrowOnFailure();
    }

    private static string? Code(AuthorisationTerms terms)
    {
        var result = AuthorisationRules.Check(terms, s_items, s_today);
        return result.IsOk ? null : result.Error.Code;
    }
}
