using System.Globalization;
using System.Text.Json;

namespace FinancingPlatform.EndToEnd;

public sealed class DemoTests(RunningPlatform platform)
{
    private static readonly string[] Names = ["register", "verify", "authorise", "pull", "line", "loan", "province", "nation", "ratio"];

    [Fact]
    public async Task The_demo_walks_every_step()
    {
        var demo = await DemoAsync();
        demo.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("name").GetString()).ShouldBe(Names);
        demo.GetProperty("steps").EnumerateArray().ShouldAllBe(s => s.GetProperty("ok").GetBoolean());
    }

    [Fact]
    public async Task A_province_that_was_down_during_the_loan_gets_everything_once_and_in_order()
    {
        var demo = await DemoAsync("--pause-province");
        var steps = demo.GetProperty("steps").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!, s => s.GetProperty("detail").GetString()!, StringComparer.Ordinal);
        steps["loan"].ShouldContain("province stopped");
        steps["province"].ShouldContain("4 messages accepted in order (last place 4)");
        steps["nation"].ShouldContain("4 messages accepted in order (last place 4)");
    }

    [Fact]
    public async Task Progress_goes_to_standard_error_and_one_json_line_to_standard_output()
    {
        var result = await Command.FpAsync("demo", "--json", "--port-base", platform.PortBase.ToString(CultureInfo.InvariantCulture));
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Out.Trim().Split('\n').ShouldHaveSingleItem();
    }

    private async Task<JsonElement> DemoAsync(params string[] more)
    {
        var result = await Command.FpAsync(["demo", "--json", "--data", platform.Data, .. more]);
        result.ExitCode.ShouldBe(0, result + "\n" + platform.Lines());
        var demo = JsonSerializer.Deserialize<JsonElement>(result.Out);
        demo.GetProperty("ok").GetBoolean().ShouldBeTrue();
        return demo;
    }
}
