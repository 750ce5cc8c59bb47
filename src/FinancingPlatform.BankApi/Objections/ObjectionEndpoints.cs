using FinancingPlatform.BankApi.Contract;
using FinancingPlatform.BankApi.Http;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using FinancingPlatform.Hosting.Problems;
using FinancingPlatform.Identity.ResourceServer;
using Npgsql;

namespace FinancingPlatform.BankApi.Objections;

/// <summary>Departments fetch the objections to what they supplied and answer them (异议转办接口; rule B5).</summary>
internal static class ObjectionEndpoints
{
    private static readonly string s_page = SqlResource.Read(typeof(ObjectionEndpoints).Assembly, "Sql/ObjectionsForDepartment.sql");

    public static void MapObjections(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1/objections").WithMetadata(new ForDepartmentsAttribute());
        group.MapGet("", ListAsync).WithName("ListObjections").WithSummary("待答复的异议 / Objections that wait for an answer")
            .WithDescription("Oldest first, a page at a time; pass next as after to go on. The first fetch is noted. due_on is the last day for the answer (Shandong 39).")
            .Produces<ObjectionPage>().Refuses(FieldProblems.Field);
        group.MapPost("/{id:guid}/answer", AnswerAsync).WithName("AnswerObjection").WithSummary("答复异议 / Answer an objection")
            .WithDescription("removed takes the record out at once; corrected is followed by a delivery of the corrected record. The same answer again is acknowledged again.")
            .Accepts<ObjectionAnswerRequest>("application/json")
            .Produces<ObjectionAnswered>().Refuses(Refusal("unknown"), Refusal("closed"), Refusal("number-taken"), FieldProblems.Field);
    }

    private static async Task<IResult> ListAsync(string? after, HttpContext context, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var cursor = PageCursor.Read(after);
        if (!cursor.IsOk)
        {
            return cursor.Error.ToProblem();
        }

        await using var command = database.CreateCommand(s_page);
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = context.GetBank().ClientId });
        command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = cursor.Value.At });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = cursor.Value.Id });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = BankApiLimits.PageRows + 1 });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<ForwardedObjection>();
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(Row(reader));
        }

        string? next = null;
        if (items.Count > BankApiLimits.PageRows)
        {
            items.RemoveAt(BankApiLimits.PageRows);
            next = new PageCursor(items[^1].AcceptedAt, items[^1].Id).Write();
        }

        return TypedResults.Json(new ObjectionPage(items, next), BankApiJson.Default.ObjectionPage);
    }

    private static async Task<IResult> AnswerAsync(
        Guid id, StrictBody<ObjectionAnswerRequest> body, HttpContext context, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if ((body.Error ?? body.Value!.FirstFault()) is { } fault)
        {
            return fault.ToProblem();
        }

        var answer = body.Value!;
        await using var command = database.CreateCommand("select credit.answer_objection($1, $2, $3, $4, $5, $6)");
        command.CommandTimeout = BankApiLimits.StatementSeconds;
        foreach (object value in new object[] { context.GetBank().ClientId, id, answer.Outcome, answer.DecisionNo, answer.DecidedOn, answer.Law })
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        var outcome = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        return outcome is "answered" or "same"
            ? TypedResults.Json(new ObjectionAnswered(id, "closed", answer.Outcome), BankApiJson.Default.ObjectionAnswered)
            : Refusal(outcome).ToProblem();
    }

    private static Error Refusal(string outcome) => outcome switch
    {
        "unknown" => new(ErrorKind.NotFound, "objection-unknown", "没有这个转给贵单位的异议。", "No such objection was forwarded to you."),
        "closed" => new(ErrorKind.Conflict, "objection-closed", "该异议已有另一答复或其记录已移除。", "The objection has another answer already, or its record was removed."),
        "number-taken" => new(ErrorKind.Conflict, "decision-number-taken", "这个决定文号已用于同一记录的另一决定。", "That decision number stands for another decision about the same record."),
        "date" => BankApiErrors.Field("decided_on", "决定日期须在提出异议之日至今天之间。", "The day of the decision lies between the objection and today."),
        _ => throw new InvalidOperationException($"The database answered {outcome}."),
    };

    private static ForwardedObjection Row(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.IsDBNull(5) ? null : row.GetFieldValue<DateOnly>(5),
        row.IsDBNull(6) ? null : row.GetString(6), row.IsDBNull(7) ? null : row.GetString(7), row.GetDateTime(8), row.GetDateTime(9), row.GetFieldValue<DateOnly>(10));
}
