using System.Text;
using FinancingPlatform.Aggregation.Files;

namespace FinancingPlatform.Cli.Model;

/// <summary>The text of a table, plain or packed by gzip or xz (within the limits of delivered files), in UTF-8.</summary>
internal static class TableText
{
    private const int BufferBytes = 1 << 16;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads it to its end by <paramref name="read"/>.</summary>
    public static async Task<T> ReadAsync<T>(string path, Func<TextReader, T> read, CancellationToken cancel)
    {
        try
        {
            // Packed streams are read asynchronously only, tables row by row: a file between them, gone when it is closed.
            var plain = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            await using (plain.ConfigureAwait(false))
            {
                var file = ModelFiles.Need(await SourceFile.OpenAsync(ModelFiles.Existing(path), FileLimits.Default, cancel).ConfigureAwait(false));
                await using (file.ConfigureAwait(false))
                {
                    await file.Content.CopyToAsync(plain, cancel).ConfigureAwait(false);
                }

                plain.Position = 0;
                using var reader = new StreamReader(plain, s_utf8, detectEncodingFromByteOrderMarks: true, BufferBytes, leaveOpen: true);
                return read(reader);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new CliException("The table is not in UTF-8.", path, "Convert it, for example: iconv -f GB18030 -t UTF-8 FILE.");
        }
        catch (UnreadableFileException e)
        {
            throw new CliException(e.Error.MessageEn, path, "Fetch the file again.");
        }
    }
}
