using System.Globalization;
using FinancingPlatform.Aggregation.Report;
using FinancingPlatform.Portal.Texts;

namespace FinancingPlatform.Portal.Reports;

/// <summary>Entries of one item as they are laid out (同类记录): many short ones as a table, few or long ones as cards. The printer follows the same rule.</summary>
/// <param name="Entries">Of one item, in the report's order.</param>
/// <param name="Known">Fields that any of them knows.</param>
/// <param name="Unknown">Fields that none of them knows.</param>
internal sealed record ReportGroup(IReadOnlyList<ReportEntry> Entries, IReadOnlyList<ReportField> Known, IReadOnlyList<ReportField> Unknown)
{
    /// <summary>From so many entries on a table is easier to read.</summary>
    public const int TableFrom = 4;

    /// <summary>Columns that fit on a page.</summary>
    public const int MaxColumns = 7;

    /// <summary>True when it is a table.</summary>
    public bool IsTable => Entries.Count >= TableFrom && Known.Count is > 0 and <= MaxColumns;

    /// <summary>A block's entries by item.</summary>
    public static IEnumerable<ReportGroup> Of(IReadOnlyList<ReportEntry> entries) => entries.GroupBy(entry => entry.Item).Select(group =>
    {
        var all = group.ToList();
        var known = all.SelectMany(entry => entry.Fields).Where(field => field.Value is not null).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        return new ReportGroup(all, [.. all[0].Fields.Where(field => known.Contains(field.Name))], [.. all[0].Fields.Where(field => !known.Contains(field.Name))]);
    });

    /// <summary>An entry's cells in the table's columns.</summary>
    public IEnumerable<ReportField> Cells(ReportEntry entry) => Known.Select(column => entry.Fields.First(field => field.Name == column.Name));

    /// <summary>A value as it is read; a dash for what is unknown (trap 15).</summary>
    public static string Shown(ReportField field, PageLanguage language) =>
        (language.Tongue == PageTongue.English ? field.Value : field.ShownZh ?? field.Value) ?? "–";

    /// <summary>When the platform knew of an entry, UTC.</summary>
    public static DateTime KnownAt(ReportEntry entry) => DateTime.Parse(entry.KnownAt, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
