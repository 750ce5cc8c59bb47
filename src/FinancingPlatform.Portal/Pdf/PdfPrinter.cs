using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FinancingPlatform.Core.Errors;

namespace FinancingPlatform.Portal.Pdf;

/// <summary>Prints PDFs (打印 PDF) with one long-lived node process, which loads its fonts once (ADR 0013). One print at a time; a process that
/// dies, hangs or answers too much is ended, and the next print starts another.</summary>
internal sealed partial class PdfPrinter(IConfiguration configuration, ILogger<PdfPrinter> log) : IAsyncDisposable
{
    /// <summary>Prints that may wait; the next is told to come again.</summary>
    public const int MaxWaiting = 16;

    /// <summary>Characters of a request: a report with a hundred entries of each item is below 1 MB.</summary>
    public const int MaxRequestChars = 8 * 1024 * 1024;

    /// <summary>Characters of an answer, base64: 6 MB of PDF.</summary>
    public const int MaxAnswerChars = 8 * 1024 * 1024;

    /// <summary>Pages of a PDF.</summary>
    public const int MaxPages = 300;

    /// <summary>Seconds for one print, unless <c>Pdf:WithinSeconds</c> says otherwise; an ordinary report takes less than one.</summary>
    public const int WithinSeconds = 15;

    private const int BufferChars = 16 * 1024;

    private static readonly Error s_busy = new(
        ErrorKind.Unavailable, "pdf-busy", "打印请求较多，请稍后再试。", "Many reports are being printed; try again shortly.") { RetryAfterSeconds = 10 };

    private static readonly Error s_away = new(
        ErrorKind.Unavailable, "pdf-unavailable", "暂时不能生成 PDF，请稍后再试，或下载 JSON。", "No PDF can be made for the moment; try again later or take the JSON.") { RetryAfterSeconds = 30 };

    private static readonly Error s_tooLarge = new(
        ErrorKind.TooLarge, "pdf-too-large", "报告过大，不能生成 PDF，请下载 JSON。", "The report is too large for a PDF; take the JSON.");

    private readonly string _node = configuration["Pdf:Node"] ?? "node";
    private readonly TimeSpan _within = TimeSpan.FromSeconds(configuration.GetValue("Pdf:WithinSeconds", WithinSeconds));
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Process? _process;
    private int _waiting;

    /// <summary>Number of the running process, for the test that ends it; null when none runs.</summary>
    internal int? ProcessId => _process is { HasExited: false } process ? process.Id : null;

    /// <summary>The PDF of a job (see printer.mjs), or why there is none.</summary>
    public async Task<Result<byte[]>> PrintAsync(string job, CancellationToken ct)
    {
        if (job.Length > MaxRequestChars)
        {
            return s_tooLarge;
        }

        if (Interlocked.Increment(ref _waiting) > MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return s_busy;
        }

        try
        {
            await _turn.WaitAsync(ct);
            try
            {
                return await AskAsync(job, ct);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        End();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<Result<byte[]>> AskAsync(string job, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(_within);
        try
        {
            var process = Running();
            await process.StandardInput.WriteLineAsync(job.AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            var answer = await LineAsync(process.StandardOutput, limit.Token);
            if (answer is null)
            {
                End();
                LogEnded(log);
                return s_away;
            }

            var read = JsonSerializer.Deserialize<PdfAnswer>(answer);
            if (read?.Pdf is { } pdf)
            {
                return pdf;
            }

            LogRefused(log, read?.Error ?? "no reason");
            return s_tooLarge;
        }
        catch (Exception e) when (e is IOException or JsonException or System.ComponentModel.Win32Exception)
        {
            End();
            LogFailed(log, e);
            return s_away;
        }
        catch (OperationCanceledException)
        {
            // Whatever it still writes would be the answer to the next request.
            End();
            if (ct.IsCancellationRequested)
            {
                throw;
            }

            LogEnded(log);
            return s_away;
        }
    }

    private Process Running()
    {
        if (_process is { HasExited: false } running)
        {
            return running;
        }

        End();
        var start = new ProcessStartInfo(_node, [Path.Combine(AppContext.BaseDirectory, "pdf-printer", "printer.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        // The host's environment holds connection strings, which a printer has no use for.
        var path = Environment.GetEnvironmentVariable("PATH");
        start.Environment.Clear();
        start.Environment["PATH"] = path;
        _process = Process.Start(start) ?? throw new IOException($"{_node} did not start.");
        return _process;
    }

    private void End()
    {
        if (_process is not { } process)
        {
            return;
        }

        _process = null;
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    /// <summary>A line of at most <see cref="MaxAnswerChars"/>; null when the process ended or wrote more.</summary>
    private static async Task<string?> LineAsync(StreamReader from, CancellationToken ct)
    {
        var line = new StringBuilder();
        var buffer = new char[BufferChars];
        while (line.Length <= MaxAnswerChars)
        {
            var read = await from.ReadAsync(buffer, ct);
            if (read == 0)
            {
                return null;
            }

            // One request, one answer: nothing follows the line's end.
            if (buffer[read - 1] == '\n')
            {
                return line.Append(buffer, 0, read - 1).ToString();
            }

            line.Append(buffer, 0, read);
        }

        return null;
    }

    [LoggerMessage(LogLevel.Warning, "The PDF printer ended, hung or wrote too much; the next print starts another.")]
    private static partial void LogEnded(ILogger log);

    [LoggerMessage(LogLevel.Warning, "The PDF printer could not be asked.")]
    private static partial void LogFailed(ILogger log, Exception error);

    [LoggerMessage(LogLevel.Warning, "The PDF printer refused a report: {Reason}")]
    private static partial void LogRefused(ILogger log, string reason);

    private sealed record PdfAnswer([property: JsonPropertyName("pdf")] byte[]? Pdf, [property: JsonPropertyName("error")] string? Error);
}
