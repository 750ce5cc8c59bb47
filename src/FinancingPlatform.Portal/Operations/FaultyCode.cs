using System.Globalization;
using FinancingPlatform.Aggregation.Codes;
using FinancingPlatform.Portal.Sessions;

namespace FinancingPlatform.Portal.Operations;

/// <summary>One code that is not in order (重错码), as its department sent it.</summary>
internal sealed record FaultyCode(string Department, long Line, string Code, string Name, string Fault)
{
    /// <summary>Rows of a page.</summary>
    public const int PageRows = 50;

    /// <summary>Rows of one read when all are written to a file.</summary>
    public const int ExportRows = 10_000;

    private const char Separator = '~';

    /// <summary>Where the next page begins.</summary>
    public string Cursor => string.Create(CultureInfo.InvariantCulture, $"{Line}{Separator}{Department}");

    /// <summary>Figures by department, as sent and case-folded.</summary>
    public static Task<List<CodeFigure>> FiguresAsync(SessionTransaction session, CancellationToken ct) => session.ListAsync(
        "select department, folded, codes, wrong, duplicate, old_number, missing from indicator.operator_code_figures()",
        static r => new CodeFigure(r.GetString(0), r.GetBoolean(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6)), ct);

    /// <summary>Faulty codes behind a cursor; a cursor that a person spoiled starts from the top.</summary>
    public static Task<List<FaultyCode>> ReadAsync(SessionTransaction session, string? after, int rows, CancellationToken ct)
    {
        var (department, line) = after?.Split(Separator, 2) is [var number, var name] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? (name, at)
            : ("", 0L);
        return session.ListAsync(
            "select department, line, code, name, fault from indicator.operator_faulty_codes($1, $2, $3)",
            static r => new FaultyCode(r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4)), ct, department, line, rows);
    }
}
