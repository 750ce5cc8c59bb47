using FinancingPlatform.Core.Keys;
using FinancingPlatform.Exchange.Intake;

namespace FinancingPlatform.Identity.Intake;

/// <summary>What a node takes in of this part (身份收报).</summary>
public static class IdentityIntake
{
    /// <summary>The handlers, for the node's host to register.</summary>
    /// <param name="verifiers">Public keys of the real-name verifiers that this node trusts.</param>
    public static IIntakeHandler[] Handlers(IReadOnlyList<VerificationKey> verifiers) => [new RealNameIntake(verifiers)];
}
