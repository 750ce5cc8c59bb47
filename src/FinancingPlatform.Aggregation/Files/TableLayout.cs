namespace FinancingPlatform.Aggregation.Files;

/// <summary>The columns of a delivered table (列): its own name first, then the names that departments use for the same thing.</summary>
internal sealed record TableColumn(string Name, bool IsRequired, params string[] Aliases)
{
    public bool IsCalled(string header) =>
        string.Equals(Name, header, StringComparison.OrdinalIgnoreCase) || Array.Exists(Aliases, alias => string.Equals(alias, header, StringComparison.OrdinalIgnoreCase));
}

/// <summary>The layout of a delivered table (表结构).</summary>
internal sealed record TableLayout(params TableColumn[] Columns)
{
    public int IndexOf(string header) => Array.FindIndex(Columns, column => column.IsCalled(header));
}
