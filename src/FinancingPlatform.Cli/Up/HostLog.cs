using System.Globalization;
using System.Text;

namespace FinancingPlatform.Cli.Up;

/// <summary>The log file of one host, bounded: at its limit it becomes <c>.1</c> and starts anew.</summary>
internal sealed class HostLog : IDisposable
{
    private const long LimitBytes = 20 * 1024 * 1024;
    private const int TailLines = 12;

    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly Queue<string> _tail = new();
    private StreamWriter _writer;
    private long _bytes;

    public HostLog(string folder, string name)
    {
        _path = Path.Combine(folder, name + ".log");
        _writer = Open();
    }

    /// <summary>The file, for messages that send people there.</summary>
    public string FilePath => _path;

    public void Write(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }

            _writer.WriteLine(line);
            _bytes += Encoding.UTF8.GetByteCount(line) + 1;
            if (_bytes > LimitBytes)
            {
                _writer.Dispose();
                File.Move(_path, _path + ".1", overwrite: true);
                _writer = Open();
            }
        }
    }

    /// <summary>The last lines, shortened, for the message that a host died.</summary>
    public IReadOnlyList<string> Tail()
    {
        lock (_lock)
        {
            return [.. _tail.Select(l => l.Length <= 400 ? l : string.Create(CultureInfo.InvariantCulture, $"{l[..400]} ..."))];
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer.Dispose();
        }
    }

    private StreamWriter Open()
    {
        var writer = new StreamWriter(_path, append: true, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        _bytes = new FileInfo(_path).Length;
        return writer;
    }
}
