using System.Globalization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Scoring.Tables;

/// <summary>One field of a row as derived columns see it: its text, and its number where it has been asked for. Null text is unknown.</summary>
internal readonly record struct Cell(string? Text, float Number)
{
    public static Cell Unknown { get; } = new(null, float.NaN);

    public static Cell Of(float number) => float.IsFinite(number) ? new(number.ToString("R", CultureInfo.InvariantCulture), number) : Unknown;

    public static Cell Of(string text) => new(text, float.NaN);
}

/// <summary>Works out a schema's derived columns row by row (派生列计算).</summary>
internal sealed class DerivedCells
{
    private const int FirstYear = 1;

    /// <summary>Between the parts of a crossed text: it stands in no ordinary field, so that "a"+"bc" is not "ab"+"c".</summary>
    private const char Between = '\u001F';

    private readonly IReadOnlyList<DerivedColumn> _derived;
    private readonly IReadOnlyList<TableField> _columns;
    private readonly int[][] _sources;

    /// <summary>Finds each derived column's sources in the header.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="header">The table's columns in the order of its fields.</param>
    public DerivedCells(ModelSchema schema, IReadOnlyList<TableField> header)
    {
        _derived = schema.Derived ?? [];
        _columns = header;
        string[] names = [.. header.Select(f => f.Column.Name), .. _derived.Select(d => d.Name)];
        _sources = [.. _derived.Select(d => d.Of.Select(name => Array.IndexOf(names, name)).ToArray())];
    }

    /// <summary>The derived cells of one row, or the error with its column.</summary>
    public Result<Cell[]> Of(int line, List<string> fields)
    {
        var cells = new Cell[_derived.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            var (derived, sources) = (_derived[i], _sources[i]);
            var from = new Cell[sources.Length];
            for (var s = 0; s < sources.Length; s++)
            {
                if (sources[s] >= _columns.Count)
                {
                    from[s] = cells[sources[s] - _columns.Count];
                    continue;
                }

                var column = _columns[sources[s]];
                if (!TryRead(fields[sources[s]], column, NeedsNumber(derived), out from[s]))
                {
                    return column.NotANumber(line, fields[sources[s]]);
                }
            }

            cells[i] = Array.Exists(from, c => c.Text is null) ? Cell.Unknown : Work(derived, from);
        }

        return cells;
    }

    private static bool NeedsNumber(DerivedColumn derived) => derived.Op is DerivedOp.Ratio or DerivedOp.Difference or DerivedOp.Sum or DerivedOp.Year or DerivedOp.Month;

    private static bool TryRead(string field, TableField column, bool number, out Cell cell)
    {
        cell = Cell.Unknown;
        if (column.IsUnknown(field))
        {
            return true;
        }

        if (!number)
        {
            cell = Cell.Of(field);
            return true;
        }

        var isNumber = column.TryNumber(field, out var value);
        cell = new Cell(field, value);
        return isNumber;
    }

    private static Cell Work(DerivedColumn derived, Cell[] from) => derived.Op switch
    {
        DerivedOp.Ratio => Cell.Of(from[0].Number / from[1].Number),
        DerivedOp.Difference => Cell.Of(from[0].Number - from[1].Number),
        DerivedOp.Sum => Cell.Of(from.Sum(c => c.Number)),
        DerivedOp.Year => Date(from[0]) is { } date ? Cell.Of(date.Year) : Cell.Unknown,
        DerivedOp.Month => Date(from[0]) is { } date ? Cell.Of(date.Month) : Cell.Unknown,
        DerivedOp.Is => Cell.Of(derived.Values!.Contains(from[0].Text!, StringComparer.Ordinal) ? 1f : 0f),
        DerivedOp.Prefix => Cell.Of(Prefix(from[0].Text!, derived)),
        DerivedOp.Cross => Cell.Of(string.Join(Between, from.Select(c => c.Text))),
        _ => throw new ArgumentOutOfRangeException(nameof(derived), derived.Op, "No such operation."),
    };

    private static DateOnly? Date(Cell cell)
    {
        var day = (int)cell.Number + TableField.Epoch.DayNumber;
        return day >= FirstYear && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber(day) : null;
    }

    private static string Prefix(string text, DerivedColumn derived)
    {
        var whole = derived.Pad is { } pad ? text.PadLeft(pad, '0') : text;
        return whole.Length <= derived.Length ? whole : whole[..derived.Length!.Value];
    }
}
