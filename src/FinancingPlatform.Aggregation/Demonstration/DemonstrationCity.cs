using System.Diagnostics;
using FinancingPlatform.Aggregation.Intake;
using FinancingPlatform.Aggregation.Items;
using FinancingPlatform.Aggregation.Registry;
using FinancingPlatform.Core.Catalogue;
using FinancingPlatform.Core.Errors;
using FinancingPlatform.Data;
using Npgsql;
using NpgsqlTypes;

namespace FinancingPlatform.Aggregation.Demonstration;

/// <summary>
/// The demonstration city (演示城市): invented enterprises with invented histories, the same for the same options. The registry and the dirty files go
/// through the importers like any delivery; clean records are written by one COPY and one statement, in the order of the enterprises.
/// </summary>
public static class DemonstrationCity
{
    /// <summary>Stands as source in every book of imports of the city.</summary>
    public const string Source = "演示数据（虚构）";

    private const double ShareOfRegistry = 0.2;
    private const double ShareOfRecords = 0.95;
    private const double ShareOfStaging = 0.4;
    private const int EnterprisesPerReport = 200;
    private const int StatementTimeoutSeconds = 3600;

    /// <summary>The enterprises to begin a demonstration with.</summary>
    public static IReadOnlyList<ShowcaseEnterprise> Showcase(DemonstrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. EnterpriseMaker.Make(options).Take(EnterpriseMaker.Showcase).Select(e => new ShowcaseEnterprise(e.Uscc, e.Name, e.LegalRepresentative))];
    }

    /// <summary>Makes the city. A second call with the same options changes nothing; a call that broke off is taken up again.</summary>
    /// <param name="loaderConnectionString">As database role <c>loader</c>.</param>
    /// <param name="options">Which city.</param>
    /// <param name="progress">Share done, 0 to 1.</param>
    /// <param name="ct">Cancels; whole deliveries stay.</param>
    public static async Task<Result<DemonstrationOutcome>> SeedAsync(string loaderConnectionString, DemonstrationOptions options, IProgress<double> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        if (options.Enterprises is < EnterpriseMaker.Showcase or > DemonstrationOptions.MaxEnterprises)
        {
            return new Error(
                ErrorKind.Invalid,
                "city-size",
                $"演示城市的企业数须在 {EnterpriseMaker.Showcase} 到 {DemonstrationOptions.MaxEnterprises} 之间。",
                $"A demonstration city has {EnterpriseMaker.Showcase} to {DemonstrationOptions.MaxEnterprises} enterprises.");
        }

        var watch = Stopwatch.StartNew();
        Directory.CreateDirectory(options.WorkFolder);
        var enterprises = EnterpriseMaker.Make(options).ToList();
        var import = new ImportOptions(loaderConnectionString, options.CityDivision) { Source = Source, Invented = true };
        await using var connection = new NpgsqlConnection(loaderConnectionString);
        await connection.OpenAsync(ct);
        if (await IsSeededAsync(connection, enterprises[0].Uscc, ct))
        {
            return new DemonstrationOutcome(enterprises.Count, 0, watch.Elapsed.TotalSeconds, AlreadySeeded: true, new Dictionary<string, ImportOutcome>(StringComparer.Ordinal));
        }

        var files = new Dictionary<string, ImportOutcome>(StringComparer.Ordinal);
        var registry = await RegistryImport.RunAsync(
            await DeliveredFiles.WriteRegistryAsync(options, enterprises, ct), import, new PartOf(progress, 0, ShareOfRegistry), ct);
        if (!registry.IsOk)
        {
            return registry.Error;
        }

        files[ItemCode.Registration] = registry.Value;
        foreach (var (item, path) in await DeliveredFiles.WriteDirtyAsync(options, enterprises, ct))
        {
            var outcome = await ItemImport.RunAsync(item, path, null, import, new PartOf(progress, ShareOfRegistry, ShareOfRegistry), ct);
            if (!outcome.IsOk)
            {
                return outcome.Error;
            }

            files[item] = outcome.Value;
        }

        await AddBanksAsync(connection, ct);
        var records = await CopyRecordsAsync(connection, options, enterprises, new PartOf(progress, ShareOfRegistry, ShareOfRecords), ct);
        await ExecuteAsync(connection, "refresh_statistics", ct);
        progress.Report(1);
        return new DemonstrationOutcome(enterprises.Count, records, watch.Elapsed.TotalSeconds, AlreadySeeded: false, files);
    }

    private static async Task<bool> IsSeededAsync(NpgsqlConnection connection, string code, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql("is_seeded"), connection);
        command.Parameters.AddWithValue("code", code);
        command.Parameters.AddWithValue("source", Source);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task AddBanksAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var bank in DemonstrationBank.All)
        {
            await using var command = new NpgsqlCommand(Sql("bank"), connection);
            command.Parameters.AddWithValue("uscc", bank.Uscc);
            command.Parameters.AddWithValue("name", bank.Name);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<long> CopyRecordsAsync(
        NpgsqlConnection connection, DemonstrationOptions options, List<DemonstrationEnterprise> enterprises, IProgress<double> progress, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var ids = await IdsAsync(connection, enterprises, ct);
        var import = new ImportOptions(connection.ConnectionString, options.CityDivision) { Source = Source, Invented = true };
        var batches = new Dictionary<string, (long Id, long Count)>(StringComparer.Ordinal);
        foreach (var item in HistoryMaker.Items)
        {
            batches[item] = (await ImportBatch.BeginAsync(transaction, item, import, Path.Combine(options.WorkFolder, "registry.csv"), ct), 0);
        }

        await ExecuteAsync(connection, "stage_records", ct);
        var history = new HistoryMaker(options);
        long written = 0;
        await using (var copy = await connection.BeginBinaryImportAsync(Sql("copy_records"), ct))
        {
            copy.Timeout = TimeSpan.FromSeconds(StatementTimeoutSeconds);
            var done = 0;
            foreach (var enterprise in enterprises.OrderBy(e => ids[e.Uscc]))
            {
                foreach (var (item, row) in history.Make(enterprise))
                {
                    var batch = batches[item];
                    batches[item] = batch with { Count = batch.Count + 1 };
                    await WriteAsync(copy, ids[enterprise.Uscc], item, row, batch.Id, ct);
                    written++;
                }

                if (++done % EnterprisesPerReport == 0)
                {
                    progress.Report(ShareOfStaging * done / enterprises.Count);
                }
            }

            await copy.CompleteAsync(ct);
        }

        await ExecuteAsync(connection, "insert_records", ct);

        foreach (var (id, count) in batches.Values)
        {
            await ImportBatch.FinishAsync(transaction, id, new ImportCounts(count, count, 0, 0, 0, 0), ct);
        }

        await transaction.CommitAsync(ct);
        return written;
    }

    private static async Task<Dictionary<string, long>> IdsAsync(NpgsqlConnection connection, List<DemonstrationEnterprise> enterprises, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql("enterprises"), connection);
        command.Parameters.AddWithValue("codes", enterprises.Select(e => e.Uscc).ToArray());
        await using var rows = await command.ExecuteReaderAsync(ct);
        var ids = new Dictionary<string, long>(enterprises.Count, StringComparer.Ordinal);
        while (await rows.ReadAsync(ct))
        {
            ids[rows.GetString(1)] = rows.GetInt64(0);
        }

        return ids;
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long enterprise, string item, ItemRow row, long batch, CancellationToken ct)
    {
        await copy.StartRowAsync(ct);
        await copy.WriteAsync(enterprise, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(item, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(Source, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.OccurredOn, NpgsqlDbType.Date, ct);
        await copy.WriteAsync(row.KnownAt!.Value.UtcDateTime, NpgsqlDbType.TimestampTz, ct);
        await copy.WriteOrNullAsync(row.ValidUntil, NpgsqlDbType.Date, ct);
        await copy.WriteOrNullAsync(row.Amount, NpgsqlDbType.Numeric, ct);
        await copy.WriteOrNullAsync(row.Quantity, NpgsqlDbType.Numeric, ct);
        await copy.WriteAsync(row.Code, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(row.Counterparty, NpgsqlDbType.Text, ct);
        await copy.WriteOrNullAsync(row.StartedOn, NpgsqlDbType.Date, ct);
        await copy.WriteOrNullAsync(row.EndedOn, NpgsqlDbType.Date, ct);
        await copy.WriteAsync(row.NaturalKey, NpgsqlDbType.Text, ct);
        await copy.WriteAsync(batch, NpgsqlDbType.Bigint, ct);
        await copy.WriteAsync(row.Sha256(), NpgsqlDbType.Bytea, ct);
        await copy.WriteAsync(true, NpgsqlDbType.Boolean, ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string file, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Sql(file), connection) { CommandTimeout = StatementTimeoutSeconds };
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Sql(string name) => SqlResource.Read(typeof(DemonstrationCity).Assembly, $"Sql/Demonstration/{name}.sql");

    /// <summary>One stretch of the whole.</summary>
    private sealed class PartOf(IProgress<double> whole, double from, double to) : IProgress<double>
    {
        public void Report(double value) => whole.Report(from + (value * (to - from)));
    }
}
