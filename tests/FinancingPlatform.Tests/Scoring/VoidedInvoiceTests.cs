using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Scoring.Features;

namespace FinancingPlatform.Tests.Scoring;

/// <summary>Importer and features must mean the same by a voided invoice.</summary>
public sealed class VoidedInvoiceTests
{
    [Fact]
    public void The_importers_word_for_a_voided_invoice_is_the_features_word() => Items.Voided.ShouldBe(InvoiceReader.Voided);
}
