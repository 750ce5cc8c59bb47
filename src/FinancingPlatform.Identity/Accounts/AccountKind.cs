namespace FinancingPlatform.Identity.Accounts;

/// <summary>Whose account it is (账户类型), as it stands in <c>identity.account.kind</c>; also the role of the signed-in user.</summary>
public static class AccountKind
{
    /// <summary>An enterprise's own user (企业).</summary>
    public const string Enterprise = "enterprise";

    /// <summary>A bank's clerk (银行).</summary>
    public const string Bank = "bank";

    /// <summary>A regulator (监管).</summary>
    public const string Regulator = "regulator";

    /// <summary>Who runs the platform (运维).</summary>
    public const string Operator = "operator";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<string> All { get; } = [Enterprise, Bank, Regulator, Operator];
}
