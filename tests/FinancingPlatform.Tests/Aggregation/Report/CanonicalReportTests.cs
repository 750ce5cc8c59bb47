using FinancingPlatform.Aggregation.Report;
using FsCheck;
using FsCheck.Fluent;

namespace FinancingPlatform.Tests.Aggregation.Report;

public sealed class CanonicalReportTests
{
    [Fact, Trait("rule", "B7")]
    public void Two_reports_have_the_same_bytes_only_when_they_say_the_same()
    {
        Prop.ForAll(Values.ToArbitrary(), Values.ToArbitrary(), (one, other) =>
            CanonicalReport.BytesOf(Of(one)).AsSpan().SequenceEqual(CanonicalReport.BytesOf(Of(other))) == one.SequenceEqual(other, StringComparer.Ordinal)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_digest() =>
        Of(["ab", "c"]).Digest.ShouldNotBe(Of(["a", "bc"]).Digest);

    [Fact, Trait("rule", "trap 15")]
    public void Unknown_is_neither_empty_nor_zero()
    {
        var digests = new[] { Of([null]), Of([""]), Of(["0"]), Of([]) }.Select(report => report.Digest).ToList();

        digests.Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
    }

    [Fact]
    public void The_digest_of_this_form_stays_what_it_is() =>
        // Reports on paper carry it: a change of the form has to name itself a new one.
        Of(["虚构"]).Digest.ShouldBe("3cea3c49b219a1f24fc4050c62dcd892467af94de6be0fb84cd0c74e40ba4c2d");

    // A small alphabet, so that equal lists occur among the random ones.
    private static Gen<string?[]> Values => Gen.Elements<string?>(null, "", "0", "a", "aa", "罚").ArrayOf().Resize(3);

    private static CreditReport Of(string?[] values) =>
        new([.. values.Select(value => new ReportField("f", "字段", "Field", value))], "2024", [new ReportPart("public", [new ReportBlock("penalties", null, [])])], Invented: true);
}
