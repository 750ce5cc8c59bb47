using System.Net;
using Microsoft.Extensions.Configuration;

namespace FinancingPlatform.Hosting.Demonstration;

/// <summary>
/// A demonstration (演示环境) has invented data, known passkeys and a stand-in phone: it must never listen to, or name itself by, anything
/// but loopback.
/// </summary>
public static class LoopbackOnly
{
    /// <summary>Configuration key that says that this is a demonstration.</summary>
    public const string Key = "Platform:Demonstration";

    /// <summary>Host names that a browser may use; others are refused, which also stops DNS rebinding.</summary>
    internal static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>True in a demonstration.</summary>
    public static bool IsDemonstration(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.GetValue(Key, defaultValue: false);
    }

    /// <summary>Throws when a demonstration is told to listen to, or to name itself by, an address that others can reach.</summary>
    public static void Enforce(IConfiguration configuration)
    {
        if (!IsDemonstration(configuration))
        {
            return;
        }

        // Kestrel reads its addresses from any of these.
        string?[] addresses =
        [
            configuration["Platform:Issuer"],
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]),
            .. (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ];
        foreach (var address in addresses.OfType<string>())
        {
            if (!IsLoopback(address))
            {
                throw new InvalidOperationException($"Platform__Demonstration is true, and {address} is not loopback: use http://localhost, or turn the demonstration off.");
            }
        }

        string?[] everywhere = [configuration["http_ports"], configuration["https_ports"]];
        if (string.IsNullOrEmpty(configuration["urls"]) && everywhere.Any(p => !string.IsNullOrEmpty(p)))
        {
            throw new InvalidOperationException("Platform__Demonstration is true, and HTTP_PORTS or HTTPS_PORTS listen to every address: set ASPNETCORE_URLS=http://localhost:PORT instead.");
        }
    }

    /// <summary>True for an absolute URL whose host is loopback.</summary>
    public static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
