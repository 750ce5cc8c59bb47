namespace FinancingPlatform.Core.Catalogue;

/// <summary>How an item may reach a bank (共享方式, 国办发〔2021〕52号).</summary>
public static class ItemMode
{
    /// <summary>公开: anyone may see it, may be pushed in bulk.</summary>
    public const string Public = "public";

    /// <summary>授权查询: only under the enterprise's authorisation.</summary>
    public const string Authorised = "authorised";

    /// <summary>联合建模: never leaves as rows; under authorisation it enters a model.</summary>
    public const string Joint = "joint";
}

/// <summary>Codes of the items (信息项代码) that this city takes.</summary>
public static class ItemCode
{
    /// <summary>登记注册.</summary>
    public const string Registration = "registration";

    /// <summary>销项发票.</summary>
    public const string InvoiceSales = "invoice-sales";

    /// <summary>进项发票.</summary>
    public const string InvoicePurchase = "invoice-purchase";

    /// <summary>纳税.</summary>
    public const string TaxPayment = "tax-payment";

    /// <summary>A级纳税人.</summary>
    public const string TaxCreditA = "tax-credit-a";

    /// <summary>社会保险.</summary>
    public const string SocialInsurance = "social-insurance";

    /// <summary>住房公积金.</summary>
    public const string HousingFund = "housing-fund";

    /// <summary>用电.</summary>
    public const string UtilityElectricity = "utility-electricity";

    /// <summary>用水.</summary>
    public const string UtilityWater = "utility-water";

    /// <summary>行政处罚.</summary>
    public const string Penalty = "penalty";

    /// <summary>失信被执行人.</summary>
    public const string DishonestDebtor = "dishonest-debtor";

    /// <summary>荣誉.</summary>
    public const string Honour = "honour";

    /// <summary>贷款发放.</summary>
    public const string LoanDisbursed = "loan-disbursed";

    /// <summary>贷款逾期.</summary>
    public const string LoanOverdue = "loan-overdue";

    /// <summary>All of them, in the order of the shared-information list.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Registration, Penalty, DishonestDebtor, TaxPayment, TaxCreditA, InvoiceSales, InvoicePurchase, SocialInsurance, HousingFund,
        UtilityElectricity, UtilityWater, Honour, LoanDisbursed, LoanOverdue,
    ];
}

/// <summary>What a bank may look for (查询目的). An authorisation names one and covers no other (征信业管理条例 20).</summary>
public static class Purpose
{
    /// <summary>预授信.</summary>
    public const string PreCredit = "pre-credit";

    /// <summary>贷款申请审查.</summary>
    public const string LoanApplication = "loan-application";

    /// <summary>贷后管理.</summary>
    public const string PostLoan = "post-loan";

    /// <summary>模型训练: by its own leg only, never by a look (rule A5).</summary>
    public const string Training = "training";

    /// <summary>The purposes that include scoring (rule A2).</summary>
    public static IReadOnlyList<string> WithScoring { get; } = [PreCredit, LoanApplication, PostLoan];
}

/// <summary>Versions of the shared-information list (信用信息共享清单). An authorisation under one does not extend to another.</summary>
public static class CatalogueVersion
{
    /// <summary>国办发〔2021〕52号, reconstructed: the annex was not read.</summary>
    public const string List2021 = "2021";

    /// <summary>国办发〔2024〕15号, reconstructed: the annex was not read.</summary>
    public const string List2024 = "2024";
}
