namespace FinancingPlatform.Lending.Posts;

/// <summary>Who posts, and under which key (报送方). The answer to a key is kept: the same request gets the same answer.</summary>
/// <param name="ClientId">The bank's client.</param>
/// <param name="BankUscc">The bank or branch that the client acts for.</param>
/// <param name="IdempotencyKey">Chosen by the bank, new for each new request.</param>
/// <param name="RequestSha256">Digest of the request as it came.</param>
/// <param name="Proof">The bank's proof of possession, to be spent with the post; null when it was spent before.</param>
public sealed record Poster(string ClientId, string BankUscc, string IdempotencyKey, byte[] RequestSha256, UnspentProof? Proof = null);

/// <summary>A proof of possession that nobody has spent yet (未使用的持有证明, RFC 9449 section 11.1).</summary>
/// <param name="Jkt">Thumbprint of the key.</param>
/// <param name="JtiSha256">Digest of the proof's <c>jti</c>.</param>
/// <param name="ExpiresAt">When it may be forgotten.</param>
public sealed record UnspentProof(string Jkt, byte[] JtiSha256, DateTimeOffset ExpiresAt);

/// <summary>The answer to a post (报送结果).</summary>
/// <param name="Response">JSON as first given.</param>
/// <param name="Replayed">True when it was given before under the same key.</param>
public sealed record PostAnswer(string Response, bool Replayed);
