using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Aggregation.Intake;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>How one layout of a credit data item (信息项布局) is read; the seam by which an item with a layout of its own joins.</summary>
internal interface IItemReader
{
    /// <summary>The columns.</summary>
    TableLayout Layout { get; }

    /// <summary>The record, or why the row is rejected.</summary>
    (ItemRow? Row, Rejection? Rejection) Read(TableRow row);
}
