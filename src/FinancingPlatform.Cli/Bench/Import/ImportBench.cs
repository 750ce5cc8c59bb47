using System.Diagnostics;
using FinancingPlatform.Data;

namespace FinancingPlatform.Cli.Bench.Import;

/// <summary>
/// One item's file through <c>fp import</c> as a process of its own, with every check; beside it a raw binary COPY of the same canonical rows, in the order
/// of the file, into an identical table of a fresh database on the same server.
/// </summary>
internal static class ImportBench
{
    private const int FullRows = 5_000_000;
    private const int QuickRows = 500_000;

    /// <summary>Whose peak has to be that of the whole.</summary>
    private const int PartOfRows = 5;

    public static Benchmark Benchmark { get; } = new(
        "import", $"Imports {FullRows:N0} rows of one item ({QuickRows:N0} with --quick) against a raw COPY of the same rows.", RunAsync);

    private static async Task<object> RunAsync(BenchContext context, CancellationToken cancel)
    {
        var rows = context.Quick ? QuickRows : FullRows;
        string[] codes = [.. Enumerable.Range(0, rows / ImportFile.Months).Select(InventedCodes.Of)];
        var (whole, part) = (Path.Combine(context.Work, "whole.csv"), Path.Combine(context.Work, "part.csv"));
        context.Output.Say($"Writing {rows:N0} rows.");
        await ImportFile.WriteAsync(whole, codes, cancel).ConfigureAwait(false);
        await ImportFile.WriteAsync(part, codes[..(codes.Length / PartOfRows)], cancel).ConfigureAwait(false);

        await using var server = await ImportServer.StartAsync(context, codes, cancel).ConfigureAwait(false);
        context.Output.Say("Importing a part, for its memory.");
        await server.CloneAsync("part", cancel).ConfigureAwait(false);
        var small = await ImportProcess.RunAsync(server.ConnectionString("part", DatabaseRoles.Loader), part, cancel).ConfigureAwait(false);

        context.Output.Say("Importing the whole.");
        await server.CloneAsync("whole", cancel).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        var large = await ImportProcess.RunAsync(server.ConnectionString("whole", DatabaseRoles.Loader), whole, cancel).ConfigureAwait(false);
        var import = clock.Elapsed;
        if (large.AcceptedNew != rows)
        {
            throw new CliException($"The import took {large.AcceptedNew} of {rows} rows.", "import", "Look at the importer: every row of this file is right.");
        }

        context.Output.Say("Raw COPY of the same rows.");
        var canonical = Path.Combine(context.Work, "canonical.bin");
        await server.ExportAsync("whole", canonical, cancel).ConfigureAwait(false);
        await server.CloneAsync("raw", cancel).ConfigureAwait(false);
        var copy = await server.CopyAsync("raw", canonical, cancel).ConfigureAwait(false);
        return new
        {
            ratio = Math.Round(copy / import, 3),
            rows_per_s = (long)(rows / import.TotalSeconds),
            copy_rows_per_s = (long)(rows / copy.TotalSeconds),
            peak_mb = large.PeakMb,
            rows,
            peak_mb_of_a_fifth = small.PeakMb,
        };
    }
}
