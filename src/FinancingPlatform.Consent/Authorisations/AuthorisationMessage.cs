using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Consent.Texts;

namespace FinancingPlatform.Consent.Authorisations;

/// <summary>A signed authorisation as it goes up (授权报文): everything that a node needs in order to verify the enterprise's signature itself.</summary>
public sealed record AuthorisationMessage
{
    /// <summary>Message kind.</summary>
    public const string Kind = "authorisation";

    /// <summary>Number of the authorisation.</summary>
    public required Guid Id { get; init; }

    /// <summary>The enterprise.</summary>
    public required string Uscc { get; init; }

    /// <summary>The bank.</summary>
    public required string BankUscc { get; init; }

    /// <summary>Version of the shared-information list.</summary>
    public required string CatalogueVersion { get; init; }

    /// <summary>Item codes.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>Purpose code.</summary>
    public required string Purpose { get; init; }

    /// <summary>查询.</summary>
    public required bool LegLook { get; init; }

    /// <summary>回传.</summary>
    public required bool LegReturn { get; init; }

    /// <summary>训练.</summary>
    public required bool LegTraining { get; init; }

    /// <summary>First day.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly ValidTo { get; init; }

    /// <summary>Number of looks.</summary>
    public required int MaxUses { get; init; }

    /// <summary>Version of the text.</summary>
    public required string TextVersion { get; init; }

    /// <summary>The text exactly as shown.</summary>
    public required string TextShown { get; init; }

    /// <summary>Base64url of its SHA-256.</summary>
    public required string TextSha256 { get; init; }

    /// <summary>Base64url of the nonce in the challenge.</summary>
    public required string Nonce { get; init; }

    /// <summary>Base64url of the passkey's id.</summary>
    public required string CredentialId { get; init; }

    /// <summary>Base64url.</summary>
    public required string AuthenticatorData { get; init; }

    /// <summary>Base64url.</summary>
    public required string ClientDataJson { get; init; }

    /// <summary>Base64url.</summary>
    public required string Signature { get; init; }

    /// <summary>Base64url of the key under which the city verified; a node uses the one that was proven to it instead.</summary>
    public required string PublicKeyCose { get; init; }

    /// <summary>When the city took the signature, UTC.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The terms that the message states.</summary>
    internal AuthorisationTerms Terms() => new(
        Id, Uscc, BankUscc, CatalogueVersion, Items, Purpose, new AuthorisationLegs(LegLook, LegReturn, LegTraining), ValidFrom, ValidTo, MaxUses);

    /// <summary>The assertion in it; null when a part is no base64url.</summary>
    internal PasskeyAssertion? Assertion() =>
        Bytes(CredentialId) is { } credential && Bytes(AuthenticatorData) is { } data && Bytes(ClientDataJson) is { } client && Bytes(Signature) is { } signature
            ? new PasskeyAssertion(credential, data, client, signature)
            : null;

    /// <summary>Decodes base64url; null when it is none.</summary>
    internal static byte[]? Bytes(string text) => Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

/// <summary>A withdrawal as it goes up (撤回报文).</summary>
/// <param name="AuthorisationId">Which authorisation.</param>
/// <param name="Uscc">Whose.</param>
/// <param name="RevokedAt">When, UTC.</param>
/// <param name="Reason">The enterprise's words.</param>
public sealed record RevocationMessage(Guid AuthorisationId, string Uscc, DateTimeOffset RevokedAt, string Reason)
{
    /// <summary>Message kind.</summary>
    public const string Kind = "authorisation-revoked";
}

/// <summary>A pause, or its end, as it goes up (暂停与恢复报文).</summary>
/// <param name="AuthorisationId">Which authorisation.</param>
/// <param name="Uscc">Whose.</param>
/// <param name="Paused">True when looks rest from now on, false when they go on.</param>
/// <param name="At">When, UTC.</param>
public sealed record PauseMessage(Guid AuthorisationId, string Uscc, bool Paused, DateTimeOffset At)
{
    /// <summary>Message kind.</summary>
    public const string Kind = "authorisation-paused";
}

/// <summary>JSON of this part's messages: snake case, unknown and duplicate members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuthorisationMessage))]
[JsonSerializable(typeof(RevocationMessage))]
[JsonSerializable(typeof(PauseMessage))]
[JsonSerializable(typeof(AuthorisationTerms))]
[JsonSerializable(typeof(Evidence.AuthorisationLetter))]
internal sealed partial class ConsentJson : JsonSerializerContext
{
    /// <summary>Reads a message; null when it is not one.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
