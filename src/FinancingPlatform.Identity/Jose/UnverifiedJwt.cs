using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Jose;

/// <summary>A compact JWS as it came, its parts readable, its signature not yet verified (未验签的令牌).</summary>
internal sealed record UnverifiedJwt(JsonWebToken Token, JsonElement Header, JsonElement Payload)
{
    private const int DotsOfASignedToken = 2;

    /// <summary>Beyond this a number is no date of ours; keeps conversions from overflowing.</summary>
    private const long LastSecond = 253_402_300_799;

    /// <summary>Header parameters that a reader must understand or refuse the token (RFC 7515 section 4.1.11): none is understood here.</summary>
    private const string Critical = "crit";

    /// <summary>Two readers may take different ones of two members with the same name, so such a token is refused.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public string Alg => HeaderText("alg") ?? string.Empty;

    /// <summary>The token, or null when the text is not a JWS whose header and payload are JSON objects, or when it wants more understood than is.</summary>
    public static UnverifiedJwt? Read(string text)
    {
        // An encrypted token has four dots; an unsecured one ends with a dot.
        if (text.AsSpan().Count('.') != DotsOfASignedToken || text.EndsWith('.'))
        {
            return null;
        }

        try
        {
            var token = new JsonWebToken(text);
            var jwt = new UnverifiedJwt(token, Parse(token.EncodedHeader), Parse(token.EncodedPayload));
            return jwt is { Header.ValueKind: JsonValueKind.Object, Payload.ValueKind: JsonValueKind.Object } && !jwt.Header.TryGetProperty(Critical, out _) ? jwt : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A header parameter that is a JSON string; anything else is null.</summary>
    public string? HeaderText(string name) => TextOf(Header, name);

    /// <summary>A claim that is a JSON string; anything else is null.</summary>
    public string? Text(string claim) => TextOf(Payload, claim);

    /// <summary>A claim that is a NumericDate (RFC 7519 section 2), in whole seconds; anything else is null.</summary>
    public DateTimeOffset? Date(string claim) =>
        Payload.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is >= 0 and <= LastSecond
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>True when the claim is there, whatever it holds.</summary>
    public bool Has(string claim) => Payload.TryGetProperty(claim, out _);

    private static JsonElement Parse(string part)
    {
        using var document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(part), Strict);
        return document.RootElement.Clone();
    }

    private static string? TextOf(JsonElement part, string name) =>
        part.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
