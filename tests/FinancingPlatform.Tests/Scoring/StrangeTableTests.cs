using System.Globalization;
using System.Text;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Scoring.Tables;
using FinancingPlatform.Scoring.Training;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Ways in which other people's tables are written, each said in the schema and never in code.</summary>
public sealed class StrangeTableTests
{
    private const string Plain = """{"columns":[{"name":"y","role":"label"},{"name":"a","role":"feature"}],"label":{"column":"y","bad":[1]}}""";

    [Theory]
    [InlineData("y,a\n1,2\n0,3\n")]
    [InlineData("y;a\n1;2\n0;3\n")]
    [InlineData("y\ta\n1\t2\n0\t3\n")]
    [InlineData("y|a\n1|2\n0|3\n")]
    [InlineData("\"y\",\"a\"\r\n\"1\",\"2\"\r\n\"0\",\"3\"\r\n")]
    [InlineData("\uFEFFy , a\n 1 , 2 \n0,3")]
    public void Commas_semicolons_tabs_bars_quotes_and_blanks_give_the_same_table(string text)
    {
        var table = Read(text, Plain).Value;

        table.Values.ShouldBe([2f, 3f]);
        table.Labels.ShouldBe([1f, 0f]);
    }

    [Theory]
    [InlineData("""["bankrupt"]""", "bankrupt", "alive")]
    [InlineData("""["yes","y"]""", "y", "no")]
    [InlineData("[1]", "1.0", "0.0")]
    [InlineData("[true]", "True", "False")]
    [InlineData("1", "1", "0")]
    [InlineData("[2]", "2", "1")]
    public void A_label_is_any_text_number_or_truth(string bad, string isBad, string isGood) =>
        Read($"y,a\n{isBad},2\n{isGood},3\n", Plain.Replace("[1]", bad, StringComparison.Ordinal)).Value.Labels.ShouldBe([1f, 0f]);

    [Theory]
    [InlineData("?")]
    [InlineData("NA")]
    [InlineData("-999")]
    [InlineData("-999.0")]
    [InlineData("")]
    public void What_is_declared_as_missing_is_unknown_whether_text_or_number(string unknown)
    {
        var schema = """{"columns":[{"name":"y","role":"label"},{"name":"a","role":"feature","missing":["?","NA",-999]}],"label":{"column":"y","bad":["1"]}}""";

        Read($"y,a\n1,{unknown}\n0,-998\n", schema).Value.Values.ShouldBe([float.NaN, -998f]);
    }

    [Theory]
    [InlineData("\"strip\":[\"$\",\",\"]", "\"$1,250.50\"", 1250.5f)]
    [InlineData("\"strip\":[\"%\"]", "10.65%", 10.65f)]
    [InlineData("\"strip\":[\"months\"]", " 36 months", 36f)]
    public void Signs_around_a_number_are_taken_away_as_the_schema_says(string member, string field, float value) =>
        Read($"y,a\n1,{field}\n0,3\n", Plain.Replace("\"role\":\"feature\"", $"\"role\":\"feature\",{member}", StringComparison.Ordinal)).Value.Values[0].ShouldBe(value);

    [Fact]
    public void A_decimal_comma_is_read_where_the_schema_says_so_and_named_where_it_does_not()
    {
        Read("y;a\n1;0,35\n0;3\n", Plain.Replace("{\"columns\"", "{\"decimal\":\",\",\"columns\"", StringComparison.Ordinal)).Value.Values.ShouldBe([0.35f, 3f]);

        var error = Read("y;a\n1;0,35\n0;3\n", Plain).Error;
        error.Field.ShouldBe("line 2, column a");
        error.MessageEn.ShouldContain("decimal comma");
    }

    [Theory]
    [InlineData("", "2011-12-01")]
    [InlineData("", "2011/12/01")]
    [InlineData("", "20111201")]
    [InlineData("", "2011-12")]
    [InlineData("", "2011-12-01 13:45:00")]
    [InlineData("MMM-yyyy", "Dec-2011")]
    [InlineData("dd.MM.yyyy", "01.12.2011")]
    [InlineData("d-MMM-yy", "1-Dec-11")]
    public void Dates_are_read_as_iso_or_as_their_format_says(string format, string field)
    {
        var member = format.Length == 0 ? "" : $",\"format\":\"{format}\"";
        var schema = Plain.Replace("\"role\":\"feature\"", $"\"role\":\"feature\",\"type\":\"date\"{member}", StringComparison.Ordinal);

        Read($"y,a\n1,{field}\n0,{field}\n", schema).Value.Values[0].ShouldBe(new DateOnly(2011, 12, 1).DayNumber - new DateOnly(1970, 1, 1).DayNumber);
    }

