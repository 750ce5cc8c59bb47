using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Demonstration;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Tables;
using Npgsql;

namespace FinancingPlatform.Cli.Model;

/// <summary>
/// <c>fp model demonstration</c>: makes the packs of <c>models/</c> again by the real path. The labelled firms' invoices go into a
/// throw-away city, the platform's own feature statement reads them under invented authorisations, and XGBoost learns from that.
/// </summary>
internal static class DemonstrationCommand
{
    /// <summary>The invoices end in February 2020; features look back from the day after.</summary>
    private static readonly DateOnly AsOf = new(2020, 3, 1);

    public static Command Build()
    {
        var invoices = new Option<string>("--invoices") { Description = "Folder with a1_firms.csv, a1_output_invoices.csv.xz and a1_input_invoices.csv.xz.", Required = true };
        var folder = new Option<string>("--out") { Description = "Where the packs are written.", DefaultValueFactory = _ => "models" };
        var command = new Command("demonstration", "Trains the demonstration packs on the labelled firms' invoices.") { invoices, folder, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(invoices)!, parsed.GetValue(folder)!, Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string invoices, string folder, Output output, CancellationToken cancel)
    {
        var table = await output.ProgressAsync("Importing the labelled firms' invoices", progress => FeaturesAsync(invoices, progress, cancel)).ConfigureAwait(false);
        ModelFiles.Need(DemonstrationPacks.WritePublic(folder));
        var pack = ModelFiles.Need(await output.ProgressAsync("Training", progress => Task.Run(() => DemonstrationPacks.Train(folder, table, AsOf, progress, cancel), cancel)).ConfigureAwait(false));
        output.Result(new { pack = pack.Manifest.Name, sha256 = pack.Sha256, rows = table.Rows, trees = pack.Model.TreeCount }, $"{pack.Manifest.Name} {pack.Manifest.Version}: {pack.Model.TreeCount} trees, sha256 {pack.Sha256}",
            $"figures: {Path.Combine(folder, pack.Manifest.Name, "metrics.json")}");
        return ExitCodes.Ok;
    }

    private static async Task<ModelTable> FeaturesAsync(string invoices, IProgress<double> progress, CancellationToken cancel)
    {
        var city = await ThrowAwayCity.StartAsync(cancel).ConfigureAwait(false);
        await using (city.ConfigureAwait(false))
        {
            var work = Directory.CreateDirectory(Path.Combine(city.Folder, "files")).FullName;
            var firms = await LabelledFirms.ImportAsync(invoices, work, city.ConnectionString(DatabaseRoles.Loader), progress, cancel).ConfigureAwait(false);
            await using var owner = city.Source(DatabaseRoles.Owner);
            var enterprises = await AuthoriseAsync(owner, cancel).ConfigureAwait(false);
            await using var worker = city.Source(DatabaseRoles.Worker);
            return await ReadAsync(worker, enterprises, firms, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Invented authorisations, as the feature statement asks for them; then the planner's figures.</summary>
    private static async Task<Dictionary<string, long>> AuthoriseAsync(NpgsqlDataSource owner, CancellationToken cancel)
    {
        var enterprises = new Dictionary<string, long>(StringComparer.Ordinal);
        await using (var command = owner.CreateCommand(SqlResource.Read(typeof(DemonstrationCommand).Assembly, "Sql/Model/throw_away_firms.sql")))
        {
            await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            while (await reader.ReadAsync(cancel).ConfigureAwait(false))
            {
                enterprises[reader.GetString(0)] = reader.GetInt64(1);
            }
        }

        await using var analyze = owner.CreateCommand("analyze");
        await analyze.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
        return enterprises;
    }

    private static async Task<ModelTable> ReadAsync(NpgsqlDataSource worker, Dictionary<string, long> enterprises, IReadOnlyList<LabelledFirm> firms, CancellationToken cancel)
    {
        var features = DemonstrationPacks.TrainedFeatures;
        var rows = new Dictionary<long, float[]>();
        await using var connection = await worker.OpenConnectionAsync(cancel).ConfigureAwait(false);
        // The files were delivered long after the fact: windows end on the as-of date, knowledge is today's.
        var scope = new FeatureScope(AsOf, TimeProvider.System.GetUtcNow(), null);
        await using var command = FeatureRows.Command(connection, FeatureSql.Compile(PackKind.Full, features), scope);
        await FeatureRows.ReadAsync(command, features.Count, (subject, row, _) =>
        {
            rows[subject.EnterpriseId] = [.. row];
            return ValueTask.CompletedTask;
        }, cancel).ConfigureAwait(false);
        if (rows.Count != firms.Count)
        {
            throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} of {firms.Count} firms have features."), "throw-away city", "This is a fault of the program: report it.");
        }

        return new ModelTable(DemonstrationPacks.TrainedColumns, [.. firms.SelectMany(f => rows[enterprises[f.Uscc]])], firms.Count)
        {
            Labels = [.. firms.Select(f => f.IsBad ? 1f : 0f)],
        };
    }
}
