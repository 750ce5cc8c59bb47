using System.Globalization;

namespace FinancingPlatform.Cli.Demo;

/// <summary>
/// A browser's cookies for one origin. .NET's own jar never returns a <c>Secure</c> cookie to http://localhost; browsers count loopback as
/// secure, and so does this one (W3C Secure Contexts §3.1).
/// </summary>
internal sealed class CookieJar(TimeProvider clock)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public void Take(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var lines))
        {
            return;
        }

        foreach (var line in lines)
        {
            var parts = line.Split(';', StringSplitOptions.TrimEntries);
            var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
            var name = parts[0][..equals];
            if (IsDeleted(parts.Skip(1)))
            {
                _cookies.Remove(name);
            }
            else
            {
                _cookies[name] = parts[0][(equals + 1)..];
            }
        }
    }

    public void PutOn(HttpRequestMessage request)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => $"{c.Key}={c.Value}")));
        }
    }

    private bool IsDeleted(IEnumerable<string> attributes) => attributes.Any(a =>
        a.Equals("max-age=0", StringComparison.OrdinalIgnoreCase)
        || (a.StartsWith("expires=", StringComparison.OrdinalIgnoreCase)
            && DateTimeOffset.TryParse(a["expires=".Length..], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end)
            && end <= clock.GetUtcNow()));
}