    [Fact]
    public void Rows_whose_outcome_is_not_known_are_left_out_of_learning_and_kept_in_scoring()
    {
        var schema = Plain.Replace("\"bad\":[1]", "\"bad\":[1],\"leave_out\":[\"\",\"current\"]", StringComparison.Ordinal);
        const string Text = "y,a\n1,2\ncurrent,abc\n,4\n0,5\n";

        var learnt = Read(Text, schema).Value;

        (learnt.Rows, learnt.LeftOut).ShouldBe((2, 2));
        learnt.Values.ShouldBe([2f, 5f]);
        Read(Text.Replace("abc", "3", StringComparison.Ordinal), schema, labelled: false).Value.Values.ShouldBe([2f, 3f, 4f, 5f]);
        Read("y,a\n1,2\n,4\n", Plain).Error.Field.ShouldBe("line 3, column y");
    }

    [Fact]
    public void Names_with_blanks_and_a_nameless_first_column_are_matched()
    {
        var schema = """{"columns":[{"name":"","role":"ignore"},{"name":" Net worth/Assets [%]","role":"feature"},{"name":"Bankrupt?","role":"label"}],"label":{"column":"Bankrupt?","bad":[1]}}""";

        var table = Read(",Bankrupt?, Net worth/Assets [%]\n0,1,0.5\n1,0,0.75\n", schema).Value;

        table.Values.ShouldBe([0.5f, 0.75f]);
        table.Features.Single().Name.ShouldBe(" Net worth/Assets [%]");
    }

    [Fact]
    public void Rows_without_a_group_are_not_one_subject()
    {
        var schema = """{"columns":[{"name":"y","role":"label"},{"name":"a","role":"feature"},{"name":"g","role":"group"}],"label":{"column":"y","bad":[1]}}""";

        Read("y,a,g\n1,2,\n0,3,\n0,3,p\n1,3,p\n", schema).Value.Groups.Distinct().Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("\"format\":\"MMM\"", "format")]
    [InlineData("\"strip\":[\"\"]", "strip")]
    [InlineData("\"missing\":[{}]", "not a valid schema")]
    [InlineData("\"missings\":[\"NA\"]", "missings")]
    public void A_member_that_cannot_be_meant_so_is_refused(string member, string says) =>
        ModelSchema.Read(Encoding.UTF8.GetBytes(Plain.Replace("\"role\":\"feature\"", $"\"role\":\"feature\",{member}", StringComparison.Ordinal))).Error.MessageEn.ShouldContain(says);

    [Fact]
    public void A_schema_keeps_its_meaning_when_it_is_written_and_read_again()
    {
        var schema = """
            {"decimal":",","columns":[{"name":"d","role":"time","type":"date","format":"MMM-yyyy"},{"name":"a","role":"feature","strip":["%"],"missing":[-1]},{"name":"y","role":"label"}],
             "label":{"column":"y","bad":[1],"leave_out":["running"]}}
            """;

        var once = ModelSchema.Read(Encoding.UTF8.GetBytes(schema)).Value.Write();

        ModelSchema.Read(once).Value.Write().ShouldBe(once);
        Encoding.UTF8.GetString(once).ShouldContain("\"leave_out\"");
    }

    [Fact]
    public void A_value_that_only_bad_rows_have_is_a_suspect_and_a_column_that_is_the_label_is_a_leak()
    {
        var text = new StringBuilder("y,honest,partly,wholly\n");
        for (var i = 0; i < 4000; i++)
        {
            var bad = i % 10 == 0;
            text.Append(CultureInfo.InvariantCulture, $"{(bad ? 1 : 0)},{i * 7919 % 4000},{(bad && i % 20 == 0 ? 100 + i : i % 3)},{(bad ? 0.5 + i : 0)}\n");
        }

        var columns = """{"name":"honest","role":"feature"},{"name":"partly","role":"feature"},{"name":"wholly","role":"feature"}""";
        var table = Read(text.ToString(), Plain.Replace("{\"name\":\"a\",\"role\":\"feature\"}", columns, StringComparison.Ordinal)).Value;

        LeakCheck.Suspects(table).Select(s => s.Column).ShouldBe(["partly"]);
        LeakCheck.Area(table, 0).ShouldBeNull();
        LeakCheck.Area(table, 1).ShouldBeNull();
        LeakCheck.Area(table, 2).ShouldNotBeNull();
    }

    private static Result<ModelTable> Read(string text, string schema, bool labelled = true) =>
        ModelTableReader.Read(new StringReader(text), ModelSchema.Read(Encoding.UTF8.GetBytes(schema)).Value, labelled);
}
