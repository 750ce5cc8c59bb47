using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinancingPlatform.Cli.Demo;

/// <summary>What the firm's person sees outside the platform: messages on the telephone, notices of the firm's bank.</summary>
internal sealed partial class DemoPhone(Uri phone) : IDisposable
{
    private const int Tries = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new() { BaseAddress = phone, Timeout = TimeSpan.FromSeconds(10) };

    /// <summary>An invented number of its own, so that limits per number never meet an earlier walk.</summary>
    public string Number { get; } = string.Create(CultureInfo.InvariantCulture, $"199{RandomNumberGenerator.GetInt32(100_000_000):D8}");

    /// <summary>The code in the newest message.</summary>
    public async Task<string> CodeAsync(CancellationToken cancel)
    {
        var message = await NewestAsync($"/sms?to={Number}", cancel).ConfigureAwait(false);
        var code = Digits().Match(message.GetProperty("text").GetString()!);
        return code.Success ? code.Value : throw new DemoException("The message holds no code of six digits.");
    }

    /// <summary>The amount of the newest transfer to the firm's account.</summary>
    public async Task<string> AmountAsync(string uscc, CancellationToken cancel) =>
        (await NewestAsync($"/small-transfers?uscc={uscc}", cancel).ConfigureAwait(false)).GetProperty("amount").GetString()!;

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> NewestAsync(string path, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var list = await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), cancel).ConfigureAwait(false);
            if (list.GetArrayLength() > 0)
            {
                return list[0];
            }

            await Task.Delay(LookEvery, cancel).ConfigureAwait(false);
        }

        throw new DemoException($"Nothing arrived at the phone's {path.Split('?')[0]}.");
    }

    [GeneratedRegex("(?<![0-9])[0-9]{6}(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digits();
}
