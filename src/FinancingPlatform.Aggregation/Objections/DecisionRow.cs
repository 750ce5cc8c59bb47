using System.Globalization;
using FinancingPlatform.Aggregation.Files;

namespace FinancingPlatform.Aggregation.Objections;

/// <summary>One line of a file of decisions (处理决定): an objection's, a repair's (信用修复) or an annulment's (撤销).</summary>
internal sealed record DecisionRow(
    string Kind, string DecisionNo, string Authority, string Uscc, string Item, string Key, DateOnly DecidedOn, string Outcome, string Law)
{
    private const int MaxText = 128;
    private const int MaxLaw = 200;

    public static TableLayout Layout { get; } = new(
        new TableColumn("kind", IsRequired: true, "类型"),
        new TableColumn("decision_no", IsRequired: true, "决定文号"),
        new TableColumn("authority", IsRequired: true, "决定机关"),
        new TableColumn("uscc", IsRequired: true, "统一社会信用代码"),
        new TableColumn("item", IsRequired: true, "信息项"),
        new TableColumn("key", IsRequired: true, "记录编号"),
        new TableColumn("decided_on", IsRequired: true, "决定日期"),
        new TableColumn("outcome", IsRequired: true, "结果"),
        new TableColumn("law", IsRequired: true, "依据"));

    /// <summary>The row, or the name of the column at fault.</summary>
    public static (DecisionRow? Row, string Fault) Read(TableRow row, DateOnly today)
    {
        if (row.Fault is { } fault)
        {
            return (null, fault);
        }

        if (Array.Find(Layout.Columns, c => row[Layout.IndexOf(c.Name)] is not { } text || text.Length > (c.Name == "law" ? MaxLaw : MaxText)) is { } bad)
        {
            return (null, bad.Name);
        }

        if (row[0] is not ("objection" or "repair" or "annulment"))
        {
            return (null, "kind");
        }

        // A repair or an annulment that was granted removes; one that was not granted changes nothing.
        if (row[7] is not ("removed" or "maintained") && !(row[7] == "corrected" && row[0] == "objection"))
        {
            return (null, "outcome");
        }

        if (!Core.Identifiers.Uscc.TryParse(row[3], out var uscc))
        {
            return (null, "uscc");
        }

        return DateOnly.TryParseExact(row[6], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day <= today
            ? (new DecisionRow(row[0]!, row[1]!, row[2]!, uscc.Value, row[4]!, row[5]!, day, row[7]!, row[8]!), "")
            : (null, "decided_on");
    }
}
