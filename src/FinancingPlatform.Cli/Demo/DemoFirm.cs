using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Identity.Client;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Cli.Demo;

/// <summary>The firm's person at the real pages: registers, adds a passkey, signs in with it, verifies, authorises.</summary>
internal sealed partial class DemoFirm : IDisposable
{
    private const int AuthorisedDays = 60;
    private const string Uses = "20";

    // What a full score with the first pack needs, and what a bank usually asks for besides.
    private static readonly string[] Items = ["invoice-sales", "invoice-purchase", "tax-payment", "social-insurance", "utility-electricity"];

    private readonly Browser _browser;
    private readonly DemoPhone _phone;
    private readonly SoftwarePasskey _passkey;
    private readonly TimeProvider _clock;

    public DemoFirm(Running running, DemoEnterprise enterprise, TimeProvider clock)
    {
        Enterprise = enterprise;
        _clock = clock;
        _browser = new Browser(running.UrlOf("portal"), clock);
        _phone = new DemoPhone(running.UrlOf("phone"));
        _passkey = new SoftwarePasskey(new Uri(running.Issuer));
    }

    public DemoEnterprise Enterprise { get; }

    /// <summary>Registers with a one-time code, adds a passkey, and signs in again with it.</summary>
    public async Task<string> RegisterAsync(CancellationToken cancel)
    {
        var form = await _browser.OpenAsync("/account/register", cancel).ConfigureAwait(false);
        var sent = Accepted(await _browser.SubmitAsync(form, [new("uscc", Enterprise.Uscc), new("displayName", Enterprise.LegalRepresentative), new("phone", _phone.Number)], cancel).ConfigureAwait(false));
        var code = await _phone.CodeAsync(cancel).ConfigureAwait(false);
        var keys = Accepted(await _browser.SubmitAsync(sent, [new("code", code)], cancel).ConfigureAwait(false));

        var creation = await _browser.SendJsonAsync(keys, "/account/passkeys?handler=Options", new { }, cancel).ConfigureAwait(false);
        await AnswerAsync(keys, "/account/passkeys?handler=Add", creation, _passkey.Create, cancel).ConfigureAwait(false);

        // Signing out and in again shows that the passkey alone opens the account.
        var home = await _browser.OpenAsync("/enterprise", cancel).ConfigureAwait(false);
        await _browser.PostAsync(home, "/account/sign-out", cancel).ConfigureAwait(false);
        var door = await _browser.OpenAsync("/account/sign-in", cancel).ConfigureAwait(false);
        var request = await _browser.SendJsonAsync(door, "/account/sign-in?handler=PasskeyOptions", new { }, cancel).ConfigureAwait(false);
        await AnswerAsync(door, "/account/sign-in?handler=Passkey", request, _passkey.Get, cancel).ConfigureAwait(false);
        await _browser.OpenAsync("/enterprise", cancel).ConfigureAwait(false);
        return $"{Enterprise.Name} ({Enterprise.Uscc}): code by message, passkey added, signed in with it";
    }

    /// <summary>Verifies by a small transfer: the amount is read from the bank's notice and typed back.</summary>
    public async Task<string> VerifyAsync(CancellationToken cancel)
    {
        var page = await _browser.OpenAsync("/account/verify", cancel).ConfigureAwait(false);
        page = Accepted(await _browser.SubmitAsync(page, [new("credentialId", Base64UrlEncoder.Encode(_passkey.CredentialId))], cancel).ConfigureAwait(false));
        var amount = await _phone.AmountAsync(Enterprise.Uscc, cancel).ConfigureAwait(false);
        page = Accepted(await _browser.SubmitAsync(page, [new("answer", amount)], cancel).ConfigureAwait(false));
        return page.Html.Contains("data-level=\"1\"", StringComparison.Ordinal)
            ? $"level 1 by small transfer of {amount} yuan, typed back from the bank's notice"
            : throw new DemoException($"The page does not show level 1: {page.Text}");
    }

    /// <summary>Authorises a bank and signs the digest of the text shown with the passkey; the authorisation's id.</summary>
    public async Task<(string Id, string Detail)> AuthoriseAsync(string bankUscc, CancellationToken cancel)
    {
        var form = await _browser.OpenAsync("/enterprise/authorisations/new", cancel).ConfigureAwait(false);
        var until = China.Today(_clock).AddDays(AuthorisedDays).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        List<KeyValuePair<string, string>> typed =
        [
            new("bank_uscc", bankUscc), new("purpose", "loan-application"), new("leg_look", "true"), new("leg_return", "true"),
            new("valid_to", until), new("max_uses", Uses), .. Items.Select(i => new KeyValuePair<string, string>("items", i)),
        ];
        var text = Accepted(await _browser.SubmitAsync(form, typed, cancel).ConfigureAwait(false));
        var sign = SignForm().Match(text.Html).Value;
        var challenge = HtmlForm.Attribute(sign, "data-challenge") ?? throw new DemoException($"The page offers no text to sign: {text.Text}");
        var signed = _passkey.Sign(Base64UrlEncoder.DecodeBytes(challenge));
        var answer = await _browser.SendJsonAsync(
            text,
            "/enterprise/authorisations/sign",
            new
            {
                id = HtmlForm.Attribute(sign, "data-id"),
                credential_id = Base64UrlEncoder.Encode(signed.CredentialId),
                authenticator_data = Base64UrlEncoder.Encode(signed.AuthenticatorData),
                client_data_json = Base64UrlEncoder.Encode(signed.ClientDataJson),
                signature = Base64UrlEncoder.Encode(signed.Signature),
            },
            cancel).ConfigureAwait(false);
        var id = answer.GetProperty("id").GetString()!;
        return (id, $"authorisation {id}: {Items.Length} items, legs look and return, until {until}, {Uses} uses; text signed by the passkey");
    }

    /// <summary>True when the firm's own access list shows this operator's look.</summary>
    public async Task<bool> SeesLookAsync(string @operator, CancellationToken cancel) =>
        (await _browser.OpenAsync("/enterprise/accesses", cancel).ConfigureAwait(false)).Html.Contains(@operator, StringComparison.Ordinal);

    public void Dispose()
    {
        _browser.Dispose();
        _phone.Dispose();
        _passkey.Dispose();
    }

    private async Task AnswerAsync(Page page, string path, JsonElement ceremony, Func<string, string> sign, CancellationToken cancel)
    {
        using var credential = JsonDocument.Parse(sign(ceremony.GetProperty("options").GetRawText()));
        await _browser.SendJsonAsync(page, path, new { ceremony = ceremony.GetProperty("ceremony").GetString(), credential = credential.RootElement, name = "demo" }, cancel).ConfigureAwait(false);
    }

    /// <summary>A page shown again with what was wrong is a refusal, whatever its status.</summary>
    private static Page Accepted(Page page)
    {
        var failure = Failure().Match(page.Html);
        return failure.Success
            ? throw new DemoException($"{page.Address.AbsolutePath} refused ({HtmlForm.Attribute(failure.Value, "data-code")}): {Page.TextOf(failure.Value)}")
            : page;
    }

    [GeneratedRegex("<div[^>]*id=\"failure\"[^>]*>[^<]*</div>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Failure();

    [GeneratedRegex("<form[^>]*id=\"sign\"[^>]*>", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SignForm();
}
