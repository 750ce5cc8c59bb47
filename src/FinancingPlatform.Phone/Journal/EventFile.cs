using System.Text.Encodings.Web;
using System.Text.Json;

namespace FinancingPlatform.Phone.Journal;

/// <summary>The append file that outlives the process (追加日志): an event is on the disk before anybody is told that it happened.</summary>
internal sealed class EventFile(string path) : IDisposable
{
    private const byte LineEnd = (byte)'\n';
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Lock _lock = new();
    private FileStream? _file;

    /// <summary>Everything that happened so far, in order. A last line that a crash cut short was never acknowledged and goes.</summary>
    public IReadOnlyList<PhoneEvent> Read()
    {
        lock (_lock)
        {
            var file = Open();
            file.Position = 0;
            using var reader = new StreamReader(file, leaveOpen: true);
            var text = reader.ReadToEnd();
            var whole = text.LastIndexOf('\n') + 1;
            file.SetLength(System.Text.Encoding.UTF8.GetByteCount(text.AsSpan(0, whole)));
            file.Position = file.Length;
            return
            [
                .. text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Select(line => JsonSerializer.Deserialize<PhoneEvent>(line, Json) ?? throw new InvalidDataException($"{path} holds an empty event.")),
            ];
        }
    }

    /// <summary>Writes an event through to the disk.</summary>
    public void Append(PhoneEvent happened)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(happened, Json), LineEnd];
        lock (_lock)
        {
            var file = Open();
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Open()
    {
        if (_file is null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            _file = new FileStream(path, options);
            _file.Position = _file.Length;
        }

        return _file;
    }
}
