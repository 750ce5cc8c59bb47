using System.Net.Http.Json;
using System.Text.Json;

namespace FinancingPlatform.EndToEnd;

/// <summary>The issuer's key rolled by hand while everything runs.</summary>
public sealed class KeysTests(RunningPlatform platform)
{
    [Fact]
    public async Task A_roll_is_published_beside_the_old_key_within_seconds_and_a_second_one_waits_for_it()
    {
        using var http = new HttpClient { BaseAddress = platform.Portal };
        var before = await KidsAsync(http);

        var rolled = await Command.FpAsync("keys", "rotate", "--json", "--data", platform.Data);
        var again = await Command.FpAsync("keys", "rotate", "--data", platform.Data);

        rolled.ExitCode.ShouldBe(0, rolled.ToString());
        var answer = JsonSerializer.Deserialize<JsonElement>(rolled.Out);
        answer.GetProperty("signs_from").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow(), "cached key sets learn of it first");
        again.ExitCode.ShouldBe(1, again.ToString());
        again.Error.ShouldContain("one roll at a time");
        string[] wanted = [.. before, answer.GetProperty("kid").GetString()!];
        for (var attempt = 0; attempt < 40 && (await KidsAsync(http)).Length < wanted.Length; attempt++)
        {
            await Task.Delay(500);
        }

        (await KidsAsync(http)).ShouldBe(wanted, ignoreOrder: true);
    }

    private static async Task<string[]> KidsAsync(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonElement>("/connect/jwks")).GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("kid").GetString()!)];
}
