using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Intake;

namespace FinancingPlatform.Consent.Intake;

/// <summary>The message kinds of this part, for a node's host to register (授权收报登记).</summary>
public static class ConsentIntake
{
    /// <summary>The handlers.</summary>
    /// <param name="trust">Keys of the outside world. None counts here: an authorisation is proven by the enterprise's own key alone (rule A4).</param>
    /// <param name="relyingParty">The portal whose passkeys count.</param>
    public static IIntakeHandler[] Handlers(IReadOnlyList<VerificationKey> trust, RelyingParty relyingParty)
    {
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(relyingParty);
        return [new AuthorisationIntake(relyingParty), new RevocationIntake(), new PauseIntake()];
    }
}
