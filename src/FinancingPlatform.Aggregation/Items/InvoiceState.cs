namespace FinancingPlatform.Aggregation.Items;

/// <summary>Code slot of an invoice (发票状态), as the layouts of both invoice items have it.</summary>
internal static class InvoiceState
{
    public const string Valid = "valid";
    public const string Voided = "voided";
}
