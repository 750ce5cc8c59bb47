namespace FinancingPlatform.Portal.Texts;

/// <summary>Texts of the bank's page (银行页面文字).</summary>
internal static class BankTexts
{
    public static readonly Text Title = new("银行工作台", "Bank desk");
    public static readonly Text Lead = new("本行获得的授权、登记的授信和贷款，以及最近的查询。", "Authorisations given to this bank, its lines and loans, and its recent looks.");
    public static readonly Text Authorisations = new("授权", "Authorisations");
    public static readonly Text Lines = new("授信", "Credit lines");
    public static readonly Text Loans = new("贷款", "Loans");
    public static readonly Text Looks = new("查询", "Looks");
    public static readonly Text Enterprise = new("企业", "Enterprise");
    public static readonly Text NoAuthorisations = new("还没有企业授权给本行。", "No enterprise has authorised this bank yet.");
    public static readonly Text NoLines = new("本行还没有登记授信。", "This bank has posted no credit line yet.");
    public static readonly Text NoLoans = new("本行还没有登记贷款。", "This bank has posted no loan yet.");
    public static readonly Text NoLooks = new("本行还没有查询过。", "This bank has not looked yet.");
    public static readonly Text Note = new(
        "查询和登记通过银行接口进行，需要说明经办人、网点、目的和业务编号；企业可以看到每一次查询。",
        "Looks and posts go through the bank API and name operator, branch, purpose and reference; the enterprise sees every look.");
}
