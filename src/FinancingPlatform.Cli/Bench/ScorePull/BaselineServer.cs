using System.CommandLine;
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

    private const string Select = "select points, grade, as_of from bench.score where uscc = $1";
    private const string Insert = "insert into bench.look (id, at, uscc, operator, reference) values ($1, clock_timestamp(), $2, $3, $4)";

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
        await app.StartAsync(cancel).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        return ExitCodes.Ok;
    }

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
