using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Hosting.Tls;
using FinancingPlatform.Identity;
using FinancingPlatform.Identity.AuthorizationServer;

namespace FinancingPlatform.Portal.Issuer;

/// <summary>Gives the portal its accounts and its issuer, with the keys from its folder (身份服务接入).</summary>
internal static class PortalIdentity
{
    public static void AddPortalIdentity(this WebApplicationBuilder builder)
    {
        var directory = builder.Configuration["Keys:Directory"]
            ?? throw new InvalidOperationException("Keys__Directory is not set: the portal finds no key to sign tokens with.");
        var trust = builder.Configuration["Keys:Trust"]
            ?? throw new InvalidOperationException("Keys__Trust is not set: the portal cannot check a verifier's statement.");
        var clock = TimeProvider.System;
        builder.AddMutualTls(directory, clock);
        builder.Services.AddPlatformDataProtection(directory, clock);
        builder.Services.AddPlatformIdentity(builder.Configuration, KeyDirectory.Trust(trust, "verifier"));
        var ring = new IssuerKeyFolder(directory, clock).Ring;
        // A portal without a valid key says so when it starts, not at the first token.
        ring.Signing(clock.GetUtcNow());
        builder.Services.AddAuthorizationServer(builder.Configuration, ring);
    }
}
