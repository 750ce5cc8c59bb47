using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Scoring.Features;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Importer and features must mean the same by a voided invoice.</summary>
public sealed class VoidedInvoiceTests
{
    [Theory]
    [InlineData(ItemCode.InvoiceSales)]
    [InlineData(ItemCode.InvoicePurchase)]
    public void The_layouts_word_for_a_voided_invoice_is_the_features_word(string item) =>
        CatalogueStore.BuiltIn.Single(layout => layout.Code == item).Fields.Single(field => field.Slot == "code").Values!.Keys.ShouldContain(Items.Voided);
}
