using System.Text;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>A table from a stranger: what is wrong is named by line and column.</summary>
public sealed class ModelTableTests
{
    private const string Schema = """
        {"columns":[{"name":"a","role":"feature","missing":["NA"]},{"name":"d","role":"feature","type":"date"},
                    {"name":"g","role":"group"},{"name":"w","role":"weight"},{"name":"y","role":"label"},{"name":"x","role":"ignore"}],
         "label":{"column":"y","bad":["bad"]}}
        """;

    [Fact]
    public void Numbers_dates_unknowns_labels_weights_and_groups_are_read()
    {
        var table = Read("y,a,d,g,w,x\nbad,1.5,1970-01-02,p,2,\"any, thing\"\ngood,NA,,p,1,\ngood,,1969-12-31,q,1,z\n").Value;

        table.Values.ShouldBe([1.5f, 1f, float.NaN, float.NaN, float.NaN, -1f]);
        table.Labels.ShouldBe([1f, 0f, 0f]);
        table.Weights.ShouldBe([2f, 1f, 1f]);
        table.Groups.ShouldBe([0, 0, 1]);
    }

    [Theory]
    [InlineData("y,a,d,g,w,x\nbad,abc,,p,1,\n", "line 2, column a")]
    [InlineData("y,a,d,g,w,x\nbad,1,,p,1,\nbad,Infinity,,p,1,\n", "line 3, column a")]
    [InlineData("y,a,d,g,w,x\nbad,1e40,,p,1,\n", "line 2, column a")]
    [InlineData("y,a,d,g,w,x\nbad,NaN,,p,1,\n", "line 2, column a")]
    [InlineData("y,a,d,g,w,x\nbad,-inf,,p,1,\n", "line 2, column a")]
    [InlineData("y,a,d,g,w,x\nbad,1,2020-02-30,p,1,\n", "line 2, column d")]
    [InlineData("y,a,d,g,w,x\nbad,1,,p,NaN,\n", "line 2, column w")]
    [InlineData("y,a,d,g,x\nbad,1,,p,\n", "column w")]
    [InlineData("y,a,d,w,x\nbad,1,,1,\n", "column g")]
    [InlineData("y,a,d,g,w,x\nbad,1,31.12.2020,p,1,\n", "line 2, column d")]
    [InlineData("y,a,d,g,w,x\nbad,1,,p,-1,\n", "line 2, column w")]
    [InlineData("y,a,d,g,w,x\n,1,,p,1,\n", "line 2, column y")]
    [InlineData("y,a,d,g,w,x\nbad,1\n", "line 2")]
    [InlineData("y,a,d,g,w,x,more\nbad,1,,p,1,,7\n", "column more")]
    [InlineData("y,a,a,d,g,w,x\n", "column a")]
    [InlineData("y,d,g,w,x\n", "column a")]
    [InlineData("a,d,g,w,x\n", "column y")]
    [InlineData("", "line 1")]
    public void What_is_wrong_is_named_by_line_and_column(string text, string where)
    {
        var error = Read(text).Error;

        error.Code.ShouldBe("table-unusable");
        error.Field.ShouldBe(where);
    }

    [Theory]
    [InlineData("{", "")]
    [InlineData("""{"columns":[{"name":"a","role":"target"}]}""", "columns")]
    [InlineData("""{"columns":[{"name":"a","role":"feature"}],"extra":1}""", "extra")]
    [InlineData("""{"columns":[{"name":"a","role":"ignore"}]}""", "feature")]
    [InlineData("""{"columns":[{"name":"a","role":"feature"},{"name":"a","role":"ignore"}]}""", "twice")]
    [InlineData("""{"columns":[{"name":"a","role":"feature","direction":2}]}""", "direction")]
    [InlineData("""{"columns":[{"name":"a","role":"feature","type":"category","direction":1}]}""", "category")]
    [InlineData("""{"columns":[{"name":"a","role":"feature"}],"label":{"column":"b","bad":["1"]}}""", "label")]
    public void A_schema_that_says_nothing_usable_is_refused_with_its_place(string json, string says)
    {
        var error = ModelSchema.Read(Encoding.UTF8.GetBytes(json)).Error;

        error.Code.ShouldBe("schema-unusable");
        error.MessageEn.ShouldContain(says);
    }

    [Fact]
    public void A_quote_that_is_never_closed_is_an_error_and_not_all_memory() =>
        Read("y,a,d,g,w,x\nbad,\"" + new string('1', CsvRows.MaxFieldChars + 10)).IsOk.ShouldBeFalse();

    [Fact]
    public void Categories_become_codes_and_times_numbers()
    {
        var schema = ModelSchema.Read("""
            {"columns":[{"name":"c","role":"feature","type":"category","missing":["?"]},{"name":"t","role":"time","type":"date"},{"name":"y","role":"label"}],
             "label":{"column":"y","bad":["1"]}}
            """u8).Value;

        var table = ModelTableReader.Read(new StringReader("c,t,y\nred,1970-01-03,0\nblue,1970-01-02,1\nred,1970-01-05,0\n?,1970-01-01,1\n"), schema, labelled: true).Value;

        table.Values.ShouldBe([0f, 1f, 0f, float.NaN]);
        table.Categories[0].ShouldBe(["red", "blue"]);
        table.Times.ShouldBe([2d, 1d, 4d, 0d]);
        ModelTableReader.Read(new StringReader("c,t,y\nred,soon,0\n"), schema, labelled: true).Error.Field.ShouldBe("line 2, column t");
    }

    private static Result<ModelTable> Read(string text) =>
        ModelTableReader.Read(new StringReader(text), ModelSchema.Read(Encoding.UTF8.GetBytes(Schema)).Value, labelled: true);
}
