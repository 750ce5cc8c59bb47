using FinancingPlatform.Core.Keys;

namespace FinancingPlatform.Identity.AuthorizationServer.Keys;

/// <summary>A key of the issuer with the time in which it signs and is published (签发密钥).</summary>
/// <param name="Key">The key.</param>
/// <param name="SignsFrom">It is published before, so that nobody meets a token whose key is not in a cached key set.</param>
/// <param name="PublishedUntil">Its last token has died by then.</param>
public sealed record RingKey(SigningKey Key, DateTimeOffset SignsFrom, DateTimeOffset PublishedUntil);

/// <summary>
/// The issuer's keys (签发密钥环): the newest that has begun signs, all that have not ended are published, so a key that was rolled stays until its
/// tokens die. The list is asked each time and may change while the issuer runs.
/// </summary>
public sealed class IssuerKeyRing(Func<IReadOnlyList<RingKey>> keys)
{
    /// <summary>How long a key set may be cached; a new key signs no sooner than this after it is published.</summary>
    public static readonly TimeSpan PublishedBefore = TimeSpan.FromMinutes(5);

    /// <summary>How long an old key stays after its successor took over: its tokens' life and a clock's difference.</summary>
    public static readonly TimeSpan PublishedAfter = IssuerSettings.TokenLifetime + TimeSpan.FromMinutes(1);

    /// <summary>A ring that never changes.</summary>
    public static IssuerKeyRing Of(SigningKey key)
    {
        RingKey[] one = [new(key, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)];
        return new IssuerKeyRing(() => one);
    }

    /// <summary>The key that signs now.</summary>
    /// <exception cref="InvalidOperationException">None is valid: the operator must put one into the key folder.</exception>
    public SigningKey Signing(DateTimeOffset now) =>
        keys().Where(k => k.SignsFrom <= now && now < k.PublishedUntil).MaxBy(k => k.SignsFrom)?.Key
        ?? throw new InvalidOperationException("No key of the issuer is valid now: put one with use issuer into the key folder, or run fp keys rotate.");

    /// <summary>The keys of the published set.</summary>
    public IReadOnlyList<SigningKey> Published(DateTimeOffset now) => [.. keys().Where(k => now < k.PublishedUntil).Select(k => k.Key)];
}
