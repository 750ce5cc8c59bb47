using System.CommandLine;
using System.Globalization;
using FinancingPlatform.Aggregation.Demonstration;
using FinancingPlatform.Core.Calendar;
using FinancingPlatform.Data;
using FinancingPlatform.Scoring.Features;
using FinancingPlatform.Scoring.Packs;
using FinancingPlatform.Scoring.Study;

namespace FinancingPlatform.Cli.Model;

/// <summary>
/// <c>fp model features</c>: every declared feature with its coverage and information value, and pairs that say nearly the same, over an invented
/// throw-away city in which every enterprise has authorised everything. Bad is the city's own overdue by more than 90 days (rule C2).
/// </summary>
internal static class FeaturesCommand
{
    private const int DefaultEnterprises = 10_000;

    public static Command Build()
    {
        var enterprises = new Option<int>("--enterprises") { Description = "Enterprises of the invented city.", DefaultValueFactory = _ => DefaultEnterprises };
        var seed = new Option<int>("--seed") { Description = "Another seed is another city.", DefaultValueFactory = _ => DemonstrationOptions.DefaultSeed };
        var above = new Option<double>("--above") { Description = "Pairs are listed from this correlation on.", DefaultValueFactory = _ => FeatureStudy.MaxCorrelation };
        var command = new Command("features", "Lists every feature with coverage, information value and correlated pairs, over an invented city.") { enterprises, seed, above, Output.JsonOption() };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(enterprises), parsed.GetValue(seed), parsed.GetValue(above), Output.For(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(int enterprises, int seed, double above, Output output, CancellationToken cancel)
    {
        var (rows, isBad) = await output.ProgressAsync("Inventing a city and reading every feature", progress => ReadAsync(enterprises, seed, progress, cancel)).ConfigureAwait(false);
        var features = FeatureCatalogue.All;
        var figures = FeatureStudy.Figures(features, rows, isBad);
        var correlated = FeatureStudy.Correlated(features, rows, above);
        output.Result(
            new
            {
                rows = rows.Count,
                bad = isBad.Count(b => b == true),
                good = isBad.Count(b => b == false),
                features = figures.Select(f => new { name = f.Name, item = f.Item, unit = f.Unit, direction = f.Direction, coverage = Math.Round(f.Coverage, 4), information_value = f.InformationValue is { } iv ? Math.Round(iv, 4) : (double?)null, constant = f.IsConstant }),
                correlated = correlated.Select(p => new { first = p.First, second = p.Second, correlation = Math.Round(p.Correlation, 4), rows = p.Rows }),
            },
            [.. figures.OrderByDescending(f => f.InformationValue ?? -1).Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name,-32} coverage {f.Coverage,7:P1}  IV {(f.InformationValue is { } iv ? iv.ToString("0.000", CultureInfo.InvariantCulture) : "-"),6}  {f.Item}")),
                .. correlated.Select(p => string.Create(CultureInfo.InvariantCulture, $"correlated above {above}: {p.First} and {p.Second}, {p.Correlation:0.0000} over {p.Rows} rows"))]);
        return ExitCodes.Ok;
    }

    private static async Task<(List<float[]> Rows, List<bool?> IsBad)> ReadAsync(int enterprises, int seed, IProgress<double> progress, CancellationToken cancel)
    {
        var city = await ThrowAwayCity.StartAsync(cancel).ConfigureAwait(false);
        await using (city.ConfigureAwait(false))
        {
            var today = China.Today(TimeProvider.System);
            var options = new DemonstrationOptions(enterprises, seed, today, Path.Combine(city.Folder, "files"));
            ModelFiles.Need(await DemonstrationCity.SeedAsync(city.ConnectionString(DatabaseRoles.Loader), options, progress, cancel).ConfigureAwait(false));
            await using var owner = city.Source(DatabaseRoles.Owner);
            await using (var authorise = owner.CreateCommand(SqlResource.Read(typeof(FeaturesCommand).Assembly, "Sql/Model/authorise_everything.sql")))
            {
                await authorise.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
            }

            await using var worker = city.Source(DatabaseRoles.Worker);
            var outcomes = await OutcomesAsync(owner, cancel).ConfigureAwait(false);
            var (rows, isBad) = (new List<float[]>(), new List<bool?>());
            await using var connection = await worker.OpenConnectionAsync(cancel).ConfigureAwait(false);
            await using var command = FeatureRows.Command(connection, FeatureSql.Compile(PackKind.Full, FeatureCatalogue.All), new FeatureScope(today, TimeProvider.System.GetUtcNow(), null));
            await FeatureRows.ReadAsync(command, FeatureCatalogue.All.Count, (subject, row, _) =>
            {
                rows.Add([.. row]);
                isBad.Add(outcomes.TryGetValue(subject.EnterpriseId, out var bad) ? bad : null);
                return ValueTask.CompletedTask;
            }, cancel).ConfigureAwait(false);
            return (rows, isBad);
        }
    }

    /// <summary>Enterprises with a loan, and whether it went more than 90 days overdue.</summary>
    private static async Task<Dictionary<long, bool>> OutcomesAsync(Npgsql.NpgsqlDataSource owner, CancellationToken cancel)
    {
        var outcomes = new Dictionary<long, bool>();
        await using var read = owner.CreateCommand(
            """
            select r.enterprise_id, bool_or(r.item = 'loan-overdue' and r.quantity > 90)
            from credit.credit_record r
            where r.item in ('loan-disbursed', 'loan-overdue')
            group by r.enterprise_id
            """);
        await using var reader = await read.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        while (await reader.ReadAsync(cancel).ConfigureAwait(false))
        {
            outcomes[reader.GetInt64(0)] = reader.GetBoolean(1);
        }

        return outcomes;
    }
}
