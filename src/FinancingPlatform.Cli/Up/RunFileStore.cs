using System.Text.Json;

namespace FinancingPlatform.Cli.Up;

/// <summary>Writes <c>run.json</c> and the note that lets <c>--port-base</c> find it; removes both at the end.</summary>
internal sealed class RunFileStore(string data, int portBase)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public void Write(RunFile run)
    {
        PrivateFile.Write(Running.RunFilePath(data), JsonSerializer.Serialize(run, Indented));
        var note = Running.PortNotePath(portBase);
        Directory.CreateDirectory(Path.GetDirectoryName(note)!);
        PrivateFile.Write(note, data);
    }

    public void Remove()
    {
        File.Delete(Running.RunFilePath(data));
        File.Delete(Running.PortNotePath(portBase));
    }
}
