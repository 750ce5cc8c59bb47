using System.Collections.Frozen;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>The columns of a delivered table (列): its own name first, then the names that departments use for the same thing.</summary>
internal sealed record TableColumn(string Name, bool IsRequired, params string[] Aliases);

/// <summary>The layout of a delivered table (表结构). Where two columns claim a header, the first has it.</summary>
internal sealed class TableLayout
{
    /// <summary>A header that is known and not read.</summary>
    public const int Ignored = -2;

    /// <summary>A header that the layout does not know.</summary>
    public const int Unknown = -1;

    private readonly FrozenDictionary<string, int> _headers;

    public TableLayout(params TableColumn[] columns)
        : this(columns, [])
    {
    }

    public TableLayout(TableColumn[] columns, IEnumerable<KeyValuePair<string, int>> first)
    {
        Columns = columns;
        var headers = new Dictionary<string, int>(first, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < columns.Length; i++)
        {
            headers.TryAdd(columns[i].Name, i);
        }

        for (var i = 0; i < columns.Length; i++)
        {
            foreach (var alias in columns[i].Aliases)
            {
                headers.TryAdd(alias, i);
            }
        }

        _headers = headers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public TableColumn[] Columns { get; }

    /// <summary>The column; <see cref="Ignored"/> or <see cref="Unknown"/>.</summary>
    public int IndexOf(string header) => _headers.GetValueOrDefault(header.Trim(), Unknown);
}
