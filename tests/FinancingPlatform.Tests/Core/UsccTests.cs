using FinancingPlatform.Core.Identifiers;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Core;

public sealed class UsccTests
{
    private const string Good = "91350100M000100Y43";

    [Fact]
    public void Every_valid_vector_is_valid()
    {
        var codes = IdentifierVectors.Strings("uscc_valid", "stdnum")
            .Concat(IdentifierVectors.Strings("uscc_valid", "go-gb"))
            .Concat(IdentifierVectors.At("uscc_valid", "registry_other_prefixes").EnumerateObject().SelectMany(kind => kind.Value.EnumerateArray()).Select(code => code.GetString()!))
            .ToList();

        codes.Count.ShouldBeGreaterThan(400);
        codes.Where(code => !Uscc.Check(code).IsValid).ShouldBeEmpty();
    }

    [Fact]
    public void Every_invalid_vector_is_invalid()
    {
        IdentifierVectors.Pairs("uscc_invalid").Where(pair => Uscc.Check(pair.Value).IsValid).ShouldBeEmpty();
    }

    [Fact]
    public void Published_codes_that_fail_are_told_from_those_that_only_need_upper_case()
    {
        foreach (var (code, remark) in IdentifierVectors.Pairs("uscc_published_but_invalid"))
        {
            var check = Uscc.Check(code);

            check.IsValid.ShouldBe(remark == "lower-case letter, valid when upper-cased", code);
            if (remark == "check character")
            {
                check.Fault.ShouldBe(UsccFault.CheckCharacter, code);
            }
        }
    }

    [Fact]
    public void A_failing_organisation_code_inside_is_a_warning_and_no_fault()
    {
        foreach (var code in IdentifierVectors.Strings("uscc_valid_but_org_code_check_fails"))
        {
            var check = Uscc.Check(code);

            check.IsValid.ShouldBeTrue(code);
            check.Warnings.ShouldContain(UsccWarning.InnerCheck, code);
        }
    }

    [Theory]
    [InlineData("12345", UsccFault.Length)]
    [InlineData("", UsccFault.Length)]
    [InlineData(null, UsccFault.Length)]
    [InlineData("91350100M000100Y4", UsccFault.Length)]
    [InlineData("91350100M000100Y433", UsccFault.Length)]
    [InlineData("9111000060003IOZSV", UsccFault.Alphabet)]
    [InlineData("91350100M000100Y4I", UsccFault.Alphabet)]
    [InlineData("91350100M000100Y4山", UsccFault.Alphabet)]
    [InlineData("Z1350100M000100Y43", UsccFault.Alphabet)]
    [InlineData("98350100M000100Y43", UsccFault.Prefix)]
    [InlineData("91350100M000100Y44", UsccFault.CheckCharacter)]
    public void The_check_that_failed_is_named(string? code, UsccFault fault) => Uscc.Check(code).Fault.ShouldBe(fault);

    [Theory]
    [InlineData("91350100m000100y43")]
    [InlineData(" 9135 0100 M000 100Y 43 ")]
    [InlineData("９１３５０１００Ｍ０００１００Ｙ４３")]
    [InlineData("91350100-M000100Y4-3")]
    [InlineData("\uFEFF91350100M000100Y43\u200B\u3000")]
    public void Case_width_blanks_and_hyphens_are_normalised_first(string written)
    {
        var check = Uscc.Check(written);

        check.IsValid.ShouldBeTrue();
        check.Normalised.ShouldBe(Good);
        check.Raw.ShouldBe(written);
    }

    [Fact]
    public void An_unknown_division_is_a_warning_and_a_withdrawn_one_is_not()
    {
        Uscc.Check(WithCheck("91999900M000100Y4")).Warnings.ShouldBe([UsccWarning.UnknownDivision]);
        Uscc.Check(WithCheck("91370922M000100Y4")).Warnings.ShouldBeEmpty(); // 肥城县, withdrawn 1992
    }

    [Fact]
    public void The_parts_of_a_code_are_read()
    {
        var code = Uscc.Parse(Good);

        (code.RegisteringAuthority, code.OrganisationClass, code.DivisionCode, code.OrganisationCode).ShouldBe(('9', '1', "350100", "M000100Y4"));
    }

    [Fact]
    public void The_default_value_is_no_code()
    {
        Should.Throw<InvalidOperationException>(() => default(Uscc).Value);
        Should.Throw<FormatException>(() => Uscc.Parse("12345"));
    }

    [Fact]
    public void A_megabyte_in_a_code_column_is_only_too_long() => Uscc.Check(new string('9', 1 << 20)).Fault.ShouldBe(UsccFault.Length);

    [Fact]
    public void Any_single_changed_character_is_noticed() =>
        Prop.ForAll(Codes().ToArbitrary(), Positions().ToArbitrary(), (code, change) =>
        {
            var changed = Changed(code, change.At, change.Step);
            return changed == code || !Uscc.Check(changed).IsValid;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Checking_never_throws_and_a_valid_code_checks_again() =>
        Prop.ForAll<string>(text =>
        {
            var check = Uscc.Check(text);
            return check.IsValid == Uscc.TryParse(text, out var code) && (!check.IsValid || Uscc.Check(code.Value).IsValid);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Normalising_twice_is_normalising_once() =>
        Prop.ForAll<string>(text => IdentifierText.Normalise(IdentifierText.Normalise(text)) == IdentifierText.Normalise(text)).QuickCheckThrowOnFailure();

    internal static string WithCheck(string body) => body + Uscc.CheckCharacter(body);

    private static Gen<string> Codes() =>
        from letters in Gen.Elements(Uscc.Alphabet.ToCharArray()).ArrayOf(15)
        select WithCheck("91" + new string(letters));

    private static Gen<(int At, int Step)> Positions() =>
        from at in Gen.Choose(0, Uscc.Length - 1)
        from step in Gen.Choose(1, Uscc.Alphabet.Length - 1)
        select (at, step);

    private static string Changed(string code, int at, int step)
    {
        var letters = code.ToCharArray();
        letters[at] = Uscc.Alphabet[(Uscc.Alphabet.IndexOf(letters[at], StringComparison.Ordinal) + step) % Uscc.Alphabet.Length];
        return new string(letters);
    }
}
