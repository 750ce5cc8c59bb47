using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using FinancingPlatform.Cli.Up;

namespace FinancingPlatform.Cli.Demo;

/// <summary>
/// The main thread walked by an outside client: a firm's person at the real pages, a bank's system, a regulator. Over HTTP alone; what it
/// knows besides is what such people hold: a telephone, a passkey, a bank's key, an account.
/// </summary>
internal sealed class DemoWalk(Running running, Output output, bool pauseProvince)
{
    private const int ScoreTries = 15;
    private static readonly TimeSpan ScoreEvery = TimeSpan.FromSeconds(1);

    private readonly List<DemoStep> _steps = [];

    public async Task<IReadOnlyList<DemoStep>> RunAsync(CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var files = new DemoFiles(running);
        using var regulator = new DemoRegulator(running, files, clock);
        using var bank = new DemoBank(running, files, clock);
        IReadOnlyList<ShownFigure> before = [];
        DemoFirm? firm = null;
        var authorisation = "";
        try
        {
            var ok = await StepAsync("register", async () =>
                {
                    before = await regulator.FiguresAsync(cancel).ConfigureAwait(false);
                    firm = new DemoFirm(running, files.NextEnterprise(), clock);
                    return await firm.RegisterAsync(cancel).ConfigureAwait(false);
                }).ConfigureAwait(false)
                && await StepAsync("verify", () => firm!.VerifyAsync(cancel)).ConfigureAwait(false)
                && await StepAsync("authorise", async () =>
                {
                    (authorisation, var detail) = await firm!.AuthoriseAsync(bank.BankUscc, cancel).ConfigureAwait(false);
                    return detail;
                }).ConfigureAwait(false)
                && await StepAsync("pull", () => PullAsync(bank, firm!, cancel)).ConfigureAwait(false)
                && await StepAsync("line", () => LineAsync(bank, firm!, authorisation, cancel)).ConfigureAwait(false)
                && await StepAsync("loan", () => LoanAsync(bank, firm!, cancel)).ConfigureAwait(false)
                && await StepAsync("province", () => new DemoNodes(running).ArrivedAsync("province", HostSpecs.CityUscc, firm!.Enterprise.Uscc, cancel)).ConfigureAwait(false)
                && await StepAsync("nation", () => new DemoNodes(running).ArrivedAsync("nation", "province", firm!.Enterprise.Uscc, cancel)).ConfigureAwait(false)
                && await StepAsync("ratio", () => RatioAsync(regulator, before, cancel)).ConfigureAwait(false);
            output.Say(ok ? "The whole thread was walked." : "The walk stopped at the step above.");
        }
        finally
        {
            firm?.Dispose();
        }

        return _steps;
    }

    private async Task<bool> StepAsync(string name, Func<Task<string>> step)
    {
        var clock = Stopwatch.StartNew();
        DemoStep done;
        try
        {
            done = new DemoStep(name, Ok: true, await step().ConfigureAwait(false), clock.ElapsedMilliseconds);
        }
        catch (Exception e) when (e is DemoException or CliException or HttpRequestException or RestEase.ApiException or JsonException or KeyNotFoundException or TaskCanceledException { InnerException: TimeoutException })
        {
            done = new DemoStep(name, Ok: false, e.Message, clock.ElapsedMilliseconds);
        }

        _steps.Add(done);
        output.Say(string.Create(CultureInfo.InvariantCulture, $"{(done.Ok ? "ok  " : "FAIL")} {name,-10} {done.Ms,6} ms  {done.Detail}"));
        return done.Ok;
    }

    private static async Task<string> PullAsync(DemoBank bank, DemoFirm firm, CancellationToken cancel)
    {
        // The worker computes the full score when the authorisation arrives; until then the answer is the public one.
        for (var attempt = 1; ; attempt++)
        {
            var score = await bank.PullAsync(firm.Enterprise.Uscc, cancel).ConfigureAwait(false);
            var kind = score.GetProperty("kind").GetString();
            if (kind == "full")
            {
                return await firm.SeesLookAsync(DemoBank.Operator, cancel).ConfigureAwait(false)
                    ? string.Create(CultureInfo.InvariantCulture, $"{kind} score: {score.GetProperty("points")} points, grade {score.GetProperty("grade")}, as of {score.GetProperty("as_of")}, {score.GetProperty("reasons").GetArrayLength()} reasons (demonstration pack); the look stands on the firm's access list")
                    : throw new DemoException("The firm's access list does not show the look.");
            }

            if (attempt == ScoreTries)
            {
                throw new DemoException($"After {attempt} looks the score is still of kind {kind}: the worker has not computed the full one.");
            }

            await Task.Delay(ScoreEvery, cancel).ConfigureAwait(false);
        }
    }

    private static async Task<string> LineAsync(DemoBank bank, DemoFirm firm, string authorisation, CancellationToken cancel)
    {
        var line = await bank.PostLineAsync(firm.Enterprise.Uscc, authorisation, cancel).ConfigureAwait(false);
        return $"credit line {line.GetProperty("id")} of 500000.00 CNY posted";
    }

    private async Task<string> LoanAsync(DemoBank bank, DemoFirm firm, CancellationToken cancel)
    {
        if (pauseProvince)
        {
            await ControlCommands.AskAsync(running, "province", ControlRequests.Stop, cancel).ConfigureAwait(false);
        }

        var loan = await bank.PostLoanAsync(firm.Enterprise.Uscc, cancel).ConfigureAwait(false);
        var detail = $"loan {loan.GetProperty("id")} of 200000.00 CNY posted";
        if (pauseProvince)
        {
            // Long enough for the relay to try and to fail.
            await Task.Delay(TimeSpan.FromSeconds(3), cancel).ConfigureAwait(false);
            await ControlCommands.AskAsync(running, "province", ControlRequests.Start, cancel).ConfigureAwait(false);
            detail += "; province stopped before it and started after it";
        }

        return detail;
    }

    private static async Task<string> RatioAsync(DemoRegulator regulator, IReadOnlyList<ShownFigure> before, CancellationToken cancel)
    {
        var after = await regulator.FiguresAsync(cancel).ConfigureAwait(false);
        var changed = after.Where(a => before.FirstOrDefault(b => b.Id == a.Id) is { } b && b.Numerator != a.Numerator).ToList();
        return changed.Count > 0
            ? $"before: {string.Join("; ", changed.Select(a => before.First(b => b.Id == a.Id)))} → after: {string.Join("; ", changed)}"
            : throw new DemoException($"No figure of the regulator's page moved: {string.Join("; ", after)}");
    }
}
