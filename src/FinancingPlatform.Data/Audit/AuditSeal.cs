using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Data;

/// <summary>How far a seal reaches in one chain (链区间).</summary>
/// <param name="Chain">The chain.</param>
/// <param name="From">First link covered.</param>
/// <param name="To">Last link covered.</param>
public sealed record SealedRange(
    [property: JsonPropertyName("chain")] int Chain,
    [property: JsonPropertyName("from")] long From,
    [property: JsonPropertyName("to")] long To);

/// <summary>What a seal says (封印内容): the links since the seal before it, under one root.</summary>
/// <param name="SealNo">From 1, without gaps.</param>
/// <param name="SealedAt">UTC.</param>
/// <param name="Events">How many links.</param>
/// <param name="Root">Merkle root over their hashes in the order of chain and place, lower-case hex.</param>
/// <param name="Previous">SHA-256 of the seal before, hex of its JWS text; null for the first.</param>
/// <param name="Ranges">The links.</param>
public sealed record SealStatement(
    [property: JsonPropertyName("seal_no")] long SealNo,
    [property: JsonPropertyName("sealed_at")] DateTimeOffset SealedAt,
    [property: JsonPropertyName("events")] long Events,
    [property: JsonPropertyName("root")] string Root,
    [property: JsonPropertyName("previous")] string? Previous,
    [property: JsonPropertyName("ranges")] IReadOnlyList<SealedRange> Ranges)
{
    /// <summary>The JWS type: a signature for anything else is no seal.</summary>
    internal const string Type = "audit-seal+jws";

    internal string Sign(SigningKey key) => CompactJws.Sign(JsonSerializer.SerializeToUtf8Bytes(this), Type, key);

    /// <summary>The statement, when one of the keys signed it; null otherwise.</summary>
    internal static SealStatement? Verify(string jws, IReadOnlyList<VerificationKey> keys) =>
        CompactJws.Verify(jws, Type, keys) is { } payload ? JsonSerializer.Deserialize<SealStatement>(payload) : null;

    internal static string DigestOf(string jws) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(jws)));
}

/// <summary>A seal as it is kept (封印).</summary>
/// <param name="SealNo">From 1, without gaps.</param>
/// <param name="Jws">The signed statement.</param>
public sealed record AuditSeal(long SealNo, string Jws);
