using FinancingPlatform.Aggregation.Catalogue;
using FinancingPlatform.Aggregation.Files;

namespace FinancingPlatform.Aggregation.Items;

/// <summary>
/// The headers under which one item is taken (可接受的表头): the layout's own, its mappings, and the generic one that names the slots. Column i is field i;
/// the column after the last field is the generic layout's own key.
/// </summary>
internal sealed class ItemTables
{
    private readonly ItemLayout _layout;

    public ItemTables(ItemLayout layout)
    {
        _layout = layout;
        Candidates = [Own(), .. layout.Mappings.Select(Mapped), Generic()];
    }

    public IReadOnlyList<TableLayout> Candidates { get; }

    /// <summary>Column of the generic layout's key.</summary>
    public int GenericKey => _layout.Fields.Count;

    /// <summary>Spellings of enumerations that a candidate brings; null when it brings none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<string>>>? ValuesOf(int candidate) =>
        candidate >= 1 && candidate <= _layout.Mappings.Count ? _layout.Mappings[candidate - 1].Values : null;

    private TableLayout Own() => new([.. _layout.Fields.Select(Column), NoKey]);

    private TableLayout Mapped(MappingLayout mapping) => new(
        [.. _layout.Fields.Select(Column), NoKey],
        mapping.Headers.Select(pair => KeyValuePair.Create(
            pair.Key, pair.Value.Length == 0 ? TableLayout.Ignored : IndexOf(pair.Value))));

    // What a slot's column can't bring is not asked for; what it can is required as ever.
    private TableLayout Generic()
    {
        var columns = _layout.Fields.Select((field, i) => new TableColumn(Hidden(i), IsRequired: false)).ToArray();
        Fill(columns, _layout.Subject, "uscc", isRequired: true, [.. _layout.Find(_layout.Subject)!.Headers, "统一社会信用代码"]);
        Fill(columns, _layout.OccurredOn, "occurred_on", isRequired: true, ["发生日期"]);
        foreach (var (slot, header, alias) in (ReadOnlySpan<(string, string, string)>)
                 [
                     (FieldSlot.Amount, "amount_yuan", "金额"), (FieldSlot.Quantity, "quantity", "数量"), (FieldSlot.Code, "code", "类别"),
                     (FieldSlot.Counterparty, "counterparty", "对方或机关"), (FieldSlot.StartedOn, "started_on", "起始日期"), (FieldSlot.EndedOn, "ended_on", "截止日期"),
                 ])
        {
            if (_layout.Fields.FirstOrDefault(field => field.Slot == slot) is { } field)
            {
                // The generic layout never asked for the other party.
                Fill(columns, field.Name, header, field.Required && slot != FieldSlot.Counterparty, [alias]);
            }
        }

        if (_layout.ValidUntil is { } until)
        {
            Fill(columns, until, "valid_until", isRequired: false, ["有效期至"]);
        }

        return new TableLayout([.. columns, new TableColumn("key", IsRequired: true, "业务编号")]);
    }

    private static TableColumn NoKey { get; } = new("\u0000key", IsRequired: false);

    private static TableColumn Column(FieldLayout field) => new(field.Name, field.Required, [field.Zh, .. field.Headers]);

    private void Fill(TableColumn[] columns, string field, string header, bool isRequired, string[] aliases)
    {
        // One field may be subject or day and fill a slot as well: the first name stays.
        ref var column = ref columns[IndexOf(field)];
        column = column.Name[0] == '\0' ? new TableColumn(header, isRequired, aliases) : column with { Aliases = [.. column.Aliases, header, .. aliases] };
    }

    // No header of a file can be called that.
    private static string Hidden(int column) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\u0000{column}");

    private int IndexOf(string field)
    {
        for (var i = 0; i < _layout.Fields.Count; i++)
        {
            if (_layout.Fields[i].Name == field)
            {
                return i;
            }
        }

        return TableLayout.Unknown;
    }
}
