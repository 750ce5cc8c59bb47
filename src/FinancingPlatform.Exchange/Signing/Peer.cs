using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Exchange.Signing;

/// <summary>
/// Another party of the exchange and the keys it signs with (交换对端). The pair is what is trusted: a city's key may not speak for the province.
/// </summary>
/// <param name="Party">Its name in statements: a city's USCC, <c>province</c> or <c>nation</c>.</param>
/// <param name="Keys">Its present and former public keys.</param>
public sealed record Peer(string Party, IReadOnlyList<VerificationKey> Keys);

/// <summary>Who this program is in the exchange (本端身份).</summary>
/// <param name="Party">Its name in statements.</param>
/// <param name="Key">The key it signs with.</param>
public sealed record Self(string Party, SigningKey Key);
