using FinancingPlatform.Aggregation.Catalogue;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>A column under which a kept row is delivered anew (更正列).</summary>
/// <param name="Header">Its name in the new delivery.</param>
/// <param name="Field">The field that it fills; null for the generic layout's own key.</param>
/// <param name="IsRequired">A row without it is rejected.</param>
/// <param name="IsYuan">Money in yuan, whatever the field's unit.</param>
public sealed record KeptColumn(string Header, FieldLayout? Field, bool IsRequired, bool IsYuan);

/// <summary>
/// The cells of a rejected row that the database keeps so that it can be mended without its file (退回行保留的单元格): by field, none of them personal; what
/// passed its check stands in canonical form and in the unit of the column that it goes back under, so that no mapping, unit or spelling is lost.
/// </summary>
public static class KeptCells
{
    /// <summary>Name of the generic layout's own key; kept only for rows that came under that layout.</summary>
    public const string Key = "key";

    /// <summary>Characters that are kept of one cell.</summary>
    public const int MaxCell = 500;

    /// <summary>The columns of a new delivery of one row: the layout's own, or the generic one's where the first delivery had its own key.</summary>
    public static IReadOnlyList<KeptColumn> Columns(ItemLayout layout, bool isGeneric)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return isGeneric
            ? [.. layout.Fields.Select(field => Generic(layout, field)).OfType<KeptColumn>(), new KeptColumn(Key, null, IsRequired: true, IsYuan: false)]
            : [.. layout.Fields.Select(field => new KeptColumn(field.Name, field, field.Required || field.Name == layout.Subject || field.Name == layout.OccurredOn, IsYuan: false))];
    }

    /// <summary>True for a field whose values are never kept.</summary>
    public static bool IsPersonal(FieldLayout field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return FieldType.IsPersonal(field.Type);
    }

    private static KeptColumn? Generic(ItemLayout layout, FieldLayout field) =>
        field.Name == layout.Subject ? new KeptColumn("uscc", field, IsRequired: true, IsYuan: false)
        : field.Name == layout.OccurredOn ? new KeptColumn("occurred_on", field, IsRequired: true, IsYuan: false)
        : field.Slot == FieldSlot.Amount ? new KeptColumn("amount_yuan", field, field.Required, IsYuan: true)
        : field.Slot is { } slot ? new KeptColumn(slot, field, field.Required && slot != FieldSlot.Counterparty, IsYuan: false)
        : field.Name == layout.ValidUntil ? new KeptColumn("valid_until", field, IsRequired: false, IsYuan: false)
        : null;
}
