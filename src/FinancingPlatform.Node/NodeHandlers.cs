using FinancingPlatform.Consent.Intake;
using FinancingPlatform.Consent.Signing;
using FinancingPlatform.Exchange.Intake;
using FinancingPlatform.Exchange.Seals;
using FinancingPlatform.Exchange.Signing;
using FinancingPlatform.Hosting.Keys;
using FinancingPlatform.Identity.Intake;
using FinancingPlatform.Lending.Intake;

namespace FinancingPlatform.Node;

/// <summary>Every kind of message that a node takes in (收报种类登记): one line for each part that owns kinds.</summary>
internal static class NodeHandlers
{
    private const string PhoneHost = "phone";
    private const string VerifierKey = "verifier";
    private const string CityHost = "worker";
    private const string SealKey = "audit-seal";

    public static IIntakeHandler[] All(NodeSettings settings)
    {
        var verifiers = KeyDirectory.Trust(settings.TrustFolder, PhoneHost, VerifierKey);
        return
        [
            .. IdentityIntake.Handlers(verifiers),
            .. ConsentIntake.Handlers(verifiers, new RelyingParty(settings.Portal)),
            .. LendingIntake.Handlers(verifiers),
            new AuditSealIntake(new Es256Signature(), KeyDirectory.Trust(settings.TrustFolder, CityHost, SealKey)),
        ];
    }
}
