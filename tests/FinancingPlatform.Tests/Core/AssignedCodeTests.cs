using FinancingPlatform.Core.Identifiers;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Core;

[Trait("rule", "B3")]
public sealed class AssignedCodeTests
{
    [Fact]
    public void No_valid_vector_is_wrong_and_division_inner_check_and_prefix_never_count()
    {
        var codes = IdentifierVectors.Strings("uscc_valid", "stdnum").Concat(IdentifierVectors.Strings("uscc_valid_but_org_code_check_fails")).ToList();

        codes.Count.ShouldBeGreaterThan(40);
        codes.Where(code => AssignedCode.Judge(code, foldCase: true) != AssignedCodeFault.None).ShouldBeEmpty();
    }

    [Fact]
    public void Published_faults_are_wrong_as_sent_and_those_of_case_only_are_right_when_folded()
    {
        foreach (var (code, remark) in IdentifierVectors.Pairs("uscc_published_but_invalid"))
        {
            AssignedCode.IsWrong(AssignedCode.Judge(code, foldCase: false)).ShouldBeTrue(code);
            if (remark == "lower-case letter, valid when upper-cased")
            {
                AssignedCode.Judge(code, foldCase: true).ShouldBe(AssignedCodeFault.None, code);
            }
        }
    }

    [Theory]
    [InlineData(null, AssignedCodeFault.Missing)]
    [InlineData("  ", AssignedCodeFault.Missing)]
    [InlineData("370900228000123", AssignedCodeFault.OldNumber)]
    [InlineData("91350100M000100Y4", AssignedCodeFault.Length)]
    [InlineData(" 91350100M000100Y43", AssignedCodeFault.Length)]
    [InlineData("91350100I000100Y43", AssignedCodeFault.Alphabet)]
    [InlineData("91350100m000100Y43", AssignedCodeFault.Alphabet)]
    [InlineData("91350100M000100Y44", AssignedCodeFault.CheckCharacter)]
    [InlineData("91350100M000100Y43", AssignedCodeFault.None)]
    public void A_code_is_judged_as_it_was_sent(string? code, AssignedCodeFault fault) => AssignedCode.Judge(code, foldCase: false).ShouldBe(fault);

    [Fact]
    public void Folding_never_makes_a_right_code_wrong_and_changes_nothing_for_capital_letters() =>
        Prop.ForAll(Codes(), code =>
            (AssignedCode.IsWrong(AssignedCode.Judge(code, foldCase: false)) || !AssignedCode.IsWrong(AssignedCode.Judge(code, foldCase: true)))
            && AssignedCode.Judge(AssignedCode.Fold(code), foldCase: false) == AssignedCode.Judge(code, foldCase: true)).QuickCheckThrowOnFailure();

    [Fact]
    public void One_other_digit_makes_a_right_code_wrong() =>
        Prop.ForAll(Gen.Choose(0, 17).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (at, by) =>
        {
            var code = "913501001000100143"[..17];
            code += Uscc.CheckCharacter(code);
            var other = code.ToCharArray();
            other[at] = Uscc.Alphabet[(Uscc.Alphabet.IndexOf(other[at], StringComparison.Ordinal) + by) % Uscc.Alphabet.Length];
            return AssignedCode.Judge(new string(other), foldCase: false) == AssignedCodeFault.CheckCharacter;
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<string> Codes() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? string.Empty),
        Gen.ArrayOf(Gen.Elements("0123456789ABCDEFGHJKLMNPQRTUWXYabcdmxy".ToCharArray()), 18).Select(chars => new string(chars)),
        Gen.ArrayOf(Gen.Elements(Uscc.Alphabet.ToCharArray()), 17).Select(chars => new string(chars)).Select(body => body + Uscc.CheckCharacter(body)),
        Gen.ArrayOf(Gen.Elements(Uscc.Alphabet.ToCharArray()), 17).Select(chars => new string(chars)).Select(body => (body + Uscc.CheckCharacter(body)).ToLowerInvariant())).ToArbitrary();
}
