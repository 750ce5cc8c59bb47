using System.Globalization;
using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Tests.Core;

public sealed class OldIdentifierTests
{
    [Fact]
    public void Organisation_codes_of_the_vectors_are_valid_also_with_a_hyphen()
    {
        IdentifierVectors.Strings("org_code_gb11714", "valid").Where(code => !OrganisationCode.IsValid(code)).ShouldBeEmpty();
        OrganisationCode.IsValid("MA1FL0LY-9").ShouldBeTrue();
        OrganisationCode.IsValid("MA1FL0LY8").ShouldBeFalse();
        OrganisationCode.IsValid("山A1FL0LY9").ShouldBeFalse();
        OrganisationCode.IsValid(null).ShouldBeFalse();
    }

    [Fact]
    public void Registration_numbers_of_the_vectors_are_valid_and_one_digit_off_is_not()
    {
        var numbers = IdentifierVectors.Strings("reg_no_15_gs15", "valid").Concat(IdentifierVectors.Strings("reg_no_15_gs15", "registry_valid")).ToList();

        numbers.Count.ShouldBeGreaterThan(300);
        numbers.Where(number => !RegistrationNumber.IsValid(number)).ShouldBeEmpty();
        numbers.Where(number => RegistrationNumber.IsValid(NextLastDigit(number))).ShouldBeEmpty();
        RegistrationNumber.IsValid("11010800000001A").ShouldBeFalse();
    }

    [Fact]
    public void Resident_numbers_are_recognised_so_that_they_can_be_kept_out()
    {
        IdentifierVectors.Strings("resident_id_gb11643", "valid").Where(number => !ResidentId.IsValid(number)).ShouldBeEmpty();
        IdentifierVectors.Pairs("resident_id_gb11643", "birth")
            .Where(pair => ResidentId.BirthOf(pair.Value) != DateOnly.Parse(pair.Remark, CultureInfo.InvariantCulture)).ShouldBeEmpty();

        // A division that existed at another time than the birth needs a dated list; the platform stores no such number and does not need it.
        IdentifierVectors.Pairs("resident_id_gb11643", "invalid").Where(pair => !pair.Remark.StartsWith("county", StringComparison.Ordinal))
            .Where(pair => ResidentId.IsValid(pair.Value)).ShouldBeEmpty();
    }

    private static string NextLastDigit(string number) => number[..^1] + (char)('0' + ((number[^1] - '0' + 1) % 10));
}
