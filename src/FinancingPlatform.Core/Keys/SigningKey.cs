using System.Security.Cryptography;

namespace FinancingPlatform.Core.Keys;

/// <summary>A private key with its name and its one use (签名密钥).</summary>
/// <param name="Kid">Its name; stands in what it signs.</param>
/// <param name="Use">The one use, such as <c>issuer</c> or <c>exchange</c>; a key is never used for another.</param>
/// <param name="Key">ECDSA on P-256.</param>
public sealed record SigningKey(string Kid, string Use, ECDsa Key);

/// <summary>The public twin of a <see cref="SigningKey"/> (验签公钥).</summary>
/// <param name="Kid">Its name.</param>
/// <param name="Use">The one use.</param>
/// <param name="Key">ECDSA on P-256, public part.</param>
public sealed record VerificationKey(string Kid, string Use, ECDsa Key);
