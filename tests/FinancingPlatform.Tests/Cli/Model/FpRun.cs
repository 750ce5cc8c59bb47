using System.Diagnostics;
using System.Text.Json;

namespace FinancingPlatform.Tests.Cli.Model;

/// <summary>What a real process of fp answered.</summary>
internal sealed record FpRun(int ExitCode, string Answer, string Errors)
{
    public JsonElement Json => JsonDocument.Parse(Answer).RootElement;

    public static async Task<FpRun> OfAsync(params string[] arguments)
    {
        using var fp = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "fp.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var errors = fp.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var answer = await fp.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await fp.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new FpRun(fp.ExitCode, answer, await errors);
    }

    /// <summary>The answer of a run that went well.</summary>
    public static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var run = await OfAsync([.. arguments, "--json"]);
        run.ExitCode.ShouldBe(0, run.Errors);
        run.Answer.Trim().ShouldNotContain("\n", Case.Sensitive, "one object on one line");
        return run.Json;
    }
}
