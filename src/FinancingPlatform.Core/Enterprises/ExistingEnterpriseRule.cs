using FinancingPlatform.Core.Identifiers;

namespace FinancingPlatform.Core.Enterprises;

/// <summary>
/// Which registered subjects are existing enterprises (存续企业) of the city: the denominator of the coverage ratios. The official
/// sheet was not found, so the rule is named and versioned. Counted: codes that begin with 91, registered in the city, status 存续, 在业,
/// 开业 or 歇业. Branches hold 91 codes of their own and count, because the ratio counts codes that can register and be verified;
/// <see cref="IsShownApart"/> names those that a page shows apart. 92-codes (个体工商户) and 93-codes (合作社) are not enterprises here.
/// </summary>
public static class ExistingEnterpriseRule
{
    /// <summary>Name and version of this definition; a figure that uses it says so.</summary>
    public const string DefinitionVersion = "existing-enterprise/2022-reconstructed-1";

    /// <summary>The characters that begin an enterprise's code.</summary>
    public const string EnterprisePrefix = "91";

    /// <summary>True, false, or null when the status is unknown and nothing else decides: such a subject is in neither numerator nor denominator.</summary>
    public static bool? IsExisting(Uscc uscc, EnterpriseStatus status, bool isInCity)
    {
        if (!isInCity || !uscc.Value.StartsWith(EnterprisePrefix, StringComparison.Ordinal))
        {
            return false;
        }

        return status switch
        {
            EnterpriseStatus.Unknown => null,
            EnterpriseStatus.Active or EnterpriseStatus.Suspended => true,
            EnterpriseStatus.Revoked or EnterpriseStatus.Cancelled or EnterpriseStatus.Annulled or EnterpriseStatus.MovedOut
                or EnterpriseStatus.OrderedClosed or EnterpriseStatus.Liquidation or EnterpriseStatus.Stopped => false,
        };
    }

    /// <summary>True for existing enterprises that a figure counts and shows on a line of their own: suspended ones (歇业).</summary>
    public static bool IsShownApart(EnterpriseStatus status) => status == EnterpriseStatus.Suspended;
}
