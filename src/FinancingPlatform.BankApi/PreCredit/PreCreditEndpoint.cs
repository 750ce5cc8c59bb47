using System.Globalization;
using System.Text;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Needs;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using Npgsql;

namespace FinancingPlatform.BankApi.PreCredit;

/// <summary>Lists of enterprises with their public scores (预授信名单): public facts and the public score, nothing else (rule A2, trap 29).</summary>
internal static class PreCreditEndpoint
{
    private static readonly string s_page = SqlResource.Read(typeof(PreCreditEndpoint).Assembly, "Sql/PreCreditPage.sql");

    public static void MapPreCredit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/pre-credit", ListAsync).WithName("ListPreCredit").WithSummary("预授信名单 / Enterprises by public score")
            .WithDescription(
                "Best first. division and industry are code prefixes, points_from a floor; pass next as after to go on. The score is for reference; the bank decides independently. "
                + "A full score needs the enterprise's authorisation: POST /v1/score-pulls.")
            .Produces<Lending.Page<PreCreditEntry>>()
            .Refuses(FieldProblems.Field);

    private static async Task<IResult> ListAsync(
        string? division, string? industry, int? points_from, string? after, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var cursor = Cursor.Read(after);
        if ((NeedEndpoints.Prefix("division", division) ?? NeedEndpoints.Prefix("industry", industry) ?? (cursor.IsOk ? null : cursor.Error)) is { } fault)
        {
            return fault.ToProblem();
        }

        await using var command = database.CreateCommand(s_page);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.AddRange(new[]
        {
            JsonPages.Value(division), JsonPages.Value(industry), JsonPages.Value(points_from), JsonPages.Value(cursor.Value.Points),
            JsonPages.Value(cursor.Value.Enterprise), JsonPages.Value(BankApiLimits.PageRows + 1),
        });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var json = new StringBuilder("{\"items\":[");
        Cursor last = default;
        string? next = null;
        for (var row = 0; await reader.ReadAsync(cancellationToken); row++)
        {
            if (row == BankApiLimits.PageRows)
            {
                next = last.Write();
                break;
            }

            json.Append(row == 0 ? string.Empty : ",").Append(reader.GetString(2));
            last = new Cursor(reader.GetInt32(0), reader.GetInt64(1));
        }

        json.Append("],\"next\":").Append(next is null ? "null" : $"\"{next}\"").Append('}');
        return Results.Text(json.ToString(), "application/json");
    }

    private readonly record struct Cursor(int? Points, long? Enterprise)
    {
        private static Error Bad { get; } = BankApiErrors.Field("after", "after 须原样取自上一页的 next。", "after must be the next of the page before, unchanged.");

        public string Write() => string.Create(CultureInfo.InvariantCulture, $"{Points}.{Enterprise}");

        public static Result<Cursor> Read(string? text)
        {
            if (text is null)
            {
                return new Cursor(null, null);
            }

            var parts = text.Split('.');
            return parts.Length == 2
                && int.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var points)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var enterprise)
                ? new Cursor(points, enterprise)
                : Bad;
        }
    }
}

/// <summary>An enterprise with its public score.</summary>
internal sealed record PreCreditEntry(
    string Uscc, string EnterpriseName, string? Division, string? Industry, string Size, int Points, string Grade, DateOnly AsOf, string Pack, string PackVersion,
    string InputSha256);
