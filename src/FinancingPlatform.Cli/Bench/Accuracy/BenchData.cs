using FinancingPlatform.Cli.Model;
using FinancingPlatform.Scoring.Tables;

namespace FinancingPlatform.Cli.Bench.Accuracy;

/// <summary>The real data that accuracy is measured on: <c>FP_SHARED_DATA</c>, or <c>shared/data</c> beside the repository; it is not part of it.</summary>
internal static class BenchData
{
    private const string Variable = "FP_SHARED_DATA";

    /// <summary>The file, or bad usage that says where it is looked for.</summary>
    public static string Find(string folder, string file)
    {
        var root = Path.GetFullPath(Environment.GetEnvironmentVariable("FP_ROOT") ?? Directory.GetCurrentDirectory());
        var data = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Path.Combine(root, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine(data, folder, file));
        return File.Exists(path)
            ? path
            : throw CliException.BadUsage("This benchmark needs data that is not part of the repository.", path, $"Put the folder shared/data beside the repository, or name it with {Variable}.");
    }

    /// <summary>One of the schemas embedded beside this class.</summary>
    public static ModelSchema Schema(string name)
    {
        var stream = typeof(BenchData).Assembly.GetManifestResourceStream($"Bench/Accuracy/{name}") ?? throw new FileNotFoundException("No such schema is embedded.", name);
        using var memory = new MemoryStream();
        using (stream)
        {
            stream.CopyTo(memory);
        }

        return ModelFiles.Need(ModelSchema.Read(memory.ToArray()));
    }

    /// <summary>Rows of a comma-separated file, plain or packed, as their fields by the header's names.</summary>
    public static Task<List<Dictionary<string, string>>> RowsAsync(string path, CancellationToken cancel) => TableText.ReadAsync(path, Rows, cancel);

    private static List<Dictionary<string, string>> Rows(TextReader text)
    {
        using var rows = CsvRows.Read(text).GetEnumerator();
        rows.MoveNext();
        var header = rows.Current.Fields.ConvertAll(h => h.Trim('\uFEFF', ' '));
        var read = new List<Dictionary<string, string>>();
        while (rows.MoveNext())
        {
            read.Add(header.Zip(rows.Current.Fields).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal));
        }

        return read;
    }
}
