using System.Security.Cryptography;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Signing;

namespace FinancingPlatform.Tests.Exchange;

/// <summary>Keys made for one test, with their public twins.</summary>
internal static class ExchangeKeys
{
    public const string City = "11370900MB2857831H";
    public const string Province = "province";
    public const string Nation = "nation";

    public static (Self Self, Peer Peer) Party(string party)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = $"{party}-{Guid.NewGuid():N}";
        return (new Self(party, new SigningKey(kid, "exchange", key)), new Peer(party, [new VerificationKey(kid, "exchange", ECDsa.Create(key.ExportParameters(false)))]));
    }
}
