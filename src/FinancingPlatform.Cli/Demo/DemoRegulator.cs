using System.Text.RegularExpressions;
using FinancingPlatform.Identity.Staff;

namespace FinancingPlatform.Cli.Demo;

/// <summary>One figure of the regulator's page.</summary>
internal sealed record ShownFigure(string Id, string Value, string Numerator, string Denominator)
{
    public override string ToString() => $"{Id} {Value} = {Numerator}/{Denominator}";
}

/// <summary>The regulator: signs in by password and one-time code, and reads the page.</summary>
internal sealed partial class DemoRegulator(Running running, DemoFiles files, TimeProvider clock) : IDisposable
{
    private const int SignInTries = 2;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly Browser _browser = new(running.UrlOf("portal"), clock);
    private bool _signedIn;

    public async Task<IReadOnlyList<ShownFigure>> FiguresAsync(CancellationToken cancel)
    {
        if (!_signedIn)
        {
            await SignInAsync(cancel).ConfigureAwait(false);
            _signedIn = true;
        }

        var page = await _browser.OpenAsync("/regulator", cancel).ConfigureAwait(false);
        var figures = Cards().Matches(page.Html).Select(m => Read(m.Groups["id"].Value, m.Groups["body"].Value)).ToList();
        return figures.Count > 0 ? figures : throw new DemoException("The regulator's page shows no figure.");
    }

    public void Dispose() => _browser.Dispose();

    private async Task SignInAsync(CancellationToken cancel)
    {
        var account = files.Account("regulator");
        for (var attempt = 1; ; attempt++)
        {
            var step = await FreshStepAsync(cancel).ConfigureAwait(false);
            var page = await _browser.OpenAsync("/account/staff-sign-in", cancel).ConfigureAwait(false);
            page = await _browser.SubmitAsync(
                page, [new("userName", account.UserName), new("password", account.Password), new("code", Totp.Code(account.TotpSecret, step))], cancel).ConfigureAwait(false);
            files.NoteTotpStep(step);
            if (page.Address.AbsolutePath != "/account/staff-sign-in")
            {
                return;
            }

            // Somebody else may have used this step's code; the next one is ours.
            if (attempt == SignInTries)
            {
                throw new DemoException($"The regulator could not sign in: {page.Text}");
            }
        }
    }

    /// <summary>A code is good once (RFC 6238 §5.2): a walk within the same half minute waits for the next.</summary>
    private async Task<long> FreshStepAsync(CancellationToken cancel)
    {
        while (Totp.StepAt(clock.GetUtcNow()) <= files.LastTotpStep())
        {
            await Task.Delay(LookEvery, clock, cancel).ConfigureAwait(false);
        }

        return Totp.StepAt(clock.GetUtcNow());
    }

    private static ShownFigure Read(string id, string body)
    {
        var numbers = Numbers().Matches(body).Select(m => m.Groups["text"].Value).ToList();
        return new ShownFigure(id, Value().Match(body).Groups["text"].Value, numbers.ElementAtOrDefault(0) ?? "?", numbers.ElementAtOrDefault(1) ?? "?");
    }

    [GeneratedRegex("<section class=\"card figure-card\" aria-labelledby=\"figure-(?<id>[^\"]+)\">(?<body>.*?)</section>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cards();

    [GeneratedRegex("<dd class=\"num\">(?<text>[^<]*)</dd>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex("<p class=\"figure[^\"]*\">(?<text>[^<]*)</p>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Value();
}
