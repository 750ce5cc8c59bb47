using System.Text.Json;
using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.BankApi.Limits;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using Npgsql;

namespace FinancingPlatform.BankApi.Usage;

/// <summary>A bank's own use and quota (本行用量与配额), and what its supervisors should see: looks that led to nothing (rule A6).</summary>
internal static class UsageEndpoint
{
    private const int MaxDays = 92;
    private const int DefaultDays = 30;
    private static readonly string s_looks = SqlResource.Read(typeof(UsageEndpoint).Assembly, "Sql/LooksByDay.sql");

    public static void MapUsage(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/usage", ReadAsync).WithName("ReadUsage").WithSummary("本行用量与配额 / Own use and quota")
            .WithDescription("Looks by day and purpose (days in China, at most 92); limits per operation; per operator the looks of 90 to 180 days ago that led to no line or decision.")
            .Produces<UsageAnswer>().Refuses(FieldProblems.Field);

    private static async Task<IResult> ReadAsync(
        DateOnly? from, DateOnly? to, HttpContext context, NpgsqlDataSource database, OperationLimits limits, TimeProvider clock, CancellationToken cancellationToken)
    {
        var last = to ?? China.Today(clock);
        // Earlier than any day of use, and too early to count back from.
        var first = from ?? (last.DayNumber > DefaultDays ? last.AddDays(-DefaultDays) : last);
        if (first > last || last.DayNumber - first.DayNumber > MaxDays)
        {
            return BankApiErrors.Field("from", $"起止日期须在 {MaxDays} 天以内。", $"Ask for at most {MaxDays} days, the first before the last.").ToProblem();
        }

        await using var command = database.CreateCommand(s_looks);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.AddRange(new[] { JsonPages.Value(context.GetBank().BankUscc), JsonPages.Value(first), JsonPages.Value(last) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var answer = new UsageAnswer(
            first, last, JsonSerializer.Deserialize(reader.GetString(0), BankApiJson.Default.IReadOnlyListUsageDay)!,
            JsonSerializer.Deserialize(reader.GetString(1), BankApiJson.Default.IReadOnlyListBrowsingEntry)!, limits.All);
        return TypedResults.Json(answer, BankApiJson.Default.UsageAnswer);
    }
}

/// <summary>A bank's use of the platform.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Looks">Looks by day and purpose.</param>
/// <param name="WithoutDecision">Per operator, looks of 90 to 180 days ago and how many led to no line or decision.</param>
/// <param name="Limits">What the client may ask per second.</param>
internal sealed record UsageAnswer(
    DateOnly From, DateOnly To, IReadOnlyList<UsageDay> Looks, IReadOnlyList<BrowsingEntry> WithoutDecision, IReadOnlyList<OperationLimit> Limits);

/// <summary>Looks of a day for a purpose; those that showed nothing cost no use.</summary>
internal sealed record UsageDay(DateOnly Day, string Purpose, long Granted, long Refused, long NothingShown);

/// <summary>An operator's looks that led to nothing.</summary>
internal sealed record BrowsingEntry(string Operator, long Looks, long WithoutDecision);
