using System.Text.Json;

namespace FinancingPlatform.EndToEnd;

/// <summary>A department delivers to the running platform over its interface, with the client that the first run made.</summary>
public sealed class DeliverTests(RunningPlatform platform)
{
    [Fact]
    public async Task A_department_delivers_a_file_reads_its_balance_and_the_same_file_again_changes_nothing()
    {
        var uscc = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(Path.Combine(platform.Data, "demo", "enterprises.json")))[0].GetProperty("uscc").GetString();
        var folder = Directory.CreateTempSubdirectory("fp-deliver-");
        try
        {
            var file = Path.Combine(folder.FullName, "tax.csv");
            await File.WriteAllTextAsync(file, $"uscc,key,occurred_on,amount_yuan,code\n{uscc},DELIVERED-1,2026-02-15,10.00,paid\n{uscc},DELIVERED-2,2026-02-30,10.00,paid\n");

            var first = await DeliverAsync(file);
            var again = await DeliverAsync(file);

            (first.GetProperty("state").GetString(), first.GetProperty("accepted_new").GetInt32(), first.GetProperty("rejected").GetInt32()).ShouldBe(("imported", 1, 1));
            (await File.ReadAllTextAsync(file + ".rejected.csv")).ShouldContain("\n3,");
            again.GetProperty("delivery").GetGuid().ShouldBe(first.GetProperty("delivery").GetGuid());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<JsonElement> DeliverAsync(string file)
    {
        var result = await Command.FpAsync("deliver", "tax-payment", file, "--json", "--data", platform.Data);
        result.ExitCode.ShouldBe(0, result + "\n" + platform.Lines());
        return JsonSerializer.Deserialize<JsonElement>(result.Out);
    }
}
