using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.AuthorizationServer.Keys;

namespace FinancingPlatform.Portal.Issuer;

/// <summary>The issuer's keys in the portal's folder (签发密钥目录), read again every few seconds: a roll needs no restart.</summary>
internal sealed class IssuerKeyFolder(string directory, TimeProvider clock)
{
    /// <summary>The use that stands in the files' names.</summary>
    public const string Use = "issuer";

    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(5);
    private readonly Lock _reading = new();
    private IReadOnlyList<RingKey> _keys = [];
    private long? _readAt;

    public IssuerKeyRing Ring => new(Keys);

    private IReadOnlyList<RingKey> Keys()
    {
        lock (_reading)
        {
            if (_readAt is not { } at || clock.GetElapsedTime(at) >= ReadEvery)
            {
                _keys = [.. KeyDirectory.LoadAll(directory, Use, clock).Select(k => new RingKey(k.Key, k.NotBefore, k.NotAfter))];
                _readAt = clock.GetTimestamp();
            }

            return _keys;
        }
    }
}
