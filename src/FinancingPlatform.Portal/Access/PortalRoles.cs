namespace FinancingPlatform.Portal.Access;

/// <summary>Kinds of account (账户类型) as they stand in <c>identity.account.kind</c>; each is also the name of the policy that
/// admits only that kind.</summary>
internal static class PortalRoles
{
    public const string Enterprise = "enterprise";
    public const string Bank = "bank";
    public const string Regulator = "regulator";
    public const string Operator = "operator";

    public static IReadOnlyList<string> All { get; } = [Enterprise, Bank, Regulator, Operator];
}
