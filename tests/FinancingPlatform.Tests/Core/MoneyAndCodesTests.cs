using FinancingPlatform.Core.Finance;
using FinancingPlatform.Core.Identifiers;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Core;

public sealed class MoneyAndCodesTests
{
    [Theory]
    [InlineData("0.000001", "0.01")]
    [InlineData("1.234567", "12345.67")]
    [InlineData("20000", "200000000")]
    [Trait("trap", "7")]
    public void Ten_thousands_with_six_digits_are_yuan_with_two(string wan, string yuan) =>
        Money.FromWan(decimal.Parse(wan, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(decimal.Parse(yuan, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    [Trait("trap", "7")]
    public void Yuan_to_ten_thousands_and_back_loses_no_cent() =>
        Prop.ForAll<int>(cents => Money.FromWan(Money.ToWan(cents / 100m)) == cents / 100m).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1,557,111.3000", true)]
    [InlineData("-1e-05", true)]
    [InlineData("N/A", false)]
    [InlineData("1e30", false)]
    public void Amounts_are_read_as_exports_write_them(string text, bool isAmount) => Money.TryParse(text, out _).ShouldBe(isAmount);

    [Fact]
    public void Half_a_cent_goes_up() => Money.Round(0.125m).ShouldBe(0.13m);

    [Fact]
    public void The_divisions_of_the_city_are_known()
    {
        Divisions.DistrictsOf("3709").ShouldBe(["370902", "370911", "370921", "370923", "370982", "370983"]);
        Divisions.NameOf("370902").ShouldBe("泰山区");
        Divisions.IsKnown("370922").ShouldBeTrue();
        Divisions.IsInForce("370922").ShouldBeFalse();
        Divisions.IsInCity("370902", "3709").ShouldBeTrue();
        Divisions.IsInCity("371002", "3709").ShouldBeFalse();
        Divisions.IsInCity("3709", "3709").ShouldBeFalse();
    }

    [Fact]
    public void Industries_are_known_with_and_without_their_section_letter()
    {
        Industries.Normalise("5132").ShouldBe("F5132");
        Industries.Normalise(" f5132 ").ShouldBe("F5132");
        Industries.SectionOf("5132").ShouldBe('F');
        Industries.NameOf("A01").ShouldBe("农业");
        Industries.IsKnown("9999").ShouldBeFalse();
        Industries.IsKnown(null).ShouldBeFalse();
    }
}
