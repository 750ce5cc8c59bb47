using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>
/// The baseline: a bare endpoint that reads one score by SELECT and writes one row by INSERT, two round trips, the second committed to disk. No token,
/// no proof, no authorisation, no audit. Runs as a process of its own, as the bank API does.
/// </summary>
internal static class BaselineServer
{
    public const string CommandName = "bench-baseline";
    public const string ConnectionVariable = "FP_BENCH_CONNECTION";
    public const string Path = "/score";
    public const string LoanPath = "/loan";

    private const string Select = "select points, grade, as_of from bench.score where uscc = $1";
    private const string Insert = "insert into bench.look (id, at, uscc, operator, reference) values ($1, clock_timestamp(), $2, $3, $4)";

    private const string InsertLoan =
        """
        insert into bench.loan (id, line_no, note_no, amount, disbursed_on, due_on, annual_rate_percent, loan_type, first_loan, posted_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
        """;

    /// <summary>Hidden: only the bench starts it.</summary>
    public static Command Build()
    {
        var port = new Argument<int>("PORT");
        var command = new Command(CommandName, "The baseline server of bench score-pull.") { port };
        command.Hidden = true;
        command.SetAction((parsed, cancel) => ServeAsync(parsed.GetValue(port), cancel));
        return command;
    }

    private static async Task<int> ServeAsync(int port, CancellationToken cancel)
    {
        var connection = Environment.GetEnvironmentVariable(ConnectionVariable)
            ?? throw CliException.BadUsage("The baseline server has no database.", ConnectionVariable, "Run fp bench score-pull, which starts it.");
        await using var database = NpgsqlDataSource.Create(connection);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port));
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.MapPost(Path, context => AnswerAsync(context, database));
        app.MapPost(LoanPath, context => InsertLoanAsync(context, database));
        await app.StartAsync(cancel).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

    // One INSERT of the same facts as a loan post, committed to disk; nothing else.
    private static async Task InsertLoanAsync(HttpContext context, NpgsqlDataSource database)
    {
        var request = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        var id = Guid.CreateVersion7();
        await using var insert = database.CreateCommand(InsertLoan);
        insert.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        insert.Parameters.Add(Text(request.GetProperty("line_no")));
        insert.Parameters.Add(Text(request.GetProperty("note_no")));
        insert.Parameters.Add(Number(request.GetProperty("amount").GetProperty("value")));
        insert.Parameters.Add(Day(request.GetProperty("disbursed_on")));
        insert.Parameters.Add(Day(request.GetProperty("due_on")));
        insert.Parameters.Add(Number(request.GetProperty("annual_rate_percent")));
        insert.Parameters.Add(Text(request.GetProperty("loan_type")));
        insert.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = request.GetProperty("first_loan").GetBoolean() });
        await insert.ExecuteNonQueryAsync(context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsJsonAsync(new { id }, context.RequestAborted).ConfigureAwait(false);
    }

    private static NpgsqlParameter Text(JsonElement value) => new NpgsqlParameter<string> { TypedValue = value.GetString() };

    private static NpgsqlParameter Number(JsonElement value) => new NpgsqlParameter<decimal> { TypedValue = decimal.Parse(value.GetString()!, CultureInfo.InvariantCulture) };

    private static NpgsqlParameter Day(JsonElement value) => new NpgsqlParameter<DateOnly> { TypedValue = DateOnly.Parse(value.GetString()!, CultureInfo.InvariantCulture) };

    private static async Task AnswerAsync(HttpContext context, NpgsqlDataSource database)
    {
        var request = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        var uscc = request.GetProperty("uscc").GetString()!;
        await using var connection = await database.OpenConnectionAsync(context.RequestAborted).ConfigureAwait(false);
        await using var select = new NpgsqlCommand(Select, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = uscc } } };
        int points;
        string grade;
        DateOnly asOf;
        await using (var reader = await select.ExecuteReaderAsync(context.RequestAborted).ConfigureAwait(false))
        {
            if (!await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            (points, grade, asOf) = (reader.GetInt32(0), reader.GetString(1), await reader.GetFieldValueAsync<DateOnly>(2, context.RequestAborted).ConfigureAwait(false));
        }

        await using var insert = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() },
                new NpgsqlParameter<string> { TypedValue = uscc },
                new NpgsqlParameter<string> { TypedValue = request.GetProperty("operator").GetString()! },
                new NpgsqlParameter<string> { TypedValue = request.GetProperty("reference").GetString()! },
            },
        };
        await insert.ExecuteNonQueryAsync(context.RequestAborted).ConfigureAwait(false);
        await context.Response.WriteAsJsonAsync(new { uscc, points, grade, as_of = asOf }, context.RequestAborted).ConfigureAwait(false);
    }
}
