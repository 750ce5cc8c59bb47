using FinancingPlatform.Core.Catalogue;

namespace FinancingPlatform.Scoring.Features;

/// <summary>Catalogue items that features read, and the code of a voided invoice.</summary>
internal static class Items
{
    public const string Sales = ItemCode.InvoiceSales;
    public const string Purchases = ItemCode.InvoicePurchase;
    public const string Penalty = ItemCode.Penalty;
    public const string DishonestDebtor = ItemCode.DishonestDebtor;
    public const string Honour = ItemCode.Honour;
    public const string TaxCreditA = ItemCode.TaxCreditA;

    /// <summary>The code slot of an invoice that its issuer voided (作废发票).</summary>
    public const string Voided = "voided";
}
