using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>A delivered header (表头) matched with the layout that fits it best.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Number">Its number among the candidates.</param>
/// <param name="Targets">File column → layout column; negative to ignore.</param>
/// <param name="Names">Layout column → the header that fills it first; null when none does.</param>
internal sealed record TableHeader(TableLayout Layout, int Number, int[] Targets, string?[] Names)
{
    private const int MaxNamed = 5;

    /// <summary>The first candidate that knows every header and lacks no required column, else what the nearest one finds wrong: a misspelt column is not lost in silence.</summary>
    public static Result<TableHeader> Match(IReadOnlyList<string> header, IReadOnlyList<TableLayout> candidates)
    {
        var twice = header.Select(name => name.Trim()).Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1).Select(same => same.Key).ToArray();
        if (twice.Length > 0)
        {
            // Two columns of one name: nobody can say which of them is meant.
            return FileErrors.HeaderTwice(string.Join(", ", twice.Take(MaxNamed)));
        }

        (int Faults, Error Error)? nearest = null;
        for (var number = 0; number < candidates.Count; number++)
        {
            var found = Of(header, candidates[number], number);
            var lacking = found.Layout.Columns.Where((column, i) => column.IsRequired && found.Names[i] is null).Select(column => column.Name).ToArray();
            var unknown = header.Where((_, i) => found.Targets[i] == TableLayout.Unknown).ToArray();
            if (lacking.Length + unknown.Length == 0)
            {
                return found;
            }

            if (nearest is null || lacking.Length + unknown.Length < nearest.Value.Faults)
            {
                nearest = (lacking.Length + unknown.Length, lacking.Length > 0 ? FileErrors.HeaderLacks(string.Join(", ", lacking.Take(MaxNamed))) : FileErrors.HeaderUnknown(string.Join(", ", unknown.Take(MaxNamed))));
            }
        }

        return nearest!.Value.Error;
    }

    /// <summary>The candidate that knows most of the members of a JSON row; JSON rows say for themselves what they hold.</summary>
    public static TableHeader Nearest(IReadOnlyList<string> members, IReadOnlyList<TableLayout> candidates) => Enumerable.Range(0, candidates.Count)
        .Select(number => Of(members, candidates[number], number))
        .MinBy(found => found.Targets.Count(target => target == TableLayout.Unknown) + found.Layout.Columns.Where((column, i) => column.IsRequired && found.Names[i] is null).Count())!;

    private static TableHeader Of(IReadOnlyList<string> header, TableLayout layout, int number)
    {
        var targets = header.Select(layout.IndexOf).ToArray();
        var names = new string?[layout.Columns.Length];
        for (var i = 0; i < targets.Length; i++)
        {
            if (targets[i] >= 0)
            {
                names[targets[i]] ??= header[i].Trim();
            }
        }

        return new TableHeader(layout, number, targets, names);
    }
}
