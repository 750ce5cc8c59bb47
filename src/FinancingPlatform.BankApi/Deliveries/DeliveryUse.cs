using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.ResourceServer;
using Npgsql;

namespace FinancingPlatform.BankApi.Deliveries;

/// <summary>How often what a department delivered was used (使用反馈), by month and item; <see cref="CountedAt"/> is when the newest month was counted, null for none.</summary>
internal sealed record DeliveryUseAnswer(string Department, string From, string To, DateTime? CountedAt, IReadOnlyList<DeliveryUseRow> Uses);

/// <summary>Uses of one item in one month: looks of banks, credit reports, enterprises scored.</summary>
internal sealed record DeliveryUseRow(string Month, string Item, long Looks, long Reports, long Scores);

/// <summary>A department reads the use of its own data, and nobody else's.</summary>
internal static class DeliveryUse
{
    public static void MapDeliveryUse(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/deliveries/use", ReadAsync)
            .WithMetadata(new ForDepartmentsAttribute())
            .WithName("ReadDeliveryUse").WithSummary("本单位数据的使用情况 / How often this department's data was used")
            .WithDescription("By month and item; from and to are months such as 2026-01, the last twelve without them. Counted once a day.")
            .Produces<DeliveryUseAnswer>().Refuses(FieldProblems.Months);

    private static async Task<IResult> ReadAsync(
        string? from, string? to, HttpContext context, NpgsqlDataSource database, TimeProvider clock, CancellationToken cancellationToken)
    {
        var months = MonthRange.Read(from, to, China.Today(clock));
        if (!months.IsOk)
        {
            return months.Error.ToProblem();
        }

        await using var command = database.CreateCommand("select source, month, item, looks, reports, scores, counted_at from indicator.department_uses($1, $2, $3)");
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = context.GetBank().ClientId });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = months.Value.From });
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = months.Value.To });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (department, uses) = ("", new List<DeliveryUseRow>());
        DateTime? counted = null;
        while (await row.ReadAsync(cancellationToken))
        {
            department = row.GetString(0);
            // The client's own row alone, when nothing of its department was used.
            if (!row.IsDBNull(1))
            {
                uses.Add(new DeliveryUseRow(MonthRange.Write(row.GetFieldValue<DateOnly>(1)), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)));
                counted = counted is { } earlier && earlier > row.GetDateTime(6) ? earlier : row.GetDateTime(6);
            }
        }

        return TypedResults.Json(
            new DeliveryUseAnswer(department, MonthRange.Write(months.Value.From), MonthRange.Write(months.Value.To), counted, uses), BankApiJson.Default.DeliveryUseAnswer);
    }
}
