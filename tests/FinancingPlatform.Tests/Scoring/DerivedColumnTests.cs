using System.Text;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Columns that a schema makes from others without code.</summary>
public sealed class DerivedColumnTests
{
    private const string Columns = """
        {"name":"a","role":"feature","missing":["NA"]},{"name":"b","role":"ignore"},{"name":"d","role":"ignore","type":"date"},{"name":"e","role":"ignore","type":"date"},
        {"name":"zip","role":"ignore","missing":["?"]},{"name":"w","role":"weight"},{"name":"y","role":"label"}
        """;

    [Fact]
    public void Each_operation_is_worked_by_hand_and_unknown_stays_unknown()
    {
        var table = Read(
            """
            {"name":"ratio","op":"ratio","of":["a","b"],"direction":1},{"name":"gap","op":"difference","of":["a","b"]},{"name":"days","op":"difference","of":["e","d"]},
            {"name":"sum","op":"sum","of":["a","b","a"]},{"name":"year","op":"year","of":["d"]},{"name":"month","op":"month","of":["d"]},{"name":"home","op":"is","of":["zip"],"values":["7030","x"]}
            """,
            "6,4,2007-03-31,2007-04-02,7030,1,0\nNA,4,,2007-04-02,?,1,0\n3,0,1969-12-31,1969-12-30,99,1,1\n").Value;

        table.Features.Select(f => f.Name).ShouldBe(["a", "ratio", "gap", "days", "sum", "year", "month", "home"]);
        table.Features[1].Direction.ShouldBe(1);
        table.Row(0).ToArray().ShouldBe([6, 1.5f, 2, 2, 16, 2007, 3, 1]);
        table.Row(1).ToArray().ShouldAllBe(v => float.IsNaN(v));
        // Divided by nought is unknown, not endless.
        table.Row(2).ToArray().ShouldBe([3, float.NaN, 3, -1, 6, 1969, 12, 0]);
    }

    [Fact]
    public void Categories_are_prefixes_and_crosses_also_of_derived_steps()
    {
        var table = Read(
            """{"name":"zip3","op":"prefix","of":["zip"],"length":3,"pad":5,"role":"ignore"},{"name":"year","op":"year","of":["d"],"role":"ignore"},{"name":"both","op":"cross","of":["zip3","year"]}""",
            "1,1,2007-01-01,,7030,1,0\n1,1,2008-01-01,,07031,1,0\n1,1,2007-05-01,,7031,1,0\n1,1,,,7031,1,1\n").Value;

        table.Features.Select(f => f.Name).ShouldBe(["a", "both"]);
        table.Categories[1].ShouldBe(["070\u001F2007", "070\u001F2008"]);
        Enumerable.Range(0, 4).Select(r => table.Row(r)[1]).ShouldBe([0, 1, 0, float.NaN]);
    }

    [Theory]
    [InlineData("""{"name":"x","op":"ratio","of":["a","y"]}""", "leak")]
    [InlineData("""{"name":"x","op":"ratio","of":["a","w"]}""", "leak")]
    [InlineData("""{"name":"x","op":"ratio","of":["a","nowhere"]}""", "no column nowhere above")]
    [InlineData("""{"name":"x","op":"sum","of":["a","z"]},{"name":"z","op":"sum","of":["a","b"]}""", "no column z above")]
    [InlineData("""{"name":"a","op":"sum","of":["a","b"]}""", "twice")]
    [InlineData("""{"name":"x","op":"sum","of":["a"]}""", "two columns or more")]
    [InlineData("""{"name":"x","op":"ratio","of":["a"]}""", "two columns")]
    [InlineData("""{"name":"x","op":"ratio","of":[]}""", "of is missing")]
    [InlineData("""{"name":"x","op":"year","of":["a"]}""", "type date")]
    [InlineData("""{"name":"x","op":"prefix","of":["zip"]}""", "length")]
    [InlineData("""{"name":"x","op":"prefix","of":["zip"],"length":2,"pad":99}""", "pad")]
    [InlineData("""{"name":"x","op":"prefix","of":["zip"],"length":2,"direction":1}""", "direction")]
    [InlineData("""{"name":"x","op":"is","of":["zip"]}""", "values")]
    [InlineData("""{"name":"x","op":"sum","of":["a","b"],"length":2}""", "prefix only")]
    [InlineData("""{"name":"x","op":"sum","of":["a","b"],"role":"label"}""", "feature or ignore")]
    [InlineData("""{"name":"x","op":"power","of":["a","b"]}""", "derived[0].op")]
    public void What_makes_no_sense_is_refused_by_name(string derived, string says)
    {
        var error = ModelSchema.Read(Schema(derived)).Error;

        error.Code.ShouldBe("schema-unusable");
        $"{error.Field} {error.MessageEn}".ShouldContain(says);
    }

    [Fact]
    public void Text_in_a_source_names_line_and_source() =>
        Read("""{"name":"x","op":"ratio","of":["a","b"]}""", "1,many,,,,1,0\n").Error.Field.ShouldBe("line 2, column b");

    [Fact]
    public void A_table_without_a_source_is_refused_also_when_the_source_is_otherwise_ignored()
    {
        var schema = ModelSchema.Read(Schema("""{"name":"x","op":"ratio","of":["a","b"]}""")).Value;

        ModelTableReader.Read(new StringReader("a,d,e,zip\n1,,,\n"), schema, labelled: false).Error.Field.ShouldBe("column b");
        ModelTableReader.Read(new StringReader("a,b\n6,3\n"), schema, labelled: false).Value.Row(0).ToArray().ShouldBe([6, 2]);
    }

    [Fact]
    public void A_schema_keeps_its_derived_columns_when_it_is_written()
    {
        var schema = ModelSchema.Read(Schema("""{"name":"x","op":"prefix","of":["zip"],"length":3,"pad":5}""")).Value;

        var again = ModelSchema.Read(schema.Write()).Value;

        again.Derived!.Single().Pad.ShouldBe(5);
        again.Write().ShouldBe(schema.Write());
    }

    private static byte[] Schema(string derived) =>
        Encoding.UTF8.GetBytes($$$"""{"columns":[{{{Columns}}}],"derived":[{{{derived}}}],"label":{"column":"y","bad":["1"]}}""");

    private static Result<ModelTable> Read(string derived, string rows) =>
        ModelTableReader.Read(new StringReader("a,b,d,e,zip,w,y\n" + rows), ModelSchema.Read(Schema(derived)).Value, labelled: true);
}
