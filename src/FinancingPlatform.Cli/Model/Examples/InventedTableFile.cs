namespace FinancingPlatform.Cli.Model.Examples;

/// <summary>A worked example's table (示例数据): invented, and its name says so.</summary>
/// <param name="Name">Name of both files, without ending.</param>
/// <param name="Header">The header line.</param>
/// <param name="Rows">The rows, each a line.</param>
/// <param name="Schema">The schema file, word for word as docs/training.md explains it.</param>
internal sealed record InventedTableFile(string Name, string Header, IEnumerable<string> Rows, string Schema)
{
    /// <summary>Writes both files.</summary>
    public (string Data, string Schema) Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var (data, schema) = (Path.Combine(folder, $"{Name}.csv"), Path.Combine(folder, $"{Name}.json"));
        using (var writer = new StreamWriter(data) { NewLine = "\n" })
        {
            writer.WriteLine(Header);
            foreach (var row in Rows)
            {
                writer.WriteLine(row);
            }
        }

        File.WriteAllText(schema, Schema);
        return (data, schema);
    }
}
