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
        var page = await _browser.OpenAsync("/account/staff-sign-in", cancel).ConfigureAwait(false);
        var code = Totp.Code(account.TotpSecret, Totp.StepAt(clock.GetUtcNow()));
        await _browser.SubmitAsync(page, [new("userName", account.UserName), new("password", account.Password), new("code", code)], cancel).ConfigureAwait(false);
    }

    private static ShownFigure Read(string id, string body)
    {
        var numbers = Numbers().Matches(body).Select(m => m.Groups[1].Value).ToList();
        return new ShownFigure(id, Value().Match(body).Groups[1].Value, numbers.ElementAtOrDefault(0) ?? "?", numbers.ElementAtOrDefault(1) ?? "?");
    }

    [GeneratedRegex("<section class=\"card figure-card\" aria-labelledby=\"figure-(?<id>[^\"]+)\">(?<body>.*?)</section>", RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Cards();

    [GeneratedRegex("<dd class=\"num\">([^<]*)</dd>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex("<p class=\"figure[^\"]*\">([^<]*)</p>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Value();
}
