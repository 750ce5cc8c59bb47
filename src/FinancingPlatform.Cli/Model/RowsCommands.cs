using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Lending.Outcomes;
using FinancingPlatform.Scoring.Training;
using Npgsql;

namespace FinancingPlatform.Cli.Model;

/// <summary><c>fp model rows / trained / retraining</c>: training rows of the running city, and which packs must be trained again (rule B1).</summary>
internal static class RowsCommands
{
    public static Command BuildRows()
    {
        var outcomes = OutcomesOption();
        var file = new Option<string>("--out") { Description = "Table to write.", Required = true };
        var schema = new Option<string?>("--schema") { Description = "Schema file to write beside it, for fp model train." };
        var command = new Command("rows", "Makes training rows of the city's public items: what was known on each day and is not removed now.") { outcomes, file, schema, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction((parsed, cancel) => RunAsync(
            Running.Find(parsed), parsed.GetValue(outcomes), parsed.GetValue(file)!, parsed.GetValue(schema), Output.For(parsed), cancel));
        return command;
    }

    public static Command BuildTrained()
    {
        var model = new Option<string>("--model") { Description = "Folder of the pack.", Required = true };
        var data = new Option<string>("--rows") { Description = "The table that fp model rows wrote and the pack was trained on.", Required = true };
        var command = new Command("trained", "Registers what a pack was trained on, so that a later removal puts it on the list for retraining.") { model, data, Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (pack, output) = (TableFiles.Pack(parsed.GetValue(model)!), Output.For(parsed));
            var sha256 = await TrainingRows.DigestAsync(ModelFiles.Existing(parsed.GetValue(data)!), cancel).ConfigureAwait(false);
            await using var source = Worker(Running.Find(parsed));
            var registered = await Retraining.RegisterAsync(source, pack, sha256, cancel).ConfigureAwait(false);
            if (!registered.IsOk)
            {
                throw new CliException(registered.Error.MessageEn, parsed.GetValue(data)!, registered.Error.MessageZh);
            }

            output.Result(new { pack = pack.Manifest.Name, pack.Sha256, rows = Convert.ToHexStringLower(sha256) }, $"{pack.Manifest.Name} {pack.Sha256} was trained on {Convert.ToHexStringLower(sha256)}");
            return ExitCodes.Ok;
        });
        return command;
    }

    public static Command BuildRetraining()
    {
        var command = new Command("retraining", "Packs that saw records which were removed since, or whose authorisations were revoked, with the day by which they must be trained again.") { Output.JsonOption() };
        Running.AddOptions(command);
        command.SetAction(async (parsed, cancel) =>
        {
            await using var source = Worker(Running.Find(parsed));
            var packs = await Retraining.ListAsync(source, cancel).ConfigureAwait(false);
            Output.For(parsed).Result(
                packs,
                packs.Count == 0
                    ? ["no pack needs retraining"]
                    : [.. packs.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Pack} {p.PackSha256}: {p.Removed} removed and {p.Revoked} authorisations revoked since {p.FirstRemovedOn:yyyy-MM-dd}, retrain by {p.RetrainBy:yyyy-MM-dd}"))]);
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>Whose rows; what banks posted where it is not given.</summary>
    public static Option<string?> OutcomesOption() => new("--outcomes")
    {
        Description = "CSV uscc,observed_on,bad: whose rows, as of which day, and how it turned out (1 bad, 0 not). Without it the loans that banks posted, by rule C2, of enterprises whose training leg is live.",
    };

    /// <summary>The outcomes of a file, or of the loans that banks posted.</summary>
    public static async Task<IReadOnlyList<Outcome>> OutcomesAsync(NpgsqlDataSource worker, string? file, CancellationToken cancel)
    {
        if (file is not null)
        {
            using var reader = new StreamReader(ModelFiles.Existing(file));
            return ModelFiles.Need(Outcomes.Read(reader, China.Today(TimeProvider.System)));
        }

        var posted = new List<Outcome>();
        await using var command = worker.CreateCommand(LoanOutcomes.TrainingSql);
        await using var rows = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        while (await rows.ReadAsync(cancel).ConfigureAwait(false))
        {
            posted.Add(new Outcome(rows.GetString(0), await rows.GetFieldValueAsync<DateOnly>(1, cancel).ConfigureAwait(false), rows.GetBoolean(2)));
        }

        return posted.Count > 0
            ? posted
            : throw new CliException(
                "No posted loan has an outcome whose enterprise let its bank's data be learnt from.", "lending.training_outcomes",
                "A loan counts 12 months after its disbursement, or once it is bad, while a training authorisation is live; or name a file with --outcomes.");
    }

    /// <summary>The city's database as role worker.</summary>
    public static NpgsqlDataSource Worker(Running running) => PlatformDataServices.Source(running.ConnectionString("city", DatabaseRoles.Worker));

    private static async Task<int> RunAsync(Running running, string? outcomes, string file, string? schema, Output output, CancellationToken cancel)
    {
        await using var source = Worker(running);
        var read = await OutcomesAsync(source, outcomes, cancel).ConfigureAwait(false);
        var result = ModelFiles.Need(await output.ProgressAsync("Building rows", progress => TrainingRows.WriteAsync(source, read, file, progress, cancel)).ConfigureAwait(false));
        if (schema is not null)
        {
            await File.WriteAllBytesAsync(schema, TrainingRows.Schema().Write(), cancel).ConfigureAwait(false);
        }

        output.Result(result, string.Create(CultureInfo.InvariantCulture, $"{result.Rows} rows, {result.Bad} bad, {result.Unknown} outcomes left out, {result.Features} features: {file}, sha256 {result.Sha256}"));
        return ExitCodes.Ok;
    }
}
