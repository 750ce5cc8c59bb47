using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FinancingPlatform.Aggregation.Files;

namespace FinancingPlatform.Cli.Deliver;

/// <summary>A chunk of a delivery.</summary>
/// <param name="N">Its number, from 1.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Body">Lines of JSON, each with its line end.</param>
internal sealed record DeliveryChunk(int N, int Rows, byte[] Body);

/// <summary>What a file holds as a delivery.</summary>
/// <param name="Sha256">Of all chunks' bytes in order.</param>
/// <param name="Chunks">Number of chunks.</param>
/// <param name="Lines">Row of the delivery (from 0) → line of the file.</param>
internal sealed record DeliveryContent(byte[] Sha256, int Chunks, IReadOnlyList<long> Lines);

/// <summary>
/// A file of any form that <c>fp import</c> reads, cut into chunks of JSON lines. The same file makes the same chunks, so that a delivery that was
/// interrupted goes on where it stopped.
/// </summary>
internal sealed class DeliveryFile(string path)
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the file once: how much it is, and its digest. A line that is no row is named, and nothing is sent.</summary>
    public async Task<DeliveryContent> MeasureAsync(CancellationToken cancel)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = new List<long>();
        var chunks = 0;
        await foreach (var chunk in ChunksAsync(lines, cancel).ConfigureAwait(false))
        {
            digest.AppendData(chunk.Body);
            chunks = chunk.N;
        }

        return chunks > DeliverLimits.Chunks
            ? throw new CliException($"The file makes {chunks} chunks, and a delivery holds {DeliverLimits.Chunks}.", path, "Split the file and deliver the parts one after another.")
            : new DeliveryContent(digest.GetHashAndReset(), chunks, lines);
    }

    public async IAsyncEnumerable<DeliveryChunk> ChunksAsync(List<long>? lines, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (body, row) = (new ArrayBufferWriter<byte>(DeliverLimits.ChunkBytes), new ArrayBufferWriter<byte>());
        var (n, rows) = (0, 0);
        await foreach (var (line, write) in RowsAsync(cancel).ConfigureAwait(false))
        {
            lines?.Add(line);
            row.ResetWrittenCount();
            write(row);
            row.Write("\n"u8);
            if (rows == DeliverLimits.ChunkRows || (rows > 0 && body.WrittenCount + row.WrittenCount > DeliverLimits.ChunkBytes))
            {
                yield return new DeliveryChunk(++n, rows, body.WrittenSpan.ToArray());
                body.ResetWrittenCount();
                rows = 0;
            }

            body.Write(row.WrittenSpan);
            rows++;
        }

        if (rows > 0)
        {
            yield return new DeliveryChunk(n + 1, rows, body.WrittenSpan.ToArray());
        }
    }

    private async IAsyncEnumerable<(long Line, Action<IBufferWriter<byte>> Write)> RowsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var opened = await SourceFile.OpenAsync(path, FileLimits.Default, cancel).ConfigureAwait(false);
        var file = opened.Match(ok => ok, error => throw Unreadable(error));
        await using var closed = file.ConfigureAwait(false);
        var table = (await TableReader.OpenAsync(file, Own, cancel).ConfigureAwait(false)).Match(ok => ok, error => throw Unreadable(error));
        await foreach (var row in Readably(table.RowsAsync(cancel), cancel).ConfigureAwait(false))
        {
            // A JSON row may have members of its own.
            if (row.Fault is { } fault && fault != "json-unknown-member")
            {
                throw new CliException($"Line {row.Line} is no row ({fault}).", path, "Mend the line; nothing is sent of a file that can't be taken apart.");
            }

            yield return (row.Line, table.IsJson ? buffer => Encoding.UTF8.GetBytes(row.Raw, buffer) : buffer => Write(table.Header, row, buffer));
        }
    }

    // Every column is taken under its own name; the platform knows what it means.
    private static IReadOnlyList<TableLayout> Own(IReadOnlyList<string> header) =>
        [new TableLayout([.. header.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => new TableColumn(name, IsRequired: false))])];

    private static void Write(TableHeader header, in TableRow row, IBufferWriter<byte> buffer)
    {
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        for (var i = 0; i < header.Layout.Columns.Length; i++)
        {
            // Also what says nothing is named, so that every row has the header's columns.
            if (row[i] is { } cell)
            {
                json.WriteString(header.Layout.Columns[i].Name, cell);
            }
            else
            {
                json.WriteNull(header.Layout.Columns[i].Name);
            }
        }

        json.WriteEndObject();
    }

    private async IAsyncEnumerable<TableRow> Readably(IAsyncEnumerable<TableRow> rows, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = rows.GetAsyncEnumerator(cancel);
        await using var ended = reader.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await reader.MoveNextAsync().ConfigureAwait(false))
                {
                    break;
                }
            }
            catch (UnreadableFileException e)
            {
                throw Unreadable(e.Error);
            }

            yield return reader.Current;
        }
    }

    private CliException Unreadable(Core.Errors.Error error) =>
        new($"{error.MessageEn} {error.MessageZh}", path, "Nothing was sent. Mend what the message names and deliver the file again.", error.Code == FileErrors.NotFoundCode ? ExitCodes.BadUsage : ExitCodes.Failure);
}
