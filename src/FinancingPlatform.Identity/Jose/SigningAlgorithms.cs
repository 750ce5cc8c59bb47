using Microsoft.IdentityModel.Tokens;

namespace FinancingPlatform.Identity.Jose;

/// <summary>The signature algorithms taken anywhere (签名算法): FAPI 2.0 section 5.4.1, without EdDSA, which .NET has not.</summary>
internal static class SigningAlgorithms
{
    public static string[] Allowed { get; } = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256];

    /// <summary>For challenges and messages.</summary>
    public static string Listed { get; } = string.Join(' ', Allowed);

    public static bool IsAllowed(string? algorithm) => algorithm is SecurityAlgorithms.EcdsaSha256 or SecurityAlgorithms.RsaSsaPssSha256;
}
