using System.ComponentModel;
using System.Diagnostics;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Aggregation.Files;

/// <summary>
/// A delivered file (交换文件): plain, gzip or xz, told apart by its first bytes. Both are unpacked by the program of that name as a child process:
/// .NET has no xz, and its gzip stream takes a file that breaks off for one that ends.
/// Reading beyond a limit, or a packed file that breaks off, throws <see cref="UnreadableFileException"/>.
/// </summary>
internal sealed class SourceFile : IAsyncDisposable
{
    private const int FileBufferBytes = 128 << 10;
    private const int MaxErrorText = 300;
    private static readonly string[] Gzip = ["gzip", "--decompress", "--stdout", "--quiet", "--"];
    private static readonly string[] Xz = ["xz", "--decompress", "--stdout", "--quiet", "--memlimit-decompress=256MiB", "--"];

    private readonly FileStream _file;
    private Process? _child;

    private SourceFile(string path, FileStream file, FileLimits limits)
    {
        Path = path;
        _file = file;
        Limits = limits;
        Content = file;
    }

    public string Path { get; }

    public FileLimits Limits { get; }

    /// <summary>True for a zip package, such as an .xlsx workbook.</summary>
    public bool IsPackage { get; private set; }

    /// <summary>The file as delivered, for a format that has to be read out of order.</summary>
    public Stream Packed => _file;

    /// <summary>The unpacked bytes.</summary>
    public Stream Content { get; private set; }

    /// <summary>Share of the packed file that has been read, for a progress bar; an unpacker reads ahead a little.</summary>
    public double Progress => _file.Length == 0 || !_file.CanRead ? 1 : (double)_file.Position / _file.Length;

    public static async Task<Result<SourceFile>> OpenAsync(string path, FileLimits limits, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return FileErrors.NotFound(path);
        }

        SourceFile source;
        try
        {
            source = new SourceFile(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan), limits);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return FileErrors.NotReadable(path, e.Message);
        }

        var opened = await source.UnpackAsync(ct);
        if (opened.IsOk)
        {
            return source;
        }

        await source.DisposeAsync();
        return opened.Error;
    }

    public async ValueTask DisposeAsync()
    {
        if (_child is { } child)
        {
            if (!child.HasExited)
            {
                child.Kill();
            }

            await child.WaitForExitAsync();
            child.Dispose();
        }

        await Content.DisposeAsync();
        await _file.DisposeAsync();
    }

    private async Task<Result> UnpackAsync(CancellationToken ct)
    {
        var head = new byte[6];
        var count = await _file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        _file.Position = 0;
        var magic = head.AsSpan(0, count);
        if (magic.StartsWith<byte>([0x1F, 0x8B]))
        {
            return StartUnpacker(Gzip);
        }

        if (magic.SequenceEqual<byte>([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]))
        {
            return StartUnpacker(Xz);
        }

        // A zip: a workbook, whose parts are unpacked one by one within the limits.
        IsPackage = magic.StartsWith("PK\u0003\u0004"u8);
        Content = Bounded(_file, _ => Task.FromResult<Error?>(null));
        return Result.Ok;
    }

    private Result StartUnpacker(string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])[.. command[1..], System.IO.Path.GetFullPath(Path)])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            _child = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return FileErrors.UnpackerMissing(command[0]);
        }

        if (_child is not { } child)
        {
            return FileErrors.UnpackerMissing(command[0]);
        }

        // Drained while the rows are read: a child that fills its error pipe would wait for ever.
        var complaint = ReadComplaintAsync(child.StandardError);
        Content = Bounded(child.StandardOutput.BaseStream, async ct =>
        {
            await child.WaitForExitAsync(ct);
            return child.ExitCode == 0 ? null : FileErrors.Truncated((await complaint).Trim());
        });
        return Result.Ok;
    }

    private BoundedStream Bounded(Stream stream, Func<CancellationToken, Task<Error?>> atEnd) => new(stream, _file.Length, Limits, atEnd);

    private static async Task<string> ReadComplaintAsync(StreamReader errors)
    {
        var text = new char[MaxErrorText];
        var length = await errors.ReadBlockAsync(text);
        var rest = new char[MaxErrorText];
        while (await errors.ReadBlockAsync(rest) > 0)
        {
            // The first lines say what is wrong; the others are read so that the child can end.
        }

        return new string(text, 0, length);
    }
}
