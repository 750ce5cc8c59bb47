using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace FinancingPlatform.Cli.Bench.ScorePull;

/// <summary>What one run of the generator saw.</summary>
/// <param name="Ok">Answers with a status of success.</param>
/// <param name="Other">Any other answer.</param>
/// <param name="Seconds">From the first byte sent to the last answer.</param>
/// <param name="FirstOther">The first other answer.</param>
internal sealed record LoadResult(int Ok, int Other, double Seconds, string? FirstOther)
{
    public double PerSecond => Ok / Seconds;
}

/// <summary>
/// Sends ready-made HTTP/1.1 requests over kept connections, each request once, until the time is over or none is left. No HTTP client: on a
/// machine that also runs the server and the database, the generator must cost as little as possible, and the same on both sides.
/// </summary>
internal static class LoadGenerator
{
    private const int BufferBytes = 64 * 1024;
    private static ReadOnlySpan<byte> HeaderEnd => "\r\n\r\n"u8;
    private static ReadOnlySpan<byte> LengthHeader => "content-length: "u8;
    private static ReadOnlySpan<byte> LastChunk => "0\r\n\r\n"u8;

    public static async Task<LoadResult> RunAsync(int port, IReadOnlyList<byte[]> requests, int connections, TimeSpan duration, CancellationToken cancel)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        var workers = Enumerable.Range(0, connections).Select(_ => Task.Run(WorkAsync, cancel)).ToArray();
        var results = await Task.WhenAll(workers).ConfigureAwait(false);
        return new LoadResult(
            results.Sum(r => r.Ok), results.Sum(r => r.Other), Stopwatch.GetElapsedTime(started).TotalSeconds, results.Select(r => r.First).FirstOrDefault(f => f is not null));

        async Task<(int Ok, int Other, string? First)> WorkAsync()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancel).ConfigureAwait(false);
            var buffer = new byte[BufferBytes];
            var (ok, other) = (0, 0);
            string? first = null;
            while (Stopwatch.GetElapsedTime(started) < duration)
            {
                var mine = Interlocked.Increment(ref next);
                if (mine >= requests.Count)
                {
                    break;
                }

                await socket.SendAsync(requests[mine], cancel).ConfigureAwait(false);
                var length = await ReadAnswerAsync(socket, buffer, cancel).ConfigureAwait(false);
                if (buffer.AsSpan(0, length).StartsWith("HTTP/1.1 2"u8))
                {
                    ok++;
                }
                else
                {
                    other++;
                    first ??= System.Text.Encoding.UTF8.GetString(buffer, 0, length);
                }
            }

            return (ok, other, first);
        }
    }

    private static async ValueTask<int> ReadAnswerAsync(Socket socket, byte[] buffer, CancellationToken cancel)
    {
        var length = 0;
        do
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancel).ConfigureAwait(false);
            if (read == 0)
            {
                throw new CliException("The server closed a connection in the middle of an answer.", "bench", "Look at the server's output above.");
            }

            length += read;
        }
        while (!IsComplete(buffer.AsSpan(0, length)));
        return length;
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf(HeaderEnd);
        if (end < 0)
        {
            return false;
        }

        var body = answer[(end + HeaderEnd.Length)..];
        var at = IndexOfIgnoreCase(answer[..end], LengthHeader);
        return at >= 0 && Utf8Parser.TryParse(answer[(at + LengthHeader.Length)..end], out int declared, out _)
            ? body.Length >= declared
            : body.EndsWith(LastChunk);
    }

    private static int IndexOfIgnoreCase(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        for (var i = 0; i + lowerCase.Length <= text.Length; i++)
        {
            if ((text[i] | 0x20) == lowerCase[0] && System.Text.Ascii.EqualsIgnoreCase(text.Slice(i, lowerCase.Length), lowerCase))
            {
                return i;
            }
        }

        return -1;
    }
}
