using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Jose;

/// <summary>Reads a compact JWS without trusting it (读取令牌).</summary>
internal static class JwtReader
{
    private const int PartsOfASignedToken = 2;

    /// <summary>The token, or null when the text is not a JWS whose header and payload are JSON objects.</summary>
    public static JsonWebToken? Read(string text)
    {
        // Three parts: an encrypted token (five) or an unsecured one (an empty third part) is never meant here.
        if (text.AsSpan().Count('.') != PartsOfASignedToken || text.EndsWith('.'))
        {
            return null;
        }

        try
        {
            return new JsonWebToken(text);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A claim that is a JSON string; anything else is null.</summary>
    public static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<JsonElement>(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Seconds since 1970 (RFC 7519 section 2).</summary>
internal static class NumericDate
{
    /// <summary>Beyond this the text is no date of ours; keeps conversions from overflowing.</summary>
    private const long LastSecond = 253_402_300_799;

    public static long? Read(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<JsonElement>(claim, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastSecond ? (long)seconds : null;
}
