using System.Globalization;
using FinancingPlatform.Aggregation.Files;
using FinancingPlatform.Core.Calendar;

namespace FinancingPlatform.Aggregation.Objections;

/// <summary>One line of a file of decisions (处理决定): an objection's, a repair's (信用修复) or an annulment's (撤销).</summary>
internal sealed record DecisionRow(
    string Kind, string DecisionNo, string Authority, string Uscc, string Item, string Key, DateOnly DecidedOn, string Outcome, string Law)
{
    private const int SubmittedOn = 9;
    private const int AcceptedOn = 10;
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
        new TableColumn("law", IsRequired: true, "依据"),
        new TableColumn("submitted_on", IsRequired: false, "申请日期"),
        new TableColumn("accepted_on", IsRequired: false, "受理日期"));

    /// <summary>When it was asked for and accepted, as the authority states it; null where it does not.</summary>
    public ReviewClock? Review { get; init; }

    /// <summary>The row, or the name of the column at fault.</summary>
    public static (DecisionRow? Row, string Fault) Read(TableRow row, DateOnly today)
    {
        if (row.Fault is { } fault)
        {
            return (null, fault);
        }

        if (Array.Find(Layout.Columns, c => row[Layout.IndexOf(c.Name)] is { } text ? text.Length > (c.Name == "law" ? MaxLaw : MaxText) : c.IsRequired) is { } bad)
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

        if (Day(row[6]) is not { } day || day > today)
        {
            return (null, "decided_on");
        }

        var (review, at) = ReadReview(row, day);
        return at.Length > 0
            ? (null, at)
            : (new DecisionRow(row[0]!, row[1]!, row[2]!, uscc.Value, row[4]!, row[5]!, day, row[7]!, row[8]!) { Review = review }, "");
    }

    // Submitted, then accepted, then decided; nobody accepts what was not asked for, but not every file says when it was.
    private static (ReviewClock? Review, string Fault) ReadReview(TableRow row, DateOnly decidedOn)
    {
        if (row[AcceptedOn] is null)
        {
            return (null, row[SubmittedOn] is null ? "" : "accepted_on");
        }

        if (Day(row[AcceptedOn]) is not { } accepted || accepted > decidedOn)
        {
            return (null, "accepted_on");
        }

        DateOnly? submitted = null;
        if (row[SubmittedOn] is { } text)
        {
            submitted = Day(text);
            if (submitted is null || submitted > accepted)
            {
                return (null, "submitted_on");
            }
        }

        var review = WorkingCalendar.Official.WorkingDaysBetween(accepted, decidedOn);
        var acceptance = submitted is { } asked ? WorkingCalendar.Official.WorkingDaysBetween(asked, accepted) : review;
        return review.IsOk && acceptance.IsOk
            ? (new ReviewClock(submitted, accepted, submitted is null ? null : acceptance.Value, review.Value), "")
            : (null, "calendar-year-missing");
    }

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>The clock of a review (审核时限, F11), in working days of the State Council's calendar.</summary>
/// <param name="SubmittedOn">When it was asked for; null where the file does not say.</param>
/// <param name="AcceptedOn">When it was accepted.</param>
/// <param name="AcceptanceDays">From asking to acceptance; null where the file does not say.</param>
/// <param name="ReviewDays">From acceptance to decision.</param>
internal sealed record ReviewClock(DateOnly? SubmittedOn, DateOnly AcceptedOn, int? AcceptanceDays, int ReviewDays);
